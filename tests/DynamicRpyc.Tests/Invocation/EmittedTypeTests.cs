using System.Reflection;
using System.Reflection.Emit;
using DynamicRpyc.Invocation;

namespace DynamicRpyc.Tests.Invocation;

/// <summary>Members that C# does not declare, and other languages do: events of which only one accessor is public, and a field that is a pointer.</summary>
internal sealed class EmittedTypeTests
{
    private static readonly Type _adding = Bell("Adding", addIsPublic: true, removeIsPublic: false);
    private static readonly Type _removing = Bell("Removing", addIsPublic: false, removeIsPublic: true);

    [Test]
    public void Event_withoutAPublicAdd_saysThat() => With(_removing, static bell =>
    {
        Assert.That(() => bell.Rung += new Action<int>(Hear), Throws.TypeOf<MissingMemberException>().With.Message.EqualTo("'Rung' of Removing has no public add accessor"));
        Assert.That(() => bell.Rung -= new Action<int>(Hear), Throws.Nothing, "it was never added");
    });

    [Test]
    public void Event_withoutAPublicRemove_takesAHandler_andSaysThat() => With(_adding, static bell =>
    {
        var hear = new Action<int>(Hear);
        bell.Rung += hear;
        Assert.That(() => bell.Rung -= hear, Throws.TypeOf<MissingMemberException>().With.Message.EqualTo("'Rung' of Adding has no public remove accessor"));
    });

    /// <summary>It stays, and the owner's log says why.</summary>
    [Test]
    public void Event_withoutAPublicRemove_whenTheConnectionOfItsHandlerEnds_saysThat()
    {
        using (var token = new Leaving())
        {
            new EventToken(Activator.CreateInstance(_adding)!, _adding.GetEvent("Rung")!).Add(token);
        }
        var failures = new List<Exception>();
        EventToken.RemoveGone(failures.Add);
        Assert.That(failures.Select(static failure => failure.Message), Is.EqualTo(new[] { "'Rung' of Adding has no public remove accessor" }));
    }

    [Test]
    public void Field_thatIsAPointer_saysThat()
    {
        var type = Module().DefineType("Raw", TypeAttributes.Public);
        type.DefineField("Start", typeof(byte).MakePointerType(), FieldAttributes.Public);
        With(type.CreateType(), static raw => Assert.That(() => raw.Start, Throws.TypeOf<MissingMemberException>().With.Message.EqualTo("'Start' of Raw is a Byte*, which cannot be passed")));
    }

    private static void With(Type type, Action<dynamic> use)
    {
        using var connection = Rpyc.ConnectThread(remoteService: Service.For(Activator.CreateInstance(type)!), remoteConfig: RpycConfig.Classic);
        use(connection.Root);
    }

    private static void Hear(int value) { }

    private static ModuleBuilder Module() => AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("Emitted"), AssemblyBuilderAccess.Run).DefineDynamicModule("Emitted");

    /// <summary>With accessors that do nothing.</summary>
    private static Type Bell(string name, bool addIsPublic, bool removeIsPublic)
    {
        var type = Module().DefineType(name, TypeAttributes.Public);
        var rung = type.DefineEvent("Rung", EventAttributes.None, typeof(Action<int>));
        rung.SetAddOnMethod(Accessor("add_Rung", addIsPublic));
        rung.SetRemoveOnMethod(Accessor("remove_Rung", removeIsPublic));
        return type.CreateType();

        MethodBuilder Accessor(string accessor, bool isPublic)
        {
            var method = type.DefineMethod(accessor, (isPublic ? MethodAttributes.Public : MethodAttributes.Private) | MethodAttributes.SpecialName, null, [typeof(Action<int>)]);
            method.GetILGenerator().Emit(OpCodes.Ret);
            return method;
        }
    }

    /// <summary>A handler whose connection ends.</summary>
    private sealed class Leaving : DynamicRpyc.Foundation.IRemoteObject, IDisposable
    {
        public string RemoteTypeName => "builtins.function";

        public bool IsRemoteType => false;

        public bool IsGone { get; private set; }

        public bool CanConvertTo(Type type) => type == typeof(Action<int>);

        public object ConvertTo(Type type) => new Action<int>(Hear);

        public void Dispose() => IsGone = true;
    }
}
