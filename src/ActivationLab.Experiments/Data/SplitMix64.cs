namespace ActivationLab.Experiments.Data;

/// <summary>
/// SplitMix64 (Steele, Lea and Flood 2014, figure 16): random numbers that are the same on every machine and with every tensor library.
/// </summary>
/// <param name="seed">The state it begins with.</param>
public struct SplitMix64(ulong seed)
{
    private ulong _state = seed;

    /// <summary>64 random bits.</summary>
    public ulong Next()
    {
        var z = _state += 0x9e3779b97f4a7c15;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return z ^ (z >> 31);
    }

    /// <summary>A number from 0 to <paramref name="bound"/> - 1, each as likely but for bound / 2^64.</summary>
    public int NextInt(int bound) => (int)Math.BigMul(Next(), (ulong)bound, out _);
}
