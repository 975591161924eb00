namespace DynamicRpyc.Tests.Proxies;

public enum Rank
{
    One = 1,
    Two = 2,
}

public interface IPerson
{
    string Name { get; set; }

    int Age { get; }
}

public interface IWriteOnly
{
    string Note { set; }
}

public interface ITyped
{
    long Text { get; }

    Rank Number { get; }

    Rank Word { get; }

    double Age { get; }

    IDictionary<string, object> Nested { get; }
}

public interface IDynamicNested
{
    dynamic Nested { get; }
}

public interface IMistyped
{
    Version Age { get; }

    int Name { get; }
}

public interface IIncomplete
{
    string Name { get; }

    string Missing { get; }

    void Absent();
}

public interface IWorker
{
    void Remember(string text);

    string Recall();

    int Add(int a, int b);

    int Doubler(int value);

    void Fail(string key);
}

public interface IOverloads
{
    string Kind(int value);

    string Kind(object value);

    string Kind(string value);

    string KindOfDynamic(dynamic value);

    string Join(string separator, params object[] parts);

    string Optional(int a);

    string Optional(int a, int b);

    string OptionalHere(int a, int b = 20, [RemoteName("c")] int c = 30);
}

public interface IByRef
{
    bool TryParse(string text, out int value);

    void Swap(ref int a, ref int b);

    void Name(out string name);

    bool TryEcho<T>(T value, out T copy);
}

public interface IGenerics
{
    T Echo<T>(T value);

    string TypeName<T>() where T : struct;
}

public interface IRepository<TKey, TItem> where TKey : notnull where TItem : class
{
    TItem Find(TKey key);
}

public interface IIndexed
{
    string this[int index] { get; set; }

    string this[string key] { get; set; }
}

public interface INotifier
{
    event EventHandler<string> Changed;

    void Raise(string text);
}

/// <summary>A property that is called as an event is elsewhere.</summary>
public interface IHasPropertyChanged
{
    int Changed { get; }
}

public interface INode
{
    string Name { get; }

    INode Child { get; }

    IEnumerable<INode> Children { get; }

    INode[] ChildArray { get; }

    IReadOnlyList<INode> ChildList { get; }

    IDictionary<string, INode> ByName { get; }

    INode Find(string name);
}

public interface IFlatNode
{
    [NonRecursiveInterface]
    INode Child { get; }

    object Children { get; }
}

[NonRecursiveInterface]
public interface IAllFlatNode
{
    INode Child { get; }
}

public interface IBase
{
    string Name { get; }

    string Value();
}

public interface IDerived : IBase
{
    new string Name { get; }

    int Age { get; }
}

/// <summary>Like <see cref="IBase.Value"/>, but for the type of the result.</summary>
public interface IOtherValue
{
    string Name { get; }

    long Value();
}

internal interface IInternal
{
    string Name { get; }

    string Recall();
}

public interface IRenamed
{
    [RemoteName("Name")]
    string Title { get; }

    [RemoteName("größe_in_µm")]
    int Size { get; }

    [RemoteName("Add")]
    int Sum(int a, int b);
}

public interface ISnake
{
    string GetTime();

    string HTTPServer2 { get; }

    ISnake NextOne { get; }

    IEnumerable<ISnake> AllOfThem { get; }

    [RemoteName("Name")]
    string Name { get; }
}

public interface IShowing
{
    event Action<INode> Found;

    void Show();
}

public interface ITuples
{
    (INode Child, long Count) Pair();

    int Big { get; }
}

public interface IKeeper
{
    [RemoteName("Kept")]
    IList<IKept> Kept { get; }
}

public interface IKept
{
    [RemoteName("Name")]
    string Name { get; }

    [RemoteName("Follower")]
    string NextOne { get; }
}

public interface ISelf
{
    ISelf Friend { get; set; }

    bool IsSelf(ISelf other);
}

public interface IAdder
{
    [RemoteName("__call__")]
    int Add(int a, int b);

    [RemoteName("__call__")]
    Task<int> AddAsync(int a, int b);
}

public interface IClosable : IDisposable
{
    string Name { get; }
}

public interface IAsyncClosable : IAsyncDisposable
{
    string Name { get; }
}

public interface IComparablePerson : IEquatable<IPerson>
{
    int GetHashCode();

    string ToString();
}

public interface IDefaults
{
    string Name { get; }

    string Greeting => $"Hello, {Name}";

    string Greet(string word) => $"{word}, {Name}";

    /// <summary>The targets have one of their own.</summary>
    string Recall() => "not asked for";

    T Pick<T>(T first, T second) => second;

    void Fill(out int value) => value = Name.Length;

    string Throw() => throw new NotSupportedException(Name);
}

public interface IExplicitDefaults : IBase
{
    string IBase.Value() => $"explicit {Name}";
}

public interface IChooser
{
    T Choose<T>(T[] items, int index);
}

public interface IGenericDefaults : IChooser
{
    T IChooser.Choose<T>(T[] items, int index) => items[index];
}

public interface ISequence : IEnumerable<int>
{
    string Name { get; }
}

public interface INullables
{
    int? Age { get; }

    DateTime? Nothing { get; }

    T? Maybe<T>(T? value) where T : struct;
}

public interface IPrivate
{
    string Hidden { get; }

    string HiddenMethod();
}

public interface ISpans
{
    void Fill(Span<byte> buffer);
}

public interface IMadeOnce
{
    string Name { get; init; }
}

public interface IRefReturn
{
    ref int Cell();
}

public interface IStaticAbstract
{
    static abstract int Make();
}

public interface IBadOut
{
    int Add(int a, int b, out int c);
}

public interface ISpanReturn
{
    Span<byte> Window();
}

public interface IOutLater
{
    Task<bool> TryAsync(out int value);
}
