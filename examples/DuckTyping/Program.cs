// Objects of any kind behind C# interfaces: local ones first, then, where there is a Python with rpyc, remote ones.
using System.Dynamic;
using DuckTyping;
using DynamicRpyc;

Console.WriteLine("--- local objects");
dynamic expando = new ExpandoObject();
expando.Name = "an ExpandoObject";
expando.Greet = new Func<string, string>(whom => $"{expando.Name} greets {whom}");
IGreeter greeter = Rpyc.ActLike<IGreeter>(expando);
greeter.Name = "a renamed ExpandoObject";
Console.WriteLine(greeter.Greet("you"));
Console.WriteLine(greeter.Shout("you"));
Console.WriteLine(new { Name = "an anonymous object" }.ActLike<IGreeter>().Name);
try
{
    new { Name = "x" }.ActLike<IGreeter>().Greet("you");
}
catch (MissingMemberException e)
{
    Console.WriteLine(e.Message);
}

Console.WriteLine("--- Python's objects");
Connection connection;
try
{
    connection = Rpyc.Classic.ConnectSubprocess();
}
catch (IOException e)
{
    Console.WriteLine($"skipped: {e.Message}");
    return;
}
using (connection)
{
    dynamic conn = connection;
    object module = conn.modules.statistics;
    double[] data = [2, 4, 4, 4, 5, 5, 7, 9];
    var statistics = module.ActLike<IStatistics>(naming: MemberNaming.SnakeCase);
    Console.WriteLine($"median_low {statistics.MedianLow(data)}, stdev {await statistics.DeviationAsync(data):0.000}");

    object today = conn.modules.datetime.date(2024, 2, 28);
    var date = today.ActLike<IDate>(verify: true, naming: MemberNaming.SnakeCase);
    Console.WriteLine($"{date.Year}-{date.Month}; four years on: {date.Replace(year: date.Year + 4).Isoformat()}");
    Console.WriteLine($"the same object: {date.Equals(today)}; the original back: {ReferenceEquals(date.UndoActLike(), today)}");
    try
    {
        today.ActLike<ITooMuch>(verify: true, naming: MemberNaming.SnakeCase);
    }
    catch (MissingMemberException e)
    {
        Console.WriteLine(e.Message);
    }

    // A cast does the same. Files, lists and functions become what C# has for them.
    TextReader file = (TextReader)conn.modules.io.StringIO("first line\nsecond line\n");
    Console.WriteLine($"a Python file says: {file.ReadLine()}, {file.ReadLine()}");
    dynamic list = conn.eval("[3, 1, 2]");
    var numbers = (IList<int>)list;
    numbers.Add(4);
    Console.WriteLine($"a Python list, of which the 4 was added in C#: {list}");
}
