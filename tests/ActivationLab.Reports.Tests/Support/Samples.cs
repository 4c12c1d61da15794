namespace ActivationLab.Reports.Tests.Support;

/// <summary>Random numbers for tests, the same ones in every run.</summary>
internal sealed class Samples(int seed)
{
    private readonly Random _random = new(seed);

    /// <summary>From 0 to 1.</summary>
    public double Uniform() => _random.NextDouble();

    /// <summary>From <paramref name="low"/> to <paramref name="high"/>, both included.</summary>
    public int Integer(int low, int high) => _random.Next(low, high + 1);

    /// <summary>Standard normal, by Box and Muller.</summary>
    public double Normal() => Math.Sqrt(-2 * Math.Log(1 - Uniform())) * Math.Cos(2 * Math.PI * Uniform());

    /// <summary>Exponential with mean 1.</summary>
    public double Exponential() => -Math.Log(1 - Uniform());

    /// <summary>So many numbers of a kind.</summary>
    public static double[] Of(int count, Func<double> draw)
    {
        var values = new double[count];
        for (var i = 0; i < count; i++)
            values[i] = draw();
        return values;
    }

    /// <summary>The same numbers in another order.</summary>
    public double[] Shuffled(double[] values)
    {
        var copy = (double[])values.Clone();
        _random.Shuffle(copy);
        return copy;
    }
}
