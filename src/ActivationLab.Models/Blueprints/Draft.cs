using System.Globalization;
using ActivationLab.Models.Settings;

namespace ActivationLab.Models.Blueprints;

/// <summary>
/// A blueprint while it is written: knows the shape that the next layer gets, numbers the layers of a section as a PyTorch Sequential
/// does, and puts batch normalisation and the right activation where the settings want them.
/// </summary>
internal sealed class Draft(NetworkSettings settings, ImageShape shape)
{
    private readonly List<Layer> _layers = [];
    private readonly NetworkSettings _settings = settings;
    private Counter _activations = new();
    private string? _section;
    private int _numbered;
    private bool _flat;
    private string _source = "";

    public IReadOnlyList<Layer> Layers => _layers;

    /// <summary>The shape of what leaves the last layer.</summary>
    public ImageShape Shape { get; private set; } = shape;

    /// <summary>Layers without a name of their own are numbered in this section from now on.</summary>
    public void Section(string name) => (_section, _numbered) = (name, 0);

    /// <summary>An empty draft that goes on from this one's shape, taking its activations from the same sequence.</summary>
    public Draft Branch() => new(_settings, Shape) { _activations = _activations, _flat = _flat, _source = _source };

    /// <summary>A convolution; with stride 1 it keeps the size of the image.</summary>
    public void Convolution(int outChannels, int kernelSize, int stride = 1, string? name = null)
    {
        var padding = kernelSize / 2;
        var output = new ImageShape(outChannels, Reduced(Shape.Height, kernelSize, stride, padding), Reduced(Shape.Width, kernelSize, stride, padding));
        Add(new ConvolutionLayer(Name(name), Shape.Channels, outChannels, kernelSize, stride, padding) { Bias = HasBias, Output = output });
        _source = _layers[^1].Name;
    }

    /// <summary>A fully connected layer; the output layer has no batch normalisation, so it always has a bias.</summary>
    public void Linear(int outFeatures, bool isOutput = false, string? name = null)
    {
        Add(new LinearLayer(Name(name), Shape.Size, outFeatures) { Bias = isOutput || HasBias, Output = new ImageShape(outFeatures, 1, 1) });
        _source = _layers[^1].Name;
    }

    /// <summary>The next activation, with batch normalisation on its side that the settings say.</summary>
    public void Activation(string? name = null, string? norm = null)
    {
        NormBefore(norm);
        ActivationAfterSum(name, norm);
    }

    /// <summary>The next activation, of a sum whose terms have been normalised already.</summary>
    public void ActivationAfterSum(string? name = null, string? norm = null)
    {
        Add(new ActivationLayer(Name(name), Shape.Channels, _settings.ActivationAt(_activations.Next()), _source) { Output = Shape });
        if (_settings.BatchNorm == BatchNormPlacement.After)
            Norm(norm);
    }

    /// <summary>Batch normalisation, if it stands before the activations.</summary>
    public void NormBefore(string? name = null)
    {
        if (_settings.BatchNorm == BatchNormPlacement.Before)
            Norm(name);
    }

    /// <summary>Pooling over squares.</summary>
    /// <exception cref="ArgumentException">The image is smaller than a square.</exception>
    public void Pool(PoolKind kind, int size, int stride, bool ceilMode = false)
    {
        if (Shape.Height < size || Shape.Width < size)
            throw new ArgumentException($"an image of {Shape} is too small for a {size}×{size} pooling");
        var partly = ceilMode ? stride - 1 : 0;
        var output = Shape with { Height = Reduced(Shape.Height + partly, size, stride), Width = Reduced(Shape.Width + partly, size, stride) };
        Add(new PoolLayer(Name(null), kind, size, stride, ceilMode) { Output = output });
    }

    /// <summary>The mean of each channel.</summary>
    public void GlobalAveragePool(string name) =>
        Add(new GlobalAveragePoolLayer(name) { Output = new ImageShape(Shape.Channels, 1, 1) });

    /// <summary>One row of features an image.</summary>
    public void Flatten()
    {
        _flat = true;
        Add(new FlattenLayer("flatten") { Output = new ImageShape(Shape.Size, 1, 1) });
    }

    /// <summary>Dropout, if the settings want any.</summary>
    public void Dropout(string? name = null)
    {
        if (_settings.Dropout > 0)
            Add(new DropoutLayer(Name(name), _settings.Dropout) { Output = Shape });
    }

    /// <summary>The shortcut without parameters.</summary>
    public void PadShortcut(int stride, int outChannels, string name)
    {
        var output = new ImageShape(outChannels, Reduced(Shape.Height, 1, stride), Reduced(Shape.Width, 1, stride));
        Add(new PadShortcutLayer(name, stride, outChannels) { Output = output });
    }

    /// <summary>A residual block of drafts that went on from here.</summary>
    public void Residual(string name, Draft body, Draft shortcut, Draft tail)
    {
        Add(new ResidualLayer(name, body.Layers, shortcut.Layers, tail.Layers) { Output = tail.Shape });
        _source = body._source;
    }

    // Batch normalisation before the activation would subtract a bias again.
    private bool HasBias => _settings.BatchNorm != BatchNormPlacement.Before;

    private static int Reduced(int size, int kernel, int stride, int padding = 0) => (size + 2 * padding - kernel) / stride + 1;

    private void Norm(string? name) => Add(new BatchNormLayer(Name(name), Shape.Channels, Spatial: !_flat) { Output = Shape });

    private string Name(string? own) => own ?? string.Create(CultureInfo.InvariantCulture, $"{_section}.{_numbered++}");

    private void Add(Layer layer)
    {
        _layers.Add(layer);
        Shape = layer.Output;
    }

    private sealed class Counter
    {
        private int _count;

        public int Next() => _count++;
    }
}
