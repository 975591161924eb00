using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using Microsoft.CSharp.RuntimeBinder;
using Binder = Microsoft.CSharp.RuntimeBinder.Binder;

namespace DynamicRpyc.Tests.Proxies;

/// <summary>
/// "Netrefs also work under ImpromptuInterface itself", the other half of <see cref="ImpromptuStyleTests"/>: a proxy class that it emits has a call site of the C# binder for each
/// member, typed as the interface declares it, and a second one that converts what came of it. The context of both is the class of the target, or the one that the user gave.
/// </summary>
[TestFixture(false)]
[TestFixture(true)]
internal sealed class ImpromptuCallSiteTests(bool isContextTheTargets)
{
    private delegate object WithOut(CallSite site, object target, string text, out int value);

    private delegate void WithRefs(CallSite site, object target, ref int a, ref int b);

    private Connection _connection = null!;
    private object _duck = null!;
    private Type _context = null!;

    [SetUp]
    public void Open()
    {
        _connection = Rpyc.ConnectThread(remoteService: new DuckService(), remoteConfig: RpycConfig.Default with { AllowPublicAttributes = true, AllowSetAttribute = true });
        _duck = _connection.Root.Make();
        _context = isContextTheTargets ? _duck.GetType() : typeof(ImpromptuCallSiteTests);
    }

    [TearDown]
    public void Close() => _connection.Close();

    [Test]
    public void Getter_andTheConversionOfItsResult()
    {
        Assert.That((Convert<int>(Get("Age")), Convert<string>(Get("Name"))), Is.EqualTo((36, "Ada")));
        Assert.That(Convert<INode>(Get("Child")).Child.Name, Is.EqualTo("Child"));
        Assert.That(Convert<IEnumerable<INode>>(Get("Children")).Select(static node => node.Name), Is.EqualTo(new[] { "A", "B" }));
        Assert.That(Convert<IDictionary<string, object>>(Get("Nested"))["Key"], Is.EqualTo("inner"));
        Assert.That(() => Get("Missing"), Throws.TypeOf<MissingMemberException>());
    }

    [Test]
    public void Setter_takesTheDeclaredType()
    {
        var site = CallSite<Func<CallSite, object, string, object>>.Create(Binder.SetMember(CSharpBinderFlags.None, "Name", _context, [Any(), Typed()]));
        site.Target(site, _duck, "Bo");
        Assert.That(Convert<string>(Get("Name")), Is.EqualTo("Bo"));
    }

    [Test]
    public void Method_withTypedArguments()
    {
        var add = CallSite<Func<CallSite, object, int, int, object>>.Create(Binder.InvokeMember(CSharpBinderFlags.None, "Add", null, _context, [Any(), Typed(), Typed()]));
        Assert.That(Convert<int>(add.Target(add, _duck, 20, 22)), Is.EqualTo(42));
        var text = CallSite<Func<CallSite, object, object>>.Create(Binder.InvokeMember(CSharpBinderFlags.None, "ToString", null, _context, [Any()]));
        Assert.That(Convert<string>(text.Target(text, _duck)), Is.EqualTo(_duck.ToString()));
    }

    [Test]
    public void Method_whoseResultIsDiscarded()
    {
        var remember = CallSite<Action<CallSite, object, string>>.Create(Binder.InvokeMember(CSharpBinderFlags.ResultDiscarded, "Remember", null, _context, [Any(), Typed()]));
        remember.Target(remember, _duck, "this");
        var recall = CallSite<Func<CallSite, object, object>>.Create(Binder.InvokeMember(CSharpBinderFlags.None, "Recall", null, _context, [Any()]));
        Assert.That(Convert<string>(recall.Target(recall, _duck)), Is.EqualTo("this"));
    }

    [Test]
    public void Method_withNamedAndGenericArguments()
    {
        var named = CSharpArgumentInfo.Create(CSharpArgumentInfoFlags.NamedArgument | CSharpArgumentInfoFlags.UseCompileTimeType, "c");
        var optional = CallSite<Func<CallSite, object, int, int, object>>.Create(Binder.InvokeMember(CSharpBinderFlags.None, "Optional", null, _context, [Any(), Typed(), named]));
        Assert.That(Convert<string>(optional.Target(optional, _duck, 1, 9)), Is.EqualTo("1,2,9"));
        var generic = CallSite<Func<CallSite, object, object>>.Create(Binder.InvokeMember(CSharpBinderFlags.None, "TypeName", [typeof(Guid)], _context, [Any()]));
        Assert.That(Convert<string>(generic.Target(generic, _duck)), Is.EqualTo("Guid"));
    }

    [Test]
    public void Method_withOutAndRef()
    {
        var isOut = CSharpArgumentInfo.Create(CSharpArgumentInfoFlags.IsOut | CSharpArgumentInfoFlags.UseCompileTimeType, null);
        var parse = CallSite<WithOut>.Create(Binder.InvokeMember(CSharpBinderFlags.None, "TryParse", null, _context, [Any(), Typed(), isOut]));
        Assert.That((Convert<bool>(parse.Target(parse, _duck, "12", out var value)), value), Is.EqualTo((true, 12)));
        var isRef = CSharpArgumentInfo.Create(CSharpArgumentInfoFlags.IsRef | CSharpArgumentInfoFlags.UseCompileTimeType, null);
        var swap = CallSite<WithRefs>.Create(Binder.InvokeMember(CSharpBinderFlags.ResultDiscarded, "Swap", null, _context, [Any(), isRef, isRef]));
        var (a, b) = (1, 2);
        swap.Target(swap, _duck, ref a, ref b);
        Assert.That((a, b), Is.EqualTo((2, 1)));
    }

    [Test]
    public void Indexer_isGetAndSet()
    {
        var set = CallSite<Func<CallSite, object, int, string, object>>.Create(Binder.SetIndex(CSharpBinderFlags.None, _context, [Any(), Typed(), Typed()]));
        set.Target(set, _duck, 2, "two");
        var get = CallSite<Func<CallSite, object, int, object>>.Create(Binder.GetIndex(CSharpBinderFlags.None, _context, [Any(), Typed()]));
        Assert.That(Convert<string>(get.Target(get, _duck, 2)), Is.EqualTo("two"));
    }

    /// <summary>What <c>+=</c> is for the compiler, too: whether it is an event of the class, and else get, add, set.</summary>
    [Test]
    public void Event_isAskedForGotChangedAndSet()
    {
        var heard = new List<string>();
        EventHandler<string> hear = (_, text) => heard.Add(text);
        var isEvent = CallSite<Func<CallSite, object, bool>>.Create(Binder.IsEvent(CSharpBinderFlags.None, "Changed", _context));
        Assert.That(isEvent.Target(isEvent, _duck), Is.False);
        Assign(ExpressionType.AddAssign, hear);
        ((dynamic)_duck).Raise("one");
        Assign(ExpressionType.SubtractAssign, hear);
        ((dynamic)_duck).Raise("two");
        Assert.That(heard, Is.EqualTo(new[] { "one" }));
    }

    [Test]
    public async Task Task_isATaskOfWhatTheMethodGave()
    {
        var wait = CallSite<Func<CallSite, object, object>>.Create(Binder.InvokeMember(CSharpBinderFlags.None, "WaitAsync", null, _context, [Any()]));
        await Convert<Task>(wait.Target(wait, _duck));
        var add = CallSite<Func<CallSite, object, int, int, object>>.Create(Binder.InvokeMember(CSharpBinderFlags.None, "AddAsync", null, _context, [Any(), Typed(), Typed()]));
        Assert.That(await Convert<Task<object>>(add.Target(add, _duck, 1, 2)), Is.EqualTo(3));
    }

    private void Assign(ExpressionType operation, EventHandler<string> handler)
    {
        var change = CallSite<Func<CallSite, object, EventHandler<string>, object>>.Create(Binder.BinaryOperation(CSharpBinderFlags.None, operation, _context, [Any(), Typed()]));
        var changed = change.Target(change, Get("Changed"), handler);
        var set = CallSite<Func<CallSite, object, object, object>>.Create(Binder.SetMember(CSharpBinderFlags.ValueFromCompoundAssignment, "Changed", _context, [Any(), Any()]));
        set.Target(set, _duck, changed);
    }

    private object Get(string name)
    {
        var site = CallSite<Func<CallSite, object, object>>.Create(Binder.GetMember(CSharpBinderFlags.None, name, _context, [Any()]));
        return site.Target(site, _duck);
    }

    private T Convert<T>(object value)
    {
        var site = CallSite<Func<CallSite, object, T>>.Create(Binder.Convert(CSharpBinderFlags.None, typeof(T), _context));
        return site.Target(site, value);
    }

    private static CSharpArgumentInfo Any() => CSharpArgumentInfo.Create(CSharpArgumentInfoFlags.None, null);

    private static CSharpArgumentInfo Typed() => CSharpArgumentInfo.Create(CSharpArgumentInfoFlags.UseCompileTimeType, null);
}
