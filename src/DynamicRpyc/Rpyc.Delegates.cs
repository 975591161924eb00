namespace DynamicRpyc;

/// <summary>Delegate types for lambdas, which C# does not take as arguments of a <c>dynamic</c> call without one (CS1977).</summary>
public static partial class Rpyc
{
    /// <summary>A lambda that returns a value, as an argument of a <c>dynamic</c> call: <c>nr.map(Rpyc.Fn(x => x + 1))</c>. It is given back as it is.</summary>
    public static Func<dynamic?> Fn(Func<dynamic?> function) => function;

    /// <inheritdoc cref="Fn(Func{object})"/>
    public static Func<dynamic?, dynamic?> Fn(Func<dynamic?, dynamic?> function) => function;

    /// <inheritdoc cref="Fn(Func{object})"/>
    public static Func<dynamic?, dynamic?, dynamic?> Fn(Func<dynamic?, dynamic?, dynamic?> function) => function;

    /// <inheritdoc cref="Fn(Func{object})"/>
    public static Func<dynamic?, dynamic?, dynamic?, dynamic?> Fn(Func<dynamic?, dynamic?, dynamic?, dynamic?> function) => function;

    /// <inheritdoc cref="Fn(Func{object})"/>
    public static Func<dynamic?, dynamic?, dynamic?, dynamic?, dynamic?> Fn(Func<dynamic?, dynamic?, dynamic?, dynamic?, dynamic?> function) => function;

    /// <inheritdoc cref="Fn(Func{object})"/>
    public static Func<dynamic?, dynamic?, dynamic?, dynamic?, dynamic?, dynamic?> Fn(Func<dynamic?, dynamic?, dynamic?, dynamic?, dynamic?, dynamic?> function) => function;

    /// <inheritdoc cref="Fn(Func{object})"/>
    public static Func<dynamic?, dynamic?, dynamic?, dynamic?, dynamic?, dynamic?, dynamic?> Fn(Func<dynamic?, dynamic?, dynamic?, dynamic?, dynamic?, dynamic?, dynamic?> function) => function;

    /// <inheritdoc cref="Fn(Func{object})"/>
    public static Func<dynamic?, dynamic?, dynamic?, dynamic?, dynamic?, dynamic?, dynamic?, dynamic?> Fn(Func<dynamic?, dynamic?, dynamic?, dynamic?, dynamic?, dynamic?, dynamic?, dynamic?> function) => function;

    /// <inheritdoc cref="Fn(Func{object})"/>
    public static Func<dynamic?, dynamic?, dynamic?, dynamic?, dynamic?, dynamic?, dynamic?, dynamic?, dynamic?> Fn(Func<dynamic?, dynamic?, dynamic?, dynamic?, dynamic?, dynamic?, dynamic?, dynamic?, dynamic?> function) => function;

    /// <summary>A lambda that returns nothing, as an argument of a <c>dynamic</c> call or a handler: <c>nr.Changed += Rpyc.Act((sender, e) => ...)</c>. It is given back as it is.</summary>
    public static Action Act(Action action) => action;

    /// <inheritdoc cref="Act(Action)"/>
    public static Action<dynamic?> Act(Action<dynamic?> action) => action;

    /// <inheritdoc cref="Act(Action)"/>
    public static Action<dynamic?, dynamic?> Act(Action<dynamic?, dynamic?> action) => action;

    /// <inheritdoc cref="Act(Action)"/>
    public static Action<dynamic?, dynamic?, dynamic?> Act(Action<dynamic?, dynamic?, dynamic?> action) => action;

    /// <inheritdoc cref="Act(Action)"/>
    public static Action<dynamic?, dynamic?, dynamic?, dynamic?> Act(Action<dynamic?, dynamic?, dynamic?, dynamic?> action) => action;

    /// <inheritdoc cref="Act(Action)"/>
    public static Action<dynamic?, dynamic?, dynamic?, dynamic?, dynamic?> Act(Action<dynamic?, dynamic?, dynamic?, dynamic?, dynamic?> action) => action;

    /// <inheritdoc cref="Act(Action)"/>
    public static Action<dynamic?, dynamic?, dynamic?, dynamic?, dynamic?, dynamic?> Act(Action<dynamic?, dynamic?, dynamic?, dynamic?, dynamic?, dynamic?> action) => action;

    /// <inheritdoc cref="Act(Action)"/>
    public static Action<dynamic?, dynamic?, dynamic?, dynamic?, dynamic?, dynamic?, dynamic?> Act(Action<dynamic?, dynamic?, dynamic?, dynamic?, dynamic?, dynamic?, dynamic?> action) => action;

    /// <inheritdoc cref="Act(Action)"/>
    public static Action<dynamic?, dynamic?, dynamic?, dynamic?, dynamic?, dynamic?, dynamic?, dynamic?> Act(Action<dynamic?, dynamic?, dynamic?, dynamic?, dynamic?, dynamic?, dynamic?, dynamic?> action) => action;
}
