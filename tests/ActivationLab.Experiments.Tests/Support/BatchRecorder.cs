using ActivationLab.Models;
using static TorchSharp.torch;

namespace ActivationLab.Experiments.Tests.Support;

/// <summary>Watches which of the numbered images of <see cref="SyntheticImages.MakeNumbered"/> a network gets, batch by batch.</summary>
internal sealed class BatchRecorder
{
    public BatchRecorder(Network network) => network.Module.register_forward_pre_hook((_, images) =>
    {
        Batches.Add(Numbers(images));
        return images;
    });

    public List<int[]> Batches { get; } = [];

    /// <summary>The batches so far, which are then forgotten.</summary>
    public int[][] Take()
    {
        int[][] taken = [.. Batches];
        Batches.Clear();
        return taken;
    }

    private static int[] Numbers(Tensor images)
    {
        using var scope = NewDisposeScope();
        var (mean, std) = (SyntheticImages.Info(1).Mean[0], SyntheticImages.Info(1).Std[0]);
        int[] marks = [.. images.flatten(1).narrow(1, 0, 2).ToDoubles().Select(value => (int)Math.Round(255 * (value * std + mean)))];
        return [.. marks.Chunk(2).Select(mark => 256 * mark[0] + mark[1])];
    }
}
