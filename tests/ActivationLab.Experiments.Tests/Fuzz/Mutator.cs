using System.Buffers.Binary;
using System.Text;

namespace ActivationLab.Experiments.Tests.Fuzz;

/// <summary>Damages files as accidents and people do: cut, doubled, swapped, overwritten, with words that belong elsewhere.</summary>
internal sealed class Mutator(int seed)
{
    // What means something to a parser, and numbers at the edges of their types.
    private static readonly byte[][] s_scraps =
    [
        .. new[]
        {
            "[", "]", "{", "}", ":", ",", "\"", "'", "&a ", "*a", "!!str ", "- ", "#", "\t", "\n", "\r\n", " ", "---\n", "null", "~", "yes", "true", "nan",
            "inf", "-inf", "1e999", "-1", "0", "-0.0", "1e-320", "0x1", "99999999999999999999", "9223372036854775807", "-2147483649", "\\ud800", "\\u0000",
            "é", "\u2028", "😀", "\ufeff", "\0", "auto", "none", "relu", "{name: prelu, ", "activations: [relu, elu]", "resnet", "depth: 1202", "\"name\": ",
            "\"F32\"", "\"F64\"", "\"shape\":[4611686018427387904]", "[0,18446744073709551615]", "__metadata__", "../", "<html>",
        }.Select(Encoding.UTF8.GetBytes),
        [0xff, 0xff, 0xff, 0xff], [0x7f, 0xff, 0xff, 0xff], [0x80], [0xc3, 0x28], [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f], new byte[16], [0x1f, 0x8b],
    ];

    /// <summary>What else is drawn for a case.</summary>
    public Random Random { get; } = new(seed);

    /// <summary>One of several.</summary>
    public T Pick<T>(IReadOnlyList<T> from) => from[Random.Next(from.Count)];

    /// <summary>A text with one to four mutations, as UTF-8.</summary>
    public byte[] Mutate(string original, string? other = null) => Mutate(Encoding.UTF8.GetBytes(original), other is null ? null : Encoding.UTF8.GetBytes(other));

    /// <summary>A copy with one to four mutations.</summary>
    /// <param name="original">What was right.</param>
    /// <param name="other">Something else, of which pieces may get in.</param>
    public byte[] Mutate(byte[] original, byte[]? other = null)
    {
        var bytes = original.ToList();
        for (var edits = Random.Next(3) == 0 ? Random.Next(2, 5) : 1; edits > 0; edits--)
            Edit(bytes, other ?? original);
        return [.. bytes];
    }

    private void Edit(List<byte> bytes, byte[] other)
    {
        var at = Random.Next(bytes.Count + 1);
        var length = Math.Min(Random.Next(1, Random.Next(4) == 0 ? 400 : 12), bytes.Count - at);
        switch (Random.Next(9))
        {
            case 0:
                bytes.RemoveRange(at, length);
                break;
            case 1:
                bytes.InsertRange(Random.Next(bytes.Count + 1), bytes.GetRange(at, length));
                break;
            case 2 when at < bytes.Count:
                bytes[at] = (byte)Random.Next(256);
                break;
            case 3 when at < bytes.Count:
                bytes[at] ^= (byte)(1 << Random.Next(8));
                break;
            case 4 when bytes.FindIndex(at, letter => char.IsAsciiDigit((char)letter)) is >= 0 and var digit:
                bytes[digit] = (byte)('0' + Random.Next(10));
                break;
            case 5 when at + 8 <= bytes.Count:
                Overwrite(bytes, at);
                break;
            case 6 when Random.Next(4) == 0:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            case 7 when other.Length > 0:
                var from = Random.Next(other.Length);
                bytes.InsertRange(at, other.Skip(from).Take(length));
                break;
            default:
                bytes.InsertRange(at, Pick(s_scraps));
                break;
        }
    }

    private void Overwrite(List<byte> bytes, int at)
    {
        var number = Pick<long>([0, 1, -1, int.MaxValue, int.MinValue, long.MaxValue, long.MinValue, 1L << 40, bytes.Count]);
        Span<byte> eight = stackalloc byte[8];
        if (Random.Next(2) == 0)
            BinaryPrimitives.WriteInt64LittleEndian(eight, number);
        else
            BinaryPrimitives.WriteInt64BigEndian(eight, number);
        for (var i = 0; i < 8; i++)
            bytes[at + i] = eight[i];
    }
}
