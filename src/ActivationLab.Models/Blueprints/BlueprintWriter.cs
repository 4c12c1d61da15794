using ActivationLab.Models.Settings;

namespace ActivationLab.Models.Blueprints;

/// <summary>Writes the blueprint of a network from its settings.</summary>
public static class BlueprintWriter
{
    /// <summary>The blueprint of a network for images of a shape.</summary>
    /// <exception cref="ArgumentException">The image is too small for the network's poolings.</exception>
    public static Blueprint Write(NetworkSettings settings, ImageShape input, int classes)
    {
        var draft = new Draft(settings, input);
        switch (settings)
        {
            case MlpSettings mlp:
                WriteMlp(draft, mlp, classes);
                break;
            case CnnSettings cnn:
                WriteCnn(draft, cnn, classes);
                break;
            case NinSettings:
                WriteNin(draft, classes);
                break;
            case ResNetSettings resnet:
                ResNetWriter.Write(draft, resnet, classes);
                break;
            default:
                throw new ArgumentException($"no blueprint for {settings.GetType().Name}", nameof(settings));
        }
        return new Blueprint(input, classes, draft.Layers);
    }

    private static void WriteMlp(Draft draft, MlpSettings settings, int classes)
    {
        draft.Flatten();
        draft.Section("layers");
        FullyConnected(draft, settings.HiddenUnits, classes);
    }

    private static void WriteCnn(Draft draft, CnnSettings settings, int classes)
    {
        draft.Section("features");
        foreach (var channels in settings.Channels)
        {
            for (var conv = 0; conv < settings.ConvsPerStage; conv++)
            {
                draft.Convolution(channels, settings.KernelSize);
                draft.Activation();
            }
            if (settings.Pooling != Pooling.None)
                draft.Pool(settings.Pooling == Pooling.Max ? PoolKind.Max : PoolKind.Average, size: 2, stride: 2);
        }
        draft.Flatten();
        draft.Section("classifier");
        FullyConnected(draft, settings.Hidden, classes);
    }

    private static void FullyConnected(Draft draft, IReadOnlyList<int> hidden, int classes)
    {
        foreach (var units in hidden)
        {
            draft.Linear(units);
            draft.Activation();
            draft.Dropout();
        }
        draft.Linear(classes, isOutput: true);
    }

    // Kernel sizes, channels and poolings as in the authors' own configuration, whose poolings count a last window that is cut off.
    private static void WriteNin(Draft draft, int classes)
    {
        draft.Section("features");
        Stage(5, 192, 160, 96);
        draft.Pool(PoolKind.Max, size: 3, stride: 2, ceilMode: true);
        draft.Dropout();
        Stage(5, 192, 192, 192);
        draft.Pool(PoolKind.Average, size: 3, stride: 2, ceilMode: true);
        draft.Dropout();
        Stage(3, 192, 192, classes);
        draft.GlobalAveragePool("pool");
        draft.Flatten();

        // A spatial convolution and two 1×1 ones: a small MLP that slides over the image.
        void Stage(int kernelSize, params ReadOnlySpan<int> channels)
        {
            foreach (var (index, outChannels) in channels.ToArray().Index())
            {
                draft.Convolution(outChannels, index == 0 ? kernelSize : 1);
                draft.Activation();
            }
        }
    }
}
