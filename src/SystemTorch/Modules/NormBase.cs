using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What normalisations with running statistics have in common. All tensors but the counter are [num_features].</summary>
public abstract class NormBase : nn.Module<Tensor, Tensor>
{
    private Parameter? _weight;
    private Parameter? _bias;
    private Tensor? _running_mean;
    private Tensor? _running_var;
    private Tensor? _num_batches_tracked;

    private protected NormBase(
        long num_features, double eps, double? momentum, bool affine, bool track_running_stats, Device? device, ScalarType? dtype,
        string name) : base(name)
    {
        this.num_features = num_features;
        this.eps = eps;
        this.momentum = momentum;
        this.affine = affine;
        this.track_running_stats = track_running_stats;
        if (affine)
        {
            SetParameter(nameof(weight), _weight = nn.Parameter(ones([num_features], dtype, device)));
            bias = nn.Parameter(zeros([num_features], dtype, device));
        }
        if (track_running_stats)
        {
            running_mean = zeros([num_features], dtype, device);
            running_var = ones([num_features], dtype, device);
            num_batches_tracked = tensor(0L, device: device);
        }
    }

    /// <summary>Features or channels.</summary>
    public long num_features { get; }

    /// <summary>Added to the variance.</summary>
    public double eps { get; set; }

    /// <summary>The share of the newest batch in the running statistics; null: they are plain means over all batches.</summary>
    public double? momentum { get; set; }

    /// <summary>Whether there are a weight and a bias.</summary>
    public bool affine { get; }

    /// <summary>Whether there are running statistics.</summary>
    public bool track_running_stats { get; }

    /// <summary>What the normalised input is multiplied by; null where not <see cref="affine"/>.</summary>
    public Parameter weight
    {
        get => _weight!;
        set => SetParameter(nameof(weight), _weight = value);
    }

    /// <summary>What is added then; null where not <see cref="affine"/>.</summary>
    public Parameter? bias
    {
        get => _bias;
        set => SetParameter(nameof(bias), _bias = value);
    }

    /// <summary>The mean that evaluation uses, or null.</summary>
    public Tensor? running_mean
    {
        get => _running_mean;
        set => SetBuffer(nameof(running_mean), _running_mean = value);
    }

    /// <summary>The variance that evaluation uses, or null.</summary>
    public Tensor? running_var
    {
        get => _running_var;
        set => SetBuffer(nameof(running_var), _running_var = value);
    }

    /// <summary>How many batches the running statistics have seen, or null.</summary>
    public Tensor? num_batches_tracked
    {
        get => _num_batches_tracked;
        set => SetBuffer(nameof(num_batches_tracked), _num_batches_tracked = value);
    }

    /// <summary>Forgets all batches.</summary>
    public void reset_running_stats()
    {
        _running_mean?.zero_();
        _running_var?.fill_(1);
        _num_batches_tracked?.zero_();
    }

    /// <summary>Forgets all batches, and sets the weight to 1 and the bias to 0.</summary>
    public void reset_parameters()
    {
        reset_running_stats();
        if (!affine)
            return;
        nn.init.ones_(weight);
        nn.init.zeros_(_bias!);
    }

    /// <summary>Throws where the layer cannot take an input of such dimensions.</summary>
    protected abstract void ValidateInputDimensions(Tensor input);
}
