using ActivationLab.Models.Blueprints;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ActivationLab.Models.Stacks;

/// <summary>
/// How the channels of all members lie in one tensor of four dimensions, of which the last two are height and width; and the operations that
/// depend on it. Pooling does not.
/// </summary>
internal abstract class StackedLayout(int members)
{
    /// <summary>The layout in which convolutions are computed that way.</summary>
    public static StackedLayout For(ConvolutionKind kind, int members) => kind switch
    {
        ConvolutionKind.Grouped => new GroupedLayout(members),
        ConvolutionKind.Batched => new BatchedLayout(members),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    protected int Members { get; } = members;

    /// <summary>From images [members, batch, channels, height, width].</summary>
    public abstract Tensor Enter(Tensor images);

    /// <summary>To features [members, features, batch].</summary>
    public abstract Tensor Flatten(Tensor x);

    /// <summary>Convolves each member's channels with its own weights.</summary>
    /// <param name="x">In this layout.</param>
    /// <param name="layer">Kernel size, stride and padding.</param>
    /// <param name="weight">[members, out · in · window].</param>
    /// <param name="bias">[members, out], or null.</param>
    public abstract Tensor Convolve(Tensor x, ConvolutionLayer layer, Tensor weight, Tensor? bias);

    /// <summary>Applies a function that wants the units of all members in dimension 1, and keeps the shape.</summary>
    public abstract Tensor ByUnit(Tensor x, Func<Tensor, Tensor> function);

    /// <summary>Adds channels of zeros after each member's own, up to so many.</summary>
    public abstract Tensor FillChannels(Tensor x, int channels);
}

/// <summary>[batch, members · channels, height, width].</summary>
internal sealed class GroupedLayout(int members) : StackedLayout(members)
{
    public override Tensor Enter(Tensor images) => images.transpose(0, 1).flatten(1, 2);

    public override Tensor Flatten(Tensor x) => x.reshape(x.shape[0], Members, -1).permute(1, 2, 0);

    public override Tensor Convolve(Tensor x, ConvolutionLayer layer, Tensor weight, Tensor? bias) => functional.conv2d(
        x, weight.reshape((long)Members * layer.OutChannels, layer.InChannels, layer.KernelSize, layer.KernelSize), bias?.flatten(),
        strides: [layer.Stride], padding: [layer.Padding], groups: Members);

    public override Tensor ByUnit(Tensor x, Func<Tensor, Tensor> function) => function(x);

    public override Tensor FillChannels(Tensor x, int channels)
    {
        var (batch, own, height, width) = (x.shape[0], x.shape[1] / Members, x.shape[2], x.shape[3]);
        return functional.pad(x.reshape(batch, Members, own, height, width), [0, 0, 0, 0, 0, channels - own]).flatten(1, 2);
    }
}

/// <summary>[members · channels, batch, height, width]: as the products leave it.</summary>
internal sealed class BatchedLayout(int members) : StackedLayout(members)
{
    public override Tensor Enter(Tensor images) => images.transpose(1, 2).flatten(0, 1);

    public override Tensor Flatten(Tensor x) =>
        x.reshape(Members, x.shape[0] / Members, x.shape[1], -1).transpose(2, 3).flatten(1, 2);

    public override Tensor Convolve(Tensor x, ConvolutionLayer layer, Tensor weight, Tensor? bias)
    {
        var batch = x.shape[1];
        var seen = Windows(x, layer); // [members, in · window, batch · positions]
        var weights = weight.view(Members, layer.OutChannels, -1);
        var product = bias is null ? weights.bmm(seen) : bias.unsqueeze(2).baddbmm(weights, seen);
        return product.view((long)Members * layer.OutChannels, batch, layer.Output.Height, layer.Output.Width);
    }

    public override Tensor ByUnit(Tensor x, Func<Tensor, Tensor> function) =>
        function(x.reshape(1, x.shape[0], -1)).view(x.shape);

    public override Tensor FillChannels(Tensor x, int channels)
    {
        var (own, batch, height, width) = (x.shape[0] / Members, x.shape[1], x.shape[2], x.shape[3]);
        return functional.pad(x.reshape(Members, own, batch, height, width), [0, 0, 0, 0, 0, 0, 0, channels - own]).flatten(0, 1);
    }

    private Tensor Windows(Tensor x, ConvolutionLayer layer)
    {
        var batch = x.shape[1];
        if (layer is { KernelSize: 1, Stride: 1, Padding: 0 })
            return x.reshape(Members, layer.InChannels, -1);
        // All planes are channels of one image: so it is one kernel on a GPU, not one an image.
        var planes = x.reshape(1, x.shape[0] * batch, x.shape[2], x.shape[3]);
        var window = (long)layer.KernelSize * layer.KernelSize;
        return functional.unfold(planes, layer.KernelSize, padding: layer.Padding, stride: layer.Stride)
            .view(Members, layer.InChannels, batch, window, -1)
            .transpose(2, 3)
            .reshape(Members, layer.InChannels * window, -1);
    }
}
