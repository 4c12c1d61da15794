using ActivationLab.Experiments.Configuration;
using ActivationLab.Models.Initialisation;

namespace ActivationLab.Experiments.Data;

/// <summary>What is done to one image in one epoch.</summary>
/// <param name="Row">First row of the crop in the padded image, 0 to twice the padding.</param>
/// <param name="Column">First column of the crop in the padded image, 0 to twice the padding.</param>
/// <param name="Flip">Whether the crop is mirrored left to right.</param>
/// <param name="CutoutRow">Row of the square's centre in the result.</param>
/// <param name="CutoutColumn">Column of the square's centre in the result.</param>
internal readonly record struct AugmentDraw(int Row, int Column, bool Flip, int CutoutRow, int CutoutColumn)
{
    /// <summary>
    /// The draws of an epoch, one an image. They depend on the seed, the epoch and the image's place, not on the batches or the range that is
    /// trained on; and switching one change on or off leaves the draws of the others as they were.
    /// </summary>
    public static AugmentDraw[] Of(RandomAugmentSettings settings, int count, int height, int width, long seed, int epoch)
    {
        var random = new SplitMix64((ulong)SeedStream.Derive(seed, "augment", epoch));
        var offsets = 2 * settings.CropPadding + 1;
        var draws = new AugmentDraw[count];
        for (var i = 0; i < count; i++)
        {
            var (row, column, flip) = (random.NextInt(offsets), random.NextInt(offsets), random.NextInt(2) == 1);
            draws[i] = new AugmentDraw(row, column, flip && settings.HorizontalFlip, random.NextInt(height), random.NextInt(width));
        }
        return draws;
    }
}
