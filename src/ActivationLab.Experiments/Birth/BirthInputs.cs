using ActivationLab.Experiments.Data;
using ActivationLab.Models;
using ActivationLab.Models.Blueprints;
using ActivationLab.Models.Initialisation;
using static TorchSharp.torch;

namespace ActivationLab.Experiments.Birth;

/// <summary>
/// The inputs that networks are probed with at birth. A single input is accompanied by the origin, which is not measured: a network is
/// constant on one input alone whatever it does, so there it is called so if its output there is the same as at the origin.
/// </summary>
public sealed class BirthInputs : IDisposable
{
    private BirthInputs(Tensor images, string description)
    {
        Count = (int)images.shape[0];
        Shape = new ImageShape((int)images.shape[1], (int)images.shape[2], (int)images.shape[3]);
        Description = description;
        Geometry = GeometryOf(images);
        using var scope = NewDisposeScope();
        Rows = (Count == 1 ? cat([images, zeros_like(images)]) : images.alias()).DetachFromDisposeScope();
    }

    /// <summary>How many inputs are measured.</summary>
    public int Count { get; }

    /// <summary>Shape of one of them.</summary>
    public ImageShape Shape { get; }

    /// <summary>What they are, in words.</summary>
    public string Description { get; }

    /// <summary>What theory asks of them.</summary>
    public InputGeometry Geometry { get; }

    /// <summary>The inputs [rows, channels, height, width]: those that are measured, then the origin if there is but one.</summary>
    internal Tensor Rows { get; }

    /// <summary>Inputs of one's own: [count, channels, height, width], single precision. The tensor remains the caller's.</summary>
    public static BirthInputs Of(Tensor images, string description) => new(images, description);

    /// <summary>Images of a data set's probe set, normalised as for training.</summary>
    /// <param name="data">The data set.</param>
    /// <param name="split">Where the probe set is.</param>
    /// <param name="onlyFirst">Its first image alone.</param>
    /// <param name="device">Where they shall be.</param>
    public static BirthInputs FromProbeSet(LoadedDataset data, Split split, bool onlyFirst, Device device)
    {
        var info = DatasetCatalog.Get(data.Name);
        using var scope = NewDisposeScope();
        using var images = new ResidentImages(data.Train, info, device);
        return new BirthInputs(
            images.Slice(split.Probe.Start, onlyFirst ? 1 : split.Probe.Count).Images,
            info.Title + ", " + (onlyFirst ? $"validation image {split.Probe.Start} of the training files" : split.ProbeText));
    }

    /// <summary>Independent standard normal numbers.</summary>
    /// <param name="count">How many inputs.</param>
    /// <param name="shape">Shape of one.</param>
    /// <param name="seed">Seed of the experiment; the same seed gives the same inputs.</param>
    /// <param name="device">Where they shall be.</param>
    public static BirthInputs Gaussian(int count, ImageShape shape, long seed, Device device)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator((ulong)SeedStream.Derive(seed, "probe inputs"));
        var images = randn([count, shape.Channels, shape.Height, shape.Width], ScalarType.Float32, generator: generator).to(device);
        var each = shape is { Height: 1, Width: 1 } ? $"{shape.Channels} features" : shape.ToString();
        return new BirthInputs(images, $"{(count == 1 ? "one input" : $"{count} inputs")} of {each}, standard normal");
    }

    /// <summary>Frees the inputs.</summary>
    public void Dispose() => Rows.Dispose();

    private static InputGeometry GeometryOf(Tensor images)
    {
        using var scope = NewDisposeScope();
        var (least, greatest) = (images.min().ToDoubles()[0], images.max().ToDoubles()[0]);
        if (least == 0 && greatest == 0)
            return InputGeometry.Zero;
        if (images.shape[0] == 1)
            return InputGeometry.Ray;
        if (images.numel() > images.shape[0])
            return InputGeometry.General;
        return least < 0 && greatest > 0 ? InputGeometry.Line : InputGeometry.Ray;
    }
}
