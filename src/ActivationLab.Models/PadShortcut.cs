using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ActivationLab.Models;

/// <summary>A residual shortcut without parameters: every stride-th pixel, and zeros for the channels that the input lacks (option A).</summary>
internal sealed class PadShortcut(int stride, int outChannels) : Module<Tensor, Tensor>(nameof(PadShortcut))
{
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var pixels = input.slice(2, 0, input.shape[2], stride).slice(3, 0, input.shape[3], stride);
        return functional.pad(pixels, [0, 0, 0, 0, 0, outChannels - input.shape[1]]).MoveToOuterDisposeScope();
    }
}
