using ActivationLab.Experiments.Configuration;
using static TorchSharp.torch;

namespace ActivationLab.Experiments.Data;

/// <summary>
/// Random crops, flips and holes of training images, on the device and for whole batches. What is drawn for an image is drawn on the host,
/// once an epoch, and is the same on every device: a function of the seed, the epoch and the image's place. For trials that train together it
/// holds the draws of each, one after the other.
/// </summary>
public sealed class Augmenter : IDisposable
{
    private readonly RandomAugmentSettings _settings;
    private readonly ResidentImages _images;
    private readonly IReadOnlyList<long> _seeds;
    private readonly Tensor _sources; // [2, height * width]: where each pixel of a crop at (0, 0) comes from, as it is and mirrored
    private readonly Tensor _rows; // [1, 1, height, 1]
    private readonly Tensor _columns; // [1, 1, 1, width]
    private Tensor? _draws; // [trials * images, 4]: first pixel of the crop, flip, first row of the square, its first column

    private Augmenter(RandomAugmentSettings settings, ResidentImages images, IReadOnlyList<long> seeds)
    {
        (_settings, _images, _seeds) = (settings, images, seeds);
        using var scope = NewDisposeScope();
        _sources = tensor(Sources(), [2, (long)images.Height * images.Width]).to(images.Device).DetachFromDisposeScope();
        _rows = Places(images.Height).view(1, 1, -1, 1).DetachFromDisposeScope();
        _columns = Places(images.Width).view(1, 1, 1, -1).DetachFromDisposeScope();
    }

    private int PaddedWidth => _images.Width + 2 * _settings.CropPadding;

    /// <summary>The augmenter that settings ask for; null for none.</summary>
    /// <param name="settings">What to do.</param>
    /// <param name="images">The images that it will be done to.</param>
    /// <param name="seed">Seed of the trial.</param>
    public static Augmenter? For(AugmentSettings settings, ResidentImages images, long seed) => For(settings, images, [seed]);

    /// <summary>The augmenter that settings ask for, of several trials; null for none.</summary>
    /// <param name="settings">What to do.</param>
    /// <param name="images">The images that it will be done to.</param>
    /// <param name="seeds">Seeds of the trials.</param>
    public static Augmenter? For(AugmentSettings settings, ResidentImages images, IReadOnlyList<long> seeds) => settings switch
    {
        NoAugmentSettings => null,
        RandomAugmentSettings random => new Augmenter(random, images, seeds),
        _ => throw new ArgumentException($"no augmentation for {settings.GetType().Name}", nameof(settings)),
    };

    /// <summary>Draws what is done to each image in an epoch.</summary>
    /// <param name="epoch">Number of the epoch, from 1.</param>
    public void BeginEpoch(int epoch) => BeginEpoch([epoch]);

    /// <summary>Draws what is done to each image in an epoch of each trial.</summary>
    /// <param name="epochs">Number of each trial's epoch, from 1.</param>
    public void BeginEpoch(IReadOnlyList<int> epochs)
    {
        using var scope = NewDisposeScope();
        var half = _settings.Cutout / 2;
        var draws = _seeds
            .Zip(epochs, (seed, epoch) => AugmentDraw.Of(_settings, _images.Count, _images.Height, _images.Width, seed, epoch))
            .SelectMany(trial => trial)
            .SelectMany(draw => (long[])
            [
                draw.Row * PaddedWidth + draw.Column, draw.Flip ? 1 : 0, draw.CutoutRow - half, draw.CutoutColumn - half,
            ])
            .ToArray();
        _draws?.Dispose();
        _draws = tensor(draws, [(long)_seeds.Count * _images.Count, 4]).to(_images.Device).DetachFromDisposeScope();
    }

    /// <summary>Frees the tensors.</summary>
    public void Dispose()
    {
        foreach (var tensor in new[] { _sources, _rows, _columns, _draws })
            tensor?.Dispose();
    }

    /// <summary>Crops and flips a batch of pixels [batch, channels, height, width] by the draws with these numbers [batch].</summary>
    internal Tensor Move(Tensor pixels, Tensor draws)
    {
        if (_settings is { CropPadding: 0, HorizontalFlip: false })
            return pixels;
        var margin = _settings.CropPadding;
        var sources = _sources.index_select(0, Drawn(draws, 1)).add_(Drawn(draws, 0).unsqueeze(1));
        long[] shape = [pixels.shape[0], pixels.shape[1], _sources.shape[1]];
        return nn.functional.pad(pixels, (margin, margin, margin, margin)).flatten(2)
            .gather(2, sources.unsqueeze(1).expand(shape))
            .view(pixels.shape);
    }

    /// <summary>Sets the square of the draws with these numbers to 0 in a batch of normalised images, in place.</summary>
    internal void Erase(Tensor images, Tensor draws)
    {
        if (_settings.Cutout == 0)
            return;
        images.masked_fill_(Inside(_rows, Drawn(draws, 2)).logical_and(Inside(_columns, Drawn(draws, 3))), 0);
    }

    private Tensor Inside(Tensor coordinates, Tensor first)
    {
        var distance = coordinates.sub(first.view(-1, 1, 1, 1));
        return distance.ge(0).logical_and(distance.lt(_settings.Cutout));
    }

    private Tensor Drawn(Tensor draws, long what) =>
        (_draws ?? throw new InvalidOperationException("no epoch was begun")).select(1, what).index_select(0, draws);

    private long[] Sources()
    {
        var (height, width) = (_images.Height, _images.Width);
        var sources = new long[2 * height * width];
        for (var i = 0; i < height * width; i++)
        {
            var (row, column) = Math.DivRem(i, width);
            sources[i] = row * PaddedWidth + column;
            sources[height * width + i] = row * PaddedWidth + width - 1 - column;
        }
        return sources;
    }

    private Tensor Places(int count) => arange(count, ScalarType.Int64, _images.Device);
}
