using System.Globalization;
using ActivationLab.Models.Settings;

namespace ActivationLab.Models.Blueprints;

/// <summary>Writes residual networks, under the names that PyTorch's ResNets have where they have the same layers.</summary>
internal static class ResNetWriter
{
    private const int Stages = 3;

    public static void Write(Draft draft, ResNetSettings settings, int classes)
    {
        draft.Convolution(settings.Width, kernelSize: 3, name: "conv1");
        draft.Activation("act1", norm: "bn1");
        for (var stage = 0; stage < Stages; stage++)
        {
            for (var block = 0; block < settings.BlocksPerStage; block++)
            {
                var name = string.Create(CultureInfo.InvariantCulture, $"layer{stage + 1}.{block}");
                Block(draft, settings, name, settings.Width << stage, stride: stage > 0 && block == 0 ? 2 : 1);
            }
        }
        draft.GlobalAveragePool("avgpool");
        draft.Flatten();
        draft.Dropout("dropout");
        draft.Linear(classes, isOutput: true, name: "fc");
    }

    private static void Block(Draft draft, ResNetSettings settings, string name, int channels, int stride)
    {
        var body = draft.Branch();
        body.Convolution(channels, kernelSize: 3, stride, name: name + ".conv1");
        body.Activation(name + ".act1", norm: name + ".bn1");
        body.Convolution(channels, kernelSize: 3, name: name + ".conv2");
        body.NormBefore(name + ".bn2");

        var shortcut = draft.Branch();
        if (stride != 1 || channels != draft.Shape.Channels)
        {
            if (settings.Shortcut == Shortcut.Pad)
            {
                shortcut.PadShortcut(stride, channels, name + ".shortcut");
            }
            else
            {
                shortcut.Convolution(channels, kernelSize: 1, stride, name: name + ".shortcut.0");
                shortcut.NormBefore(name + ".shortcut.1");
            }
        }

        var tail = body.Branch();
        tail.ActivationAfterSum(name + ".act2", norm: name + ".bn2");
        draft.Residual(name, body, shortcut, tail);
    }
}
