using System.Xml.Linq;
using DynamicRpyc.Access;

namespace DynamicRpyc.Tests.Access;

/// <summary>"By default a peer reaches only what was exposed": which operators of an object's type a peer's cast or calculation runs, and which of them are none of its business.</summary>
internal sealed class OperatorAccessTests
{
    private static readonly RpycConfig _default = RpycConfig.Default;
    private static readonly RpycConfig _public = RpycConfig.Default with { AllowPublicAttributes = true };
    private static readonly RpycConfig _classic = RpycConfig.Classic;

    private static void With(RpycConfig config, Action<dynamic> use) => WithRoot(config, new Desk(), use);

    private static void WithRoot(RpycConfig config, object root, Action<dynamic> use)
    {
        using var connection = Rpyc.ConnectThread(remoteService: Service.For(root), remoteConfig: config);
        use(connection.Root);
    }

    /// <summary>Its ToString takes care; its conversions, which are for the code around it, need not.</summary>
    [Test]
    public void Conversion_ofAUsersType_isNotForAnyPeer()
    {
        Vault.Opened = 0;
        With(_default, desk =>
        {
            var vault = desk.exposed_Vault();
            Assert.That((string)vault, Is.EqualTo("***"), "its text");
            Assert.That(() => (Guid)vault, Throws.TypeOf<InvalidCastException>());
            Assert.That(() => (Version)vault, Throws.TypeOf<InvalidCastException>());
            foreach (var type in new[] { typeof(string), typeof(Guid), typeof(Version), typeof(DateTime), typeof(ReadOnlySpan<char>) })
            {
                Assert.That((object)vault.op_Explicit(type), Is.SameAs(NotImplemented.Value), type.Name);
                dynamic method = vault.op_Explicit;
                Assert.That((object)method(type), Is.SameAs(NotImplemented.Value), type.Name);
            }
            Assert.That(Vault.Opened, Is.Zero, "nothing ran");
        });
    }

    [Test]
    public void Conversion_toANumberOrTruth_tellsNoMoreThanTheSafeNames() => With(_default, desk =>
    {
        var vault = desk.exposed_Vault();
        Assert.That(((decimal)vault, (bool)vault), Is.EqualTo((12.50m, true)));
    });

    [Test]
    public void Conversion_thatIsMarked_isForPeers() => With(_default, desk =>
    {
        Assert.That((TimeSpan)desk.exposed_Vault(), Is.EqualTo(TimeSpan.FromMinutes(1)), "the operator is marked");
        Assert.That((string)desk.exposed_Label(), Is.EqualTo("label"), "its type is");
        Assert.That((int)desk.exposed_Label(), Is.EqualTo(7));
    });

    [Test]
    public void Conversion_ofAFrameworkType_isForPeers() => With(_default, desk => Assert.That(((string)desk.exposed_Element(), (int)desk.exposed_Element()), Is.EqualTo(("5", 5))));

    [Test]
    public void Conversion_wherePublicMembersAreAllowed_isForPeers()
    {
        foreach (var config in new[] { _public, _classic })
            With(config, desk => Assert.That(((string)desk.exposed_Vault(), (Guid)desk.exposed_Vault()), Is.EqualTo(("the secret", Guid.Empty))));
    }

    /// <summary>The client and the process in between have the default settings, the owner has them too.</summary>
    [Test]
    public void Conversion_throughAHub_isAsTheOwnerHasIt() => With(_default, desk => WithRoot(_default, new Pass(desk), hub =>
    {
        var vault = hub.exposed_Root().exposed_Vault();
        Assert.That(((string)vault, (decimal)vault, (TimeSpan)vault), Is.EqualTo(("***", 12.50m, TimeSpan.FromMinutes(1))));
        Assert.That((object)vault.op_Explicit(typeof(string)), Is.SameAs(NotImplemented.Value));
    }));

    [Test]
    public void Operator_thatIsKeptFromPeers_isNone()
    {
        foreach (var config in new[] { _default, _public, _classic })
        {
            With(config, desk =>
            {
                Kept.Runs = 0;
                object kept = desk.exposed_Kept(), plain = desk.exposed_Vault();
                var text = (string)(dynamic)kept;
                Assert.That(text, Is.EqualTo("kept"));
                Assert.That(() => (dynamic)kept + 1, Throws.Exception);
                Assert.That(() => (dynamic)plain + (dynamic)kept, Throws.Exception, "as the right operand");
                Assert.That(() => (int)(dynamic)kept, Throws.Exception);
                Assert.That(() => -(dynamic)kept, Throws.Exception);
                Assert.That((bool)((dynamic)kept == (dynamic)plain), Is.False);
                Assert.That((bool)(dynamic)kept, Is.True, "what has no truth of its own is true");
                foreach (var name in new[] { "__int__", "__float__", "__bool__", "__neg__", "op_Increment", "op_LogicalNot" })
                    Assert.That(() => Call(kept, name), Throws.Exception, name);
                Assert.That(Call(kept, "__add__", 1), Is.SameAs(NotImplemented.Value));
                Assert.That(() => Call(kept, "op_Explicit", typeof(int)), Throws.Exception);
                Assert.That(Rpyc.Dir(kept), Has.None.AnyOf("__add__", "__int__", "__bool__", "__neg__", "op_Explicit", "op_Increment"));
                Assert.That(Kept.Runs, Is.Zero);
            });
        }
    }

    /// <summary>C#'s predefined operators on what an object converts to: by the conversions that a peer may cast by, and no others.</summary>
    [Test]
    public void Operator_onWhatAConversionGives_isForPeers_asTheCastIs()
    {
        foreach (var config in new[] { _default, _public, _classic })
        {
            With(config, desk =>
            {
                (Sealed.Runs, Scale.Read) = (0, 0);
                object kept = desk.exposed_Sealed(), scale = desk.exposed_Scale();
                Assert.That((int)((dynamic)scale + 1), Is.EqualTo(6), "the number");
                var isShown = config != _default;
                Assert.That((string)("is " + (dynamic)scale), Is.EqualTo(isShown ? "is the secret" : "is a scale"), "its text is not marked");
                Assert.That((string)((dynamic)scale + " it is"), Is.EqualTo(isShown ? "the secret it is" : "a scale it is"));
                Assert.That(((bool)((dynamic)scale == "the secret"), (bool)((dynamic)scale != "the secret"), (bool)((dynamic)scale == 5)), Is.EqualTo((isShown, !isShown, true)));
                Assert.That((string)("is " + (dynamic)kept), Does.StartWith("is DynamicRpyc"));
                Assert.That(() => (dynamic)kept - 1, Throws.Exception);
                Assert.That(() => (dynamic)kept + (dynamic)scale, Throws.Exception);
                Assert.That((bool)((dynamic)kept == "the secret"), Is.False);
                Assert.That(Call(kept, "__add__", "x"), Is.SameAs(NotImplemented.Value));
                Assert.That(Rpyc.Dir(kept), Has.None.AnyOf("__add__", "__radd__", "__lt__", "__neg__"));
                Assert.That(() => Call(scale, "__add__", "x"), isShown ? Is.EqualTo("the secretx") : Is.SameAs(NotImplemented.Value));
                Assert.That((Sealed.Runs, Scale.Read > 0), Is.EqualTo((0, isShown)));
            });
        }
    }

    /// <summary>A char tells more than the safe names do; as a number it is of that type's own conversion.</summary>
    [Test]
    public void Operator_unary_byAConversionThatIsNotForPeers_isRefused()
    {
        With(_default, desk =>
        {
            Mark.Read = 0;
            var mark = desk.exposed_Mark();
            foreach (var (use, name) in new (Func<object>, string)[] { (() => -mark, "__neg__"), (() => +mark, "__pos__"), (() => ~mark, "__invert__") })
            {
                Assert.That(() => use(), Throws.TypeOf<AccessDeniedException>().With.Message.EqualTo(
                    $"access to '{name}' of a Mark was refused by the side that owns the object: mark the implicit conversion to a number that it takes [Exposed], "
                    + "or set RpycConfig.AllowPublicAttributes or AllowAllAttributes there to allow it."));
            }
            Assert.That(Mark.Read, Is.Zero, "nothing ran");
        });
        foreach (var config in new[] { _public, _classic })
            With(config, desk => Assert.That((int)-desk.exposed_Mark(), Is.EqualTo(-97)));
    }

    /// <summary>An argument is converted by the implicit operators of both types, as in C#; by those that are kept it is not.</summary>
    [Test]
    public void ImplicitOperator_thatIsKept_convertsNoArgument() => With(_default, desk =>
    {
        Sealed.Runs = 0;
        Assert.That((string)desk.exposed_TakeOpen("x"), Is.EqualTo("from x"));
        Assert.That(() => desk.exposed_TakeSealed("x"), Throws.ArgumentException);
        Assert.That(() => desk.exposed_TakeText(desk.exposed_Sealed()), Throws.ArgumentException);
        Assert.That(Sealed.Runs, Is.Zero);
    });

    [Test]
    public void Slice_thatIsKeptFromPeers_isNoWayToTakeAPart() => With(_default, desk =>
    {
        Row.Runs = 0;
        var row = desk.exposed_Row();
        Assert.That(((List<int>)row[1..3], (int)row[^1]), Is.EqualTo((new List<int> { 1, 2 }, 3)));
        Assert.That((List<int>)(dynamic)Call((object)row, "__getitem__", new PySlice(0, 2))!, Is.EqualTo(new[] { 0, 1 }));
        Assert.That(Row.Runs, Is.Zero);
    });

    [Test]
    public void Resolve_conversion_isAPartOfTheName_whereItIsSafeAndNoMore()
    {
        var part = ExposedOverloads.PartOf("op_Explicit");
        Assert.That(new AccessPolicy(_default).Resolve(new Vault(), "op_Explicit", AccessKind.Call), Is.EqualTo(part));
        Assert.That(new AccessPolicy(_public).Resolve(new Vault(), "op_Explicit", AccessKind.Call), Is.EqualTo("op_Explicit"));
        Assert.That(new AccessPolicy(_classic).Resolve(new Vault(), "op_Explicit", AccessKind.Call), Is.EqualTo("op_Explicit"));
        Assert.That(() => new AccessPolicy(_default).Resolve(new Vault(), part, AccessKind.Call), Throws.TypeOf<AccessDeniedException>());
    }

    private static object? Call(object target, string name, params object?[] arguments) =>
        ((DynamicRpyc.Connections.Requester)((DynamicRpyc.Netrefs.Netref)target).Requester).Connection.SyncRequest(Handler.CallAttr, target, name, new PyTuple(arguments), PyTuple.Empty);

    public sealed class Desk
    {
        public static object exposed_Vault() => new Vault();

        public static object exposed_Label() => new Label();

        public static object exposed_Element() => new XElement("size", 5);

        public static object exposed_Kept() => new Kept();

        public static object exposed_Row() => new Row();

        public static object exposed_Sealed() => new Sealed();

        public static object exposed_Scale() => new Scale();

        public static object exposed_Mark() => new Mark();

        public static string exposed_TakeOpen(Unsealed open) => open.Text;

        public static string exposed_TakeSealed(Sealed kept) => $"{kept}";

        public static string exposed_TakeText(string text) => text;
    }

    public sealed class Pass(object root)
    {
        public object exposed_Root() => root;
    }

    public sealed class Vault
    {
        public static int Opened { get; set; }

        public static explicit operator string(Vault vault) => Open("the secret");

        public static implicit operator Guid(Vault vault) => Open(Guid.Empty);

        public static explicit operator Version(Vault vault) => Open(new Version(1, 2));

        public static explicit operator DateTime(Vault vault) => Open(DateTime.UnixEpoch);

        public static implicit operator ReadOnlySpan<char>(Vault vault) => Open("the secret");

        public static explicit operator decimal(Vault vault) => 12.50m;

        public static implicit operator bool(Vault vault) => true;

        [Exposed]
        public static explicit operator TimeSpan(Vault vault) => TimeSpan.FromMinutes(1);

        public override string ToString() => "***";

        private static T Open<T>(T content)
        {
            Opened++;
            return content;
        }
    }

    [Exposed]
    public sealed class Label
    {
        public static explicit operator string(Label label) => "label";

        public static explicit operator int(Label label) => 7;
    }

    public sealed class Kept
    {
        public static int Runs { get; set; }

        [NotExposed]
        public static explicit operator int(Kept kept) => ++Runs;

        [NotExposed]
        public static implicit operator bool(Kept kept) => ++Runs > 0;

        [NotExposed]
        public static explicit operator string(Kept kept) => $"{++Runs}";

        [NotExposed]
        public static Kept operator ++(Kept kept) => Run(kept);

        [NotExposed]
        public static Kept operator !(Kept kept) => Run(kept);

        [NotExposed]
        public static Kept operator -(Kept kept) => Run(kept);

        [NotExposed]
        public static int operator +(Kept kept, int number) => ++Runs;

        [NotExposed]
        public static int operator +(Vault vault, Kept kept) => ++Runs;

        [NotExposed]
        public static bool operator ==(Kept kept, Vault vault) => ++Runs > 0;

        [NotExposed]
        public static bool operator !=(Kept kept, Vault vault) => ++Runs > 0;

        public override bool Equals(object? obj) => ReferenceEquals(this, obj);

        public override int GetHashCode() => 1;

        public override string ToString() => "kept";

        private static Kept Run(Kept kept)
        {
            Runs++;
            return kept;
        }
    }

    public sealed record Unsealed(string Text)
    {
        public static implicit operator Unsealed(string text) => new($"from {text}");
    }

    public sealed class Sealed
    {
        public static int Runs { get; set; }

        [NotExposed]
        public static implicit operator Sealed(string text) => Run(new Sealed());

        [NotExposed]
        public static implicit operator string(Sealed kept) => Run("the secret");

        [NotExposed]
        public static implicit operator int(Sealed kept) => Run(5);

        private static T Run<T>(T result)
        {
            Runs++;
            return result;
        }
    }

    public sealed class Scale
    {
        public static int Read { get; set; }

        public static implicit operator int(Scale scale) => 5;

        public static implicit operator string(Scale scale)
        {
            Read++;
            return "the secret";
        }

        public override string ToString() => "a scale";
    }

    public sealed class Mark
    {
        public static int Read { get; set; }

        public static implicit operator char(Mark mark)
        {
            Read++;
            return 'a';
        }
    }

    /// <summary>Can be indexed and cut; the cut is for the code around it.</summary>
    public sealed class Row
    {
        public static int Runs { get; set; }

        public int Count => 4;

        public int this[int index] => index;

        [NotExposed]
        public int[] Slice(int start, int length)
        {
            Runs++;
            return new int[start + length];
        }
    }
}
