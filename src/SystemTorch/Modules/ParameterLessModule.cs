using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>A layer without parameters, buffers and modules of its own.</summary>
public abstract class ParameterLessModule<T1, TResult> : nn.Module<T1, TResult>
{
    /// <summary>A layer of a name.</summary>
    protected ParameterLessModule(string name) : base(name)
    {
    }

    /// <summary>Refused: the layer has no components.</summary>
    public override void register_buffer(string name, Tensor tensor, bool persistent = true) => throw Refused();

    /// <summary>Refused: the layer has no components.</summary>
    public override void register_parameter(string name, Parameter param) => throw Refused();

    /// <summary>Refused: the layer has no components.</summary>
    public override void register_module(string name, nn.Module submodule) => throw Refused();

    private InvalidOperationException Refused() => new($"{GetName()} has no parameters, buffers or modules");
}
