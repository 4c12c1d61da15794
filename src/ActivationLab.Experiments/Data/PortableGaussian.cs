namespace ActivationLab.Experiments.Data;

/// <summary>
/// Standard normal numbers (Marsaglia's polar method) that are the same to the last bit on every machine: made from additions, multiplications,
/// divisions and square roots alone, which IEEE 754 fixes, whereas the system's logarithm may differ from another's in its last digit.
/// </summary>
/// <param name="seed">Which sequence.</param>
internal sealed class PortableGaussian(ulong seed)
{
    private const double Ln2 = 0.693147180559945309417;
    private const int LogTerms = 12; // |z| is at most 1/5, so what is left out is below 1e-18 of the sum

    private SplitMix64 _random = new(seed);
    private double? _spare;

    /// <summary>The next number.</summary>
    public double Next()
    {
        if (_spare is { } spare)
        {
            _spare = null;
            return spare;
        }
        double u, v, square;
        do
        {
            (u, v) = (NextSigned(), NextSigned());
            square = u * u + v * v;
        }
        while (square is >= 1 or 0);
        var scale = Math.Sqrt(-2 * Log(square) / square);
        _spare = v * scale;
        return u * scale;
    }

    /// <summary>A number from 0 to <paramref name="bound"/> - 1, each as likely.</summary>
    public int NextInt(int bound) => _random.NextInt(bound);

    /// <summary>The natural logarithm of a normal, positive number.</summary>
    internal static double Log(double x)
    {
        var exponent = Math.ILogB(x);
        var mantissa = Math.ScaleB(x, -exponent);
        if (mantissa > 1.5)
            (mantissa, exponent) = (mantissa / 2, exponent + 1);
        // ln m = 2 artanh z = 2 (z + z^3/3 + z^5/5 + …), |z| <= 1/5
        var z = (mantissa - 1) / (mantissa + 1);
        var sum = 0.0;
        for (var term = LogTerms; term >= 0; term--)
            sum = sum * (z * z) + 1.0 / (2 * term + 1);
        return 2 * z * sum + exponent * Ln2;
    }

    // From -1 to 1, a multiple of 2^-52.
    private double NextSigned() => (_random.Next() >> 11) * (1.0 / (1L << 52)) - 1;
}
