using System.ComponentModel;
using DynamicRpyc.Tests.Support;

namespace DynamicRpyc.Tests.Feel;

/// <summary>"nr.Event += handler and -= where the same delegate finds its subscription again, subscriptions end with the connection."</summary>
internal sealed class CSharpEventTests : WorkshopFixture
{
    public interface ITicking
    {
        event Action<int> Ticked;
    }

    private readonly List<string> _seen = [];

    [SetUp]
    public void Forget() => _seen.Clear();

    [Test]
    public void Event_add_aTypedDelegate()
    {
        Shop.Ticked += new Action<int>(Tick);
        Shop.Tick(5);
        Assert.That(_seen, Is.EqualTo(new[] { "tick 5" }));
    }

    /// <summary>Nothing to add and nothing to remove, as in C#.</summary>
    [Test]
    public void Event_null_changesNothing()
    {
        Shop.Ticked += null;
        Shop.Ticked -= null;
        Action<int>? none = null;
        Shop.Ticked += none;
        Shop.Ticked += new Action<int>(Tick);
        Shop.Ticked -= none;
        Shop.Tick(5);
        Assert.That(_seen, Is.EqualTo(new[] { "tick 5" }));
        ITicking typed = Shop;
        typed.Ticked += null!;
        typed.Ticked -= null!;
        Shop.Tick(6);
        Assert.That(_seen, Is.EqualTo(new[] { "tick 5", "tick 6" }));
    }

    /// <summary>Arguments that are made of what they show are copied; the handler keeps its declared type.</summary>
    [Test]
    public void Event_handlerOfDeclaredArguments_getsACopy()
    {
        EventHandler<PropertyChangedEventArgs> handler = (_, e) => _seen.Add($"{e.GetType().Name} {e.PropertyName}");
        Shop.Changed += handler;
        Shop.Raise("Name");
        Shop.Changed -= handler;
        Shop.Raise("Name");
        Assert.That(_seen, Is.EqualTo(new[] { "PropertyChangedEventArgs Name" }));
        PropertyChangedEventArgs copy = Shop.LastChange;
        Assert.That(copy.PropertyName, Is.EqualTo("Name"));
        Assert.That(() => Shop.HearChange(null, new PropertyChangedEventArgs("mine")), Throws.TypeOf<AccessDeniedException>().With.Message.Contains("access to 'PropertyName'"), "this side exposes nothing");
    }

    [Test]
    public void Event_handlerThatSetsItsArguments_saysWhatToWrite()
    {
        CancelEventHandler handler = (_, e) => e.Cancel = true;
        Shop.Closing += handler;
        Assert.That(() => Shop.TryClose(), Throws.ArgumentException.With.Message.Contains("argument 'e': cannot convert remote System.ComponentModel.CancelEventArgs to CancelEventArgs: "
            + "what a handler sets as Cancel of a copy would not come back; take it as object or dynamic"));
        Shop.Closing -= handler;
        Action<object?, dynamic> open = (_, e) => e.Cancel = true;
        Shop.Closing += open;
        Assert.That((bool)Shop.TryClose(), Is.False);
        Shop.Closing -= open;
        Assert.That((bool)Shop.TryClose(), Is.True);
    }

    [Test]
    public void Event_argumentsThatCannotBeMadeAnew_sayWhatToWrite() => Assert.That(() => (FileSystemEventArgs)Shop.Found(), Throws.TypeOf<InvalidCastException>().With.Message.EqualTo(
        "The remote 'System.IO.FileSystemEventArgs' cannot become a System.IO.FileSystemEventArgs: no public constructor takes all that it shows; take it as object or dynamic."));

    /// <summary>Of the arguments of an event, those that hold nothing are the same on both sides.</summary>
    [Test]
    public void Event_eventHandler_getsEmptyArguments()
    {
        EventHandler handler = (sender, e) => _seen.Add($"{((dynamic)sender!).Name} {ReferenceEquals(e, EventArgs.Empty)}");
        Shop.Closed += handler;
        Shop.Shut();
        Shop.Closed -= handler;
        Shop.Shut();
        Assert.That(_seen, Is.EqualTo(new[] { "main True" }));
        Assert.That((string)Shop.Hear(null, EventArgs.Empty), Is.EqualTo("empty"));
        Assert.That(() => Shop.Hear(null, new PropertyChangedEventArgs("x")), Throws.ArgumentException.With.Message.Contains("cannot convert remote System.ComponentModel.PropertyChangedEventArgs to EventArgs"));
        Assert.That(() => (EventArgs)Shop, Throws.TypeOf<InvalidCastException>().With.Message.EqualTo(
            "The remote 'DynamicRpyc.Tests.Feel.Workshop' cannot become a System.EventArgs: only event arguments of the very type are copied; take it as object or dynamic."));
    }

    [Test]
    public void Event_addAndRemove_withRpycAct()
    {
        var changed = Rpyc.Act((sender, e) => _seen.Add($"{e!.PropertyName} of {sender!.Name}"));
        Shop.Changed += changed;
        Shop.Raise("Name");
        Shop.Changed -= changed;
        Shop.Raise("Size");
        Assert.That(_seen, Is.EqualTo(new[] { "Name of main" }));
        Assert.That((bool)Shop.HasHandlers, Is.False);
    }

    [Test]
    public void Event_remove_withADelegateMadeAnewOfTheSameMethod()
    {
        Shop.Ticked += new Action<int>(Tick);
        Shop.Tick(1);
        Shop.Ticked -= new Action<int>(Tick);
        Shop.Tick(2);
        Assert.That(_seen, Is.EqualTo(new[] { "tick 1" }));
        Assert.That((bool)Shop.HasHandlers, Is.False);
    }

    [Test]
    public void Event_addedTwice_isRemovedOnceATime()
    {
        Action<int> tick = Tick;
        Shop.Ticked += tick;
        Shop.Ticked += tick;
        Shop.Ticked -= tick;
        Shop.Tick(1);
        Assert.That(_seen, Is.EqualTo(new[] { "tick 1" }));
    }

    [Test]
    public void Event_remove_ofWhatWasNotAdded_isNoError() => Assert.That(() => Shop.Ticked -= new Action<int>(Tick), Throws.Nothing);

    [Test]
    public void Event_assigned_saysWhatToWrite() =>
        Assert.That(() => Shop.Ticked = new Action<int>(Tick), Throws.InstanceOf<MissingMemberException>().With.Message.Contains("is an event: use += and -=, or its Add and Remove"));

    [Test]
    public void Event_subscriptions_endWithTheConnection()
    {
        var shared = new Workshop();
        using var service = new ThreadedServer(() => Service.For(shared), config: RpycConfig.Classic);
        service.StartInBackground();
        using var staying = Rpyc.Connect("127.0.0.1", service.Port);
        using var leaving = Rpyc.Connect("127.0.0.1", service.Port);
        dynamic stays = staying.Root;
        dynamic leaves = leaving.Root;
        stays.Ticked += new Action<int>(Tick);
        leaves.Ticked += Rpyc.Act(_ => _seen.Add("never"));
        leaves.Changed += Rpyc.Act((_, _) => _seen.Add("never"));
        leaving.Close();
        Eventually.True(() => Handlers(shared) == (1, 0), "the handlers of the lost connection to be removed", state: () => Handlers(shared).ToString());
        shared.Tick(3);
        Assert.That(_seen, Is.EqualTo(new[] { "tick 3" }));
    }

    private static (int Ticked, int Changed) Handlers(Workshop shop) => (Count(shop, nameof(Workshop.Ticked)), Count(shop, nameof(Workshop.Changed)));

    private static int Count(Workshop shop, string name) =>
        (typeof(Workshop).GetField(name, System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic)!.GetValue(shop) as Delegate)?.GetInvocationList().Length ?? 0;

    private void Tick(int value) => _seen.Add($"tick {value}");
}
