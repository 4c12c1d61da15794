using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What an optimizer remembers of a parameter.</summary>
public abstract class OptimizerState
{
    private protected readonly Parameter _parameter;

    /// <summary>The state of a parameter.</summary>
    protected OptimizerState(Parameter parameter) => _parameter = parameter;

    /// <summary>Sets the state of before the first step.</summary>
    public abstract void Initialize(OptimizerOptions options);

    /// <summary>Copies another's values.</summary>
    public abstract void LoadStateDict(OptimizerState source);

    /// <summary>Moves the tensors to a device.</summary>
    public virtual void to(Device device)
    {
    }

    /// <summary>Zeros in the parameter's shape, type and device, that outlive all scopes.</summary>
    private protected Tensor Zeros()
    {
        using var _ = no_grad();
        return zeros_like(_parameter).DetachFromDisposeScope();
    }

    /// <summary>Replaces a tensor by a copy of another's values with the parameter's type and device; null stays null.</summary>
    private protected void Load(ref Tensor? tensor, Tensor? source)
    {
        using var _ = no_grad();
        var copy = source?.to(_parameter.dtype, _parameter.device, copy: true).DetachFromDisposeScope();
        if (copy is not null && !copy.shape.AsSpan().SequenceEqual(_parameter.shape))
        {
            copy.Dispose();
            throw new ArgumentException(
                $"the optimizer's state does not fit: a parameter is [{string.Join(", ", _parameter.shape)}], its state [{string.Join(", ", source!.shape)}]");
        }
        tensor?.Dispose();
        tensor = copy;
    }

    /// <summary>Replaces a tensor by itself on a device.</summary>
    private protected static void Move(ref Tensor? tensor, Device device) =>
        tensor = tensor?.to(device, disposeAfter: true).DetachFromDisposeScope();
}
