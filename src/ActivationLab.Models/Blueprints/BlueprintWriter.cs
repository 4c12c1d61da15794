using System.Globalization;
using ActivationLab.Models.Settings;

namespace ActivationLab.Models.Blueprints;

/// <summary>Writes the blueprint of a network from its settings.</summary>
public static class BlueprintWriter
{
    private const int KernelSize = 3;
    private const int PoolSize = 2;

    /// <summary>The blueprint of a network for images of a shape.</summary>
    /// <exception cref="ArgumentException">The image is too small for so many poolings.</exception>
    public static Blueprint Write(NetworkSettings settings, ImageShape input, int classes) => settings switch
    {
        MlpSettings mlp => Mlp(mlp, input, classes),
        CnnSettings cnn => Cnn(cnn, input, classes),
        _ => throw new ArgumentException($"no blueprint for {settings.GetType().Name}", nameof(settings)),
    };

    private static Blueprint Mlp(MlpSettings settings, ImageShape input, int classes)
    {
        var layers = new Section("layers");
        FullyConnected(layers, settings, input.Size, settings.HiddenUnits, classes);
        return new Blueprint(input, classes, [new FlattenLayer("flatten"), .. layers.Layers]);
    }

    private static Blueprint Cnn(CnnSettings settings, ImageShape input, int classes)
    {
        var features = new Section("features");
        var (channels, height, width) = input;
        foreach (var outChannels in settings.Channels)
        {
            if (height < PoolSize || width < PoolSize)
                throw new ArgumentException($"an image of {input} is too small for {settings.Channels.Count} convolutions with pooling");
            var (inChannels, h, w) = (channels, height, width);
            features.Add(name => new ConvolutionLayer(name, inChannels, outChannels, KernelSize, KernelSize / 2, h, w) { Bias = !settings.BatchNorm });
            if (settings.BatchNorm)
                features.Add(name => new BatchNormLayer(name, outChannels, Spatial: true));
            features.Add(name => new ActivationLayer(name, outChannels, settings.Activation));
            features.Add(name => new MaxPoolLayer(name, PoolSize));
            (channels, height, width) = (outChannels, height / PoolSize, width / PoolSize);
        }

        var classifier = new Section("classifier");
        FullyConnected(classifier, settings, channels * height * width, settings.Hidden, classes);
        return new Blueprint(input, classes, [.. features.Layers, new FlattenLayer("flatten"), .. classifier.Layers]);
    }

    private static void FullyConnected(Section section, NetworkSettings settings, int inFeatures, IReadOnlyList<int> hidden, int classes)
    {
        foreach (var units in hidden)
        {
            var features = inFeatures;
            section.Add(name => new LinearLayer(name, features, units) { Bias = !settings.BatchNorm });
            if (settings.BatchNorm)
                section.Add(name => new BatchNormLayer(name, units, Spatial: false));
            section.Add(name => new ActivationLayer(name, units, settings.Activation));
            if (settings.Dropout > 0)
                section.Add(name => new DropoutLayer(name, settings.Dropout));
            inFeatures = units;
        }
        section.Add(name => new LinearLayer(name, inFeatures, classes));
    }

    /// <summary>Numbers layers as a PyTorch Sequential of that name does.</summary>
    private sealed class Section(string name)
    {
        public List<Layer> Layers { get; } = [];

        public void Add(Func<string, Layer> layer) =>
            Layers.Add(layer(string.Create(CultureInfo.InvariantCulture, $"{name}.{Layers.Count}")));
    }
}
