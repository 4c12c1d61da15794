using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What convolutions have in common. weight is [out_channels, in_channels / groups, kernel_size…], bias [out_channels].</summary>
public abstract class Convolution : nn.Module<Tensor, Tensor>
{
    private protected Parameter _weight;
    private protected Parameter? _bias;

    private protected Convolution(
        string name, long in_channels, long out_channels, long[] kernel_size, long[] stride, long[] padding, Padding? padding_type,
        long[] dilation, long groups, bool bias, Device? device, ScalarType? dtype) : base(name)
    {
        this.in_channels = in_channels;
        this.out_channels = out_channels;
        this.kernel_size = kernel_size;
        this.stride = stride;
        this.padding = padding;
        this.padding_type = padding_type;
        this.dilation = dilation;
        this.groups = groups;
        if (groups <= 0 || in_channels % groups != 0 || out_channels % groups != 0)
            throw new ArgumentException($"{in_channels} input and {out_channels} output channels cannot be in {groups} groups", nameof(groups));
        SetParameter("weight", _weight = nn.Parameter(empty([out_channels, in_channels / groups, .. kernel_size], dtype, device)));
        if (bias)
            SetParameter("bias", _bias = nn.Parameter(empty([out_channels], dtype, device)));
        reset_parameters();
    }

    /// <summary>Channels of the input.</summary>
    public long in_channels { get; }

    /// <summary>Channels of the output.</summary>
    public long out_channels { get; }

    /// <summary>The size of the window.</summary>
    public long[] kernel_size { get; set; }

    /// <summary>How far the window moves.</summary>
    public long[] stride { get; set; }

    /// <summary>Zeros around the input.</summary>
    public long[] padding { get; }

    /// <summary>How the padding is worked out where it is not given in numbers.</summary>
    public Padding? padding_type { get; }

    /// <summary>The distance of the window's elements.</summary>
    public long[] dilation { get; set; }

    /// <summary>Groups of channels that do not see each other.</summary>
    public long groups { get; set; }

    /// <summary>The weight, [out_channels, in_channels / groups, kernel_size…].</summary>
    public Parameter weight
    {
        get => _weight;
        set => SetParameter(nameof(weight), _weight = value);
    }

    /// <summary>The bias, [out_channels], or null.</summary>
    public Parameter? bias
    {
        get => _bias;
        set => SetParameter(nameof(bias), _bias = value);
    }

    /// <summary>Draws the weight and bias anew, uniform in ±1/√(weights of an output).</summary>
    public void reset_parameters() => nn.init.AsPyTorchDoes(_weight, _bias);
}
