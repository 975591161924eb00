namespace DynamicRpyc.Tests.Feel;

/// <summary>Notes down which operator was asked, of what and in which order.</summary>
#pragma warning disable CS0660, CS0661 // Its == compares nothing.
public sealed class Notes(string name)
#pragma warning restore CS0660, CS0661
{
    private readonly string _name = name;

    public static string operator +(Notes a, int b) => $"{a._name}+{b}";

    public static string operator +(int a, Notes b) => $"{a}+{b._name}";

    public static string operator -(Notes a, int b) => $"{a._name}-{b}";

    public static string operator -(int a, Notes b) => $"{a}-{b._name}";

    public static string operator *(Notes a, int b) => $"{a._name}*{b}";

    public static string operator *(int a, Notes b) => $"{a}*{b._name}";

    public static string operator /(Notes a, int b) => $"{a._name}/{b}";

    public static string operator /(int a, Notes b) => $"{a}/{b._name}";

    public static string operator %(Notes a, int b) => $"{a._name}%{b}";

    public static string operator %(int a, Notes b) => $"{a}%{b._name}";

    public static string operator &(Notes a, int b) => $"{a._name}&{b}";

    public static string operator &(int a, Notes b) => $"{a}&{b._name}";

    public static string operator |(Notes a, int b) => $"{a._name}|{b}";

    public static string operator |(int a, Notes b) => $"{a}|{b._name}";

    public static string operator ^(Notes a, int b) => $"{a._name}^{b}";

    public static string operator ^(int a, Notes b) => $"{a}^{b._name}";

    public static string operator <<(Notes a, int b) => $"{a._name}<<{b}";

    public static string operator >>(Notes a, int b) => $"{a._name}>>{b}";

    public static string operator ==(Notes a, int b) => $"{a._name}=={b}";

    public static string operator !=(Notes a, int b) => $"{a._name}!={b}";

    public static string operator <(Notes a, int b) => $"{a._name}<{b}";

    public static string operator >(Notes a, int b) => $"{a._name}>{b}";

    public static string operator <=(Notes a, int b) => $"{a._name}<={b}";

    public static string operator >=(Notes a, int b) => $"{a._name}>={b}";

    public static string operator +(Notes a) => $"+{a._name}";

    public static string operator -(Notes a) => $"-{a._name}";

    public static string operator ~(Notes a) => $"~{a._name}";

    public static string operator !(Notes a) => $"!{a._name}";
}
