// Four small data sets that have the same mean, variance, correlation and regression line, and look nothing alike: what numpy in a child Python says of them.
using System.Globalization;
using DynamicRpyc;

try
{
    using dynamic conn = Rpyc.Classic.ConnectSubprocess();
    var np = conn.modules.numpy;
    Console.WriteLine($"Python {((string)conn.modules.sys.version).Split(' ')[0]} with numpy {np.__version__}, in a process of its own");
    Console.WriteLine("set   mean x  mean y  var y   r      line               beyond 1.5 sd");
    foreach (var set in Sets())
        Describe(np, set.Key, [.. set.Select(point => point.X)], [.. set.Select(point => point.Y)]);
    return 0;
}
catch (Exception e) when (e is IOException or ModuleNotFoundException)
{
    // No Python with rpyc, or one without numpy. Where the build runs the examples, both are there.
    Console.WriteLine($"{e.Message}\nThis example wants both: apt-get install python3-rpyc python3-numpy");
    return Environment.GetEnvironmentVariable("CI") is null ? 0 : 1;
}

static void Describe(dynamic np, string name, double[] xs, double[] ys)
{
    // A tuple travels by value, in the one request that makes the array; a double[] would stay here, for numpy to fetch by the item.
    var x = np.array(PyTuple.From(xs));
    var y = np.array(PyTuple.From(ys));

    // Least squares by hand: keyword arguments, a transpose, Python's @ operator, and a tuple taken apart.
    var design = np.column_stack(new PyTuple(x, np.ones_like(x)));
    (dynamic? line, _, _, _) = (PyTuple)np.linalg.lstsq(design, y, rcond: null);
    var residuals = y - Py.MatMul(design, line);
    var (slope, intercept) = ((double, double))line!;

    // A mask is an array of bools, and an index: operators give what they give in Python.
    var outliers = x[np.abs(residuals) > 1.5 * np.std(residuals, ddof: 2)];
    string far = Py.Len(outliers) == 0 ? "none" : string.Join(", ", (double[])outliers.tolist());
    double r = np.corrcoef(x, y)[0, 1];
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{name,-4}  {(double)x.mean():0.00}    {(double)y.mean():0.00}    {(double)y.var(ddof: 1):0.00}    {r:0.000}  y = {slope:0.000} x + {intercept:0.000}  x = {far}"));
    if (Math.Abs(slope - 0.5) > 0.001 || Math.Abs(r - 0.816) > 0.001)
        throw new InvalidOperationException($"Anscombe's set {name} has a slope of 0.500 and a correlation of 0.816.");
}

static IEnumerable<IGrouping<string, (string Set, double X, double Y)>> Sets()
{
    using var reader = new StreamReader(typeof(Program).Assembly.GetManifestResourceStream("anscombe.csv")!);
    var rows = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(row => row.Split(','));
    return rows.Select(row => (Set: row[0], X: double.Parse(row[1], CultureInfo.InvariantCulture), Y: double.Parse(row[2], CultureInfo.InvariantCulture))).GroupBy(point => point.Set);
}
