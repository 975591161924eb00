using System.Text;
using DynamicRpyc.Connections;

namespace DynamicRpyc.Tests.Connections;

/// <summary>Names are kept, but only so many: they are the peer's choice.</summary>
internal sealed class NameCacheTests
{
    [Test]
    public void Get_fewNamesAgain_givesTheSameStrings()
    {
        var cache = new NameCache();
        string Ask(int number) => cache.Get(Encoding.UTF8.GetBytes($"name{number}"));
        foreach (var count in new[] { 1, 8, 24 })
        {
            // Two names may still share a slot when all have room; most do not.
            for (var i = 0; i < count; i++)
                Ask(i);
            var kept = Enumerable.Range(0, count).Count(i => ReferenceEquals(Ask(i), Ask(i)));
            Assert.That(kept, Is.EqualTo(count), "a name asked for twice in a row is made once");
        }
        var first = Enumerable.Range(0, 24).Select(Ask).ToArray();
        Assert.That(first.Zip(Enumerable.Range(0, 24).Select(Ask)).Count(pair => ReferenceEquals(pair.First, pair.Second)), Is.GreaterThan(8));
    }

    [Test]
    public void Get_everNewNames_givesEachItsOwnTextAndKeepsFew()
    {
        var cache = new NameCache();
        var made = new List<WeakReference>();
        for (var i = 0; i < 10_000; i++)
            Check(cache, made, $"имя{i}");
        GC.Collect();
        Assert.That(made.Count(name => name.IsAlive), Is.LessThanOrEqualTo(64));
        GC.KeepAlive(cache);
    }

    [Test]
    public void Get_emptyAndLongNames_areNotKept()
    {
        var cache = new NameCache();
        var name = Encoding.UTF8.GetBytes(new string('n', 65));
        var first = cache.Get(name);
        Assert.That((cache.Get([]), first), Is.EqualTo(("", new string('n', 65))));
        Assert.That(cache.Get(name), Is.Not.SameAs(first));
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static void Check(NameCache cache, List<WeakReference> made, string name)
    {
        var got = cache.Get(Encoding.UTF8.GetBytes(name));
        Assert.That(got, Is.EqualTo(name));
        made.Add(new WeakReference(got));
    }
}
