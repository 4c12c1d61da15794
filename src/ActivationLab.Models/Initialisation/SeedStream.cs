using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace ActivationLab.Models.Initialisation;

/// <summary>
/// Seeds as a function of the trial's seed and of what they are for, never of what was drawn before: so a resumed run, a run in a stack
/// and a run alone see the same numbers, and variants with the same seed see the same shuffles and initial directions.
/// </summary>
public static class SeedStream
{
    /// <summary>A seed for one purpose (<c>shuffle</c>, <c>init features.0.weight</c>) and one index of it (the epoch).</summary>
    /// <returns>A number from 0 to 2^63 - 1, evenly spread in its low bits too: libtorch's CPU generator uses only the lowest 32.</returns>
    public static long Derive(long seed, string purpose, long index = 0)
    {
        var text = Encoding.UTF8.GetBytes(purpose);
        Span<byte> input = stackalloc byte[16 + text.Length];
        BinaryPrimitives.WriteInt64LittleEndian(input, seed);
        BinaryPrimitives.WriteInt64LittleEndian(input[8..], index);
        text.CopyTo(input[16..]);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(input, hash);
        return BinaryPrimitives.ReadInt64LittleEndian(hash) & long.MaxValue;
    }
}
