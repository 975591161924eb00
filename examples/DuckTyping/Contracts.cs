using DynamicRpyc;

namespace DuckTyping;

/// <summary>What a local object of any kind is asked for.</summary>
public interface IGreeter
{
    string Name { get; set; }

    string Greet(string whom);

    /// <summary>Runs here, unless the object has a Shout of its own.</summary>
    string Shout(string whom) => Greet(whom).ToUpperInvariant() + "!";
}

/// <summary>Some of Python's module <c>statistics</c>; with the snake-case naming <c>MedianLow</c> is <c>median_low</c>.</summary>
public interface IStatistics
{
    double MedianLow(IEnumerable<double> data);

    /// <summary>An asynchronous request: no thread waits for it.</summary>
    [RemoteName("stdev")]
    Task<double> DeviationAsync(IEnumerable<double> data, CancellationToken cancellationToken = default);
}

/// <summary>Python's <c>datetime.date</c>, as far as it is used here.</summary>
public interface IDate
{
    int Year { get; }

    int Month { get; }

    IDate Replace([RemoteName("year")] int year);

    string Isoformat();
}

/// <summary>Nothing has all of this.</summary>
public interface ITooMuch
{
    int Year { get; }

    void FlyToTheMoon();
}
