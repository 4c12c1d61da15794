using static TorchSharp.torch;

namespace ActivationLab.Experiments.Data;

/// <summary>
/// Images and labels as two tensors on the device: images as uint8 [count, channels, height, width], labels as int64 [count]. A batch is an
/// index selection, a conversion and a normalisation there; nothing crosses to the device in a step.
/// </summary>
public sealed class ResidentImages : IDisposable
{
    private readonly Tensor _images;
    private readonly Tensor _labels;
    private readonly Tensor _mean;
    private readonly Tensor _scale;

    /// <summary>Moves a set of images to a device.</summary>
    /// <param name="set">The images.</param>
    /// <param name="info">Mean and standard deviation of each channel, for pixels scaled to 0…1.</param>
    /// <param name="device">Where to.</param>
    /// <param name="type">Type of the batches.</param>
    public ResidentImages(ImageSet set, DatasetInfo info, Device device, ScalarType type = ScalarType.Float32)
    {
        (Count, Height, Width, Device) = (set.Count, set.Height, set.Width, device);
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        // On the CPU the set's own memory, which nobody changes: a copy would be the largest part of what a small network needs.
        _images = Own(frombuffer(set.Pixels, ScalarType.Byte).reshape(set.Count, set.Channels, set.Height, set.Width).to(device));
        _labels = Own(tensor(set.Labels, [set.Count]).to(ScalarType.Int64).to(device));
        // (pixel / 255 - mean) / std, as one subtraction and one multiplication.
        _mean = Own(PerChannel(info.Mean.Select(mean => 255 * mean)));
        _scale = Own(PerChannel(info.Std.Select(deviation => 1 / (255 * deviation))));

        Tensor PerChannel(IEnumerable<double> values) =>
            tensor(values.ToArray(), [1, set.Channels, 1, 1], dtype: type).to(device);
    }

    /// <summary>Number of images.</summary>
    public int Count { get; }

    /// <summary>Rows of an image.</summary>
    public int Height { get; }

    /// <summary>Columns of an image.</summary>
    public int Width { get; }

    /// <summary>Where they are.</summary>
    public Device Device { get; }

    /// <summary>The images and labels at the given places [batch], in that order.</summary>
    /// <param name="places">Which, on the device.</param>
    /// <param name="augmenter">Changes the batch as drawn for its images in the epoch that it was told of; null leaves them as they are.</param>
    /// <param name="draws">
    /// Numbers of the augmenter's draws [batch]: trial · <see cref="Count"/> + place; null for those of its first trial.
    /// </param>
    public (Tensor Images, Tensor Labels) Select(Tensor places, Augmenter? augmenter = null, Tensor? draws = null)
    {
        var pixels = _images.index_select(0, places);
        var images = Normalize(augmenter?.Move(pixels, draws ?? places) ?? pixels);
        augmenter?.Erase(images, draws ?? places);
        return (images, Labels(places));
    }

    /// <summary>The labels at the given places [batch], in that order.</summary>
    public Tensor Labels(Tensor places) => _labels.index_select(0, places);

    /// <summary>Images and labels from <paramref name="start"/> on.</summary>
    public (Tensor Images, Tensor Labels) Slice(long start, long count) =>
        (Normalize(_images.narrow(0, start, count)), _labels.narrow(0, start, count));

    /// <summary>Frees the tensors.</summary>
    public void Dispose()
    {
        foreach (var tensor in new[] { _images, _labels, _mean, _scale })
            tensor.Dispose();
    }

    private static Tensor Own(Tensor tensor) => tensor.DetachFromDisposeScope();

    private Tensor Normalize(Tensor pixels) => pixels.to(_mean.dtype).sub_(_mean).mul_(_scale);
}
