using System.Globalization;

namespace ActivationLab.Experiments.Benchmarks;

/// <summary>The size of a tensor of pre-activations: [batch, units], or [batch, channels, height, width] of a convolution.</summary>
/// <param name="Batch">Images.</param>
/// <param name="Units">Units of a fully connected layer, or channels.</param>
/// <param name="Map">Rows and columns of a channel; null for a fully connected layer.</param>
public sealed record TensorSize(long Batch, long Units, (long Height, long Width)? Map = null)
{
    private const long Largest = int.MaxValue;

    /// <summary>What a size looks like.</summary>
    public const string Grammar = "BATCHxUNITS, such as 256x512, or BATCHxCHANNELSxHEIGHTxWIDTH, such as 64x32x28x28";

    /// <summary>The shape, batch first.</summary>
    public long[] Shape => Map is var (height, width) ? [Batch, Units, height, width] : [Batch, Units];

    /// <summary>Numbers in the tensor; more than fits into a long counts as infinitely many.</summary>
    public double Count => Shape.Aggregate(1.0, (product, extent) => product * extent);

    /// <summary>Reads <c>256x512</c> or <c>64x32x28x28</c>; null if the text is neither.</summary>
    public static TensorSize? Parse(string text)
    {
        var extents = new List<long>();
        foreach (var part in text.Split('x'))
        {
            if (!long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var extent) || extent is < 1 or > Largest)
                return null;
            extents.Add(extent);
        }
        return extents switch
        {
            [var batch, var units] => new TensorSize(batch, units),
            [var batch, var channels, var height, var width] => new TensorSize(batch, channels, (height, width)),
            _ => null,
        };
    }

    /// <summary>As it is read: <c>64x32x28x28</c>.</summary>
    public override string ToString() => string.Join('x', Shape.Select(extent => extent.ToString(CultureInfo.InvariantCulture)));
}
