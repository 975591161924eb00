using System.Diagnostics.CodeAnalysis;
using DynamicRpyc.Tests.Support;

namespace DynamicRpyc.Tests.Classic;

/// <summary>
/// "Invocation: members of any public CLR object", through a classic connection as a user writes it. What each conversion and overload does in detail is tested at its own floor.
/// </summary>
[TestFixture]
[SuppressMessage("ReSharper", "all", Justification = "Dynamic expressions.")]
public class RemoteInvocationTests
{
    private Connection _connection = null!;
    private dynamic _conn = null!;
    private dynamic _types = null!;

    [OneTimeSetUp]
    public void Connect()
    {
        _connection = Rpyc.Classic.ConnectThread();
        _conn = _connection;
        _types = _conn.modules["DynamicRpyc.Tests.Invocation"];
    }

    [OneTimeTearDown]
    public void Disconnect() => _connection.Close();

    [Test]
    public void Overloads_are_chosen_by_the_values()
    {
        dynamic methods = _types.Methods();
        Assert.Multiple(() =>
        {
            Assert.That((string)methods.Kind(1), Is.EqualTo("int"));
            Assert.That((string)methods.Kind(1L << 40), Is.EqualTo("long"));
            Assert.That((string)methods.Kind(1.5), Is.EqualTo("double"));
            Assert.That((string)methods.Kind("a"), Is.EqualTo("string"));
            Assert.That((string)methods.Kind(new object()), Is.EqualTo("object"));
        });
    }

    [Test]
    public void Params_optional_and_named_arguments()
    {
        dynamic methods = _types.Methods();
        Assert.Multiple(() =>
        {
            Assert.That((string)methods.Params("x", 1, 2, 3), Is.EqualTo("x:1,2,3"));
            Assert.That((string)methods.Params("x"), Is.EqualTo("x:"));
            Assert.That((string)methods.Optional(1), Is.EqualTo("1 2 c Blue True"));
            Assert.That((string)methods.Optional(1, c: "z"), Is.EqualTo("1 2 z Blue True"));
            Assert.That((string)methods.Optional(a: 1, d: "Red"), Is.EqualTo("1 2 c Red True"));
            Assert.That((int)methods.Sum(1, 2, 3, 4, 5, 6, 7, 8, 9, j: 10), Is.EqualTo(55));
        });
    }

    [Test]
    public void Generics_by_index_by_type_argument_and_by_inference()
    {
        dynamic methods = _types.Methods();
        dynamic system = _conn.modules.System;
        Assert.Multiple(() =>
        {
            Assert.That((string)methods.TypeName[typeof(int)](), Is.EqualTo("Int32"));
            Assert.That((string)methods.TypeName[system.Int32](), Is.EqualTo("Int32"));
            Assert.That((string)methods.TypeName<string>(), Is.EqualTo("String"));
            Assert.That((int)methods.Map(20, Rpyc.Fn(x => x! * 2)), Is.EqualTo(40));
        });
        dynamic list = _conn.modules["System.Collections.Generic"].List[typeof(int)]();
        list.Add(3);
        list.Add(4);
        Assert.That((int)list.Count, Is.EqualTo(2));
        Assert.That((int)list[1], Is.EqualTo(4));
        list[1] = 5;
        Assert.That(((IEnumerable<object>)list).Select(x => (int)x), Is.EqualTo(new[] { 3, 5 }));
        var seen = new List<int>();
        foreach (int item in list)
            seen.Add(item);
        Assert.That(seen, Is.EqualTo(new[] { 3, 5 }));
    }

    [Test]
    public void Ref_and_out_come_back_as_a_tuple()
    {
        dynamic methods = _types.Methods();
        Assert.That((PyTuple)methods.TryParse("42"), Is.EqualTo(new PyTuple(true, 42)));
        Assert.That((PyTuple)methods.Swap(1, 2), Is.EqualTo(new PyTuple(2, 1)));
    }

    [Test]
    public void Statics_constants_fields_properties_and_nested_types()
    {
        dynamic type = _types.Members;
        dynamic members = type();
        members.Number = 12;
        members.Field = 13;
        members.Colour = "Green";
        type.Counter = 14;
        dynamic nested = type.Nested();
        Assert.Multiple(() =>
        {
            Assert.That((int)type.Answer, Is.EqualTo(42));
            Assert.That((string)type.Fixed, Is.EqualTo("fixed"));
            Assert.That((int)type.Counter, Is.EqualTo(14));
            Assert.That((int)members.Number, Is.EqualTo(12));
            Assert.That((int)members.Field, Is.EqualTo(13));
            Assert.That((int)members.Colour, Is.EqualTo(2));
            Assert.That((int)nested.Value, Is.EqualTo(3));
            Assert.That((string)_types.Methods.Shared(5), Is.EqualTo("shared 5"));
            Assert.That((int)_types.Colour.Blue, Is.EqualTo(4));
        });
    }

    [Test]
    public void Events_take_and_lose_handlers_of_this_side()
    {
        dynamic members = _types.Members();
        var seen = new List<object?>();
        var ticked = Rpyc.Act(value => seen.Add((int)value!));
        var changed = Rpyc.Act((sender, args) => seen.Add(((RemoteObject)sender!).Equals((object)members)));
        members.Ticked += ticked;
        members.Changed += changed;
        members.Tick(7);
        members.Raise();
        members.Ticked -= ticked;
        members.Changed -= changed;
        members.Tick(8);
        members.Raise();
        Assert.That(seen, Is.EqualTo(new object[] { 7, true }));
    }

    [Test]
    public void Delegates_work_both_ways()
    {
        dynamic members = _types.Members();
        members.Callback = Rpyc.Fn(x => x! + 1);
        Func<int, int> remote = members.Callback;
        Assert.That(remote(1), Is.EqualTo(2), "this side's own function, through the far property and back");
        Func<int, int> absolute = _conn.modules.System.Math.Abs;
        Assert.That(absolute(-5), Is.EqualTo(5), "a far method as a delegate of this side");
        dynamic list = _conn.modules["System.Collections.Generic"].List[typeof(int)](new[] { 3, 1, 2 });
        list.Sort(new Comparison<int>((x, y) => y.CompareTo(x)));
        Assert.That((int[])list, Is.EqualTo(new[] { 3, 2, 1 }));
    }

    [Test]
    public void Indexers_operators_and_conversions()
    {
        dynamic dictionary = _conn.modules["System.Collections.Generic"].Dictionary[typeof(string), typeof(int)]();
        dictionary["one"] = 1;
        dynamic money = _types.Money(_conn.modules.System.Decimal.Parse("2.5"));
        dynamic array = _conn.modules.System.Array.CreateInstance(_conn.modules.System.Int32, 2, 3);
        array[1, 2] = 9;
        Assert.Multiple(() =>
        {
            Assert.That((int)dictionary["one"], Is.EqualTo(1));
            Assert.That(() => (object)dictionary["two"], Throws.InstanceOf<KeyNotFoundException>());
            Assert.That((int)array[1, 2], Is.EqualTo(9));
            Assert.That($"{money + money}", Is.EqualTo("5.0 coins"));
            Assert.That($"{money * 2}", Is.EqualTo("5.0 coins"));
            Assert.That((bool)(money < money * 2), Is.True);
            Assert.That((bool)(money == money * 1), Is.True);
        });
    }

    [Test]
    public void Using_disposes_the_remote_object()
    {
        dynamic stream = _conn.modules["System.IO"].MemoryStream();
        using (stream)
        {
            stream.WriteByte(7);
            Assert.That((bool)stream.CanWrite, Is.True);
        }
        Assert.That((bool)stream.CanWrite, Is.False);
    }

    /// <summary>"bytes &lt;-&gt; byte[] (a copy: a remote Read(buffer) cannot fill it)."</summary>
    [Test]
    public void Remote_read_cannot_fill_a_buffer_of_this_side()
    {
        dynamic stream = _conn.modules["System.IO"].MemoryStream(new byte[] { 1, 2, 3 });
        var buffer = new byte[3];
        Assert.That((int)stream.Read(buffer, 0, 3), Is.EqualTo(3));
        Assert.That(buffer, Is.All.Zero);
        Assert.That((byte[])stream.ToArray(), Is.EqualTo(new byte[] { 1, 2, 3 }));
    }

    [Test]
    public void Failed_bind_lists_each_candidate_with_its_reason()
    {
        dynamic methods = _types.Methods();
        var error = Assert.Catch<ArgumentException>(() => methods.Add("a", 1));
        Assert.That(error!.Message, Does.Contain("Add").And.Contain("'a'"));
        error = Assert.Catch<ArgumentException>(() => methods.Narrow("text"));
        Assert.That(error!.Message, Does.Contain("byte").IgnoreCase.And.Contain("decimal").IgnoreCase);
    }

    [Test]
    public void Missing_member_names_member_and_type()
    {
        dynamic methods = _types.Methods();
        Assert.That(() => methods.Nonsense(), Throws.InstanceOf<MissingMemberException>().With.Message.Contains("Nonsense").And.Message.Contains("Methods"));
        Assert.That(() => _ = (object)methods.Nonsense, Throws.InstanceOf<MissingMemberException>());
        Assert.That(() => methods.Nonsense = 1, Throws.InstanceOf<MissingMemberException>());
    }

    [Test]
    public void Tasks_of_the_far_side_come_as_their_results()
    {
        dynamic task = _conn.modules["System.Threading.Tasks"].Task;
        Assert.That((int)task.FromResult[typeof(int)](5), Is.EqualTo(5));
        Assert.That((object)task.Delay(1), Is.Null);
    }

    [Test]
    public void Linq_of_this_side_runs_over_a_far_sequence()
    {
        dynamic range = _conn.modules["System.Linq"].Enumerable.Range(0, 2500);
        Assert.That(((IEnumerable<object>)range).Where(x => (int)x % 2 == 0).Sum(x => (int)x), Is.EqualTo(Enumerable.Range(0, 2500).Where(x => x % 2 == 0).Sum()));
    }
}
