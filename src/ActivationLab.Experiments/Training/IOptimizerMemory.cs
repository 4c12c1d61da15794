using static TorchSharp.torch;

namespace ActivationLab.Experiments.Training;

/// <summary>What an optimizer remembers from step to step of one network, by the names of its parameters: to save it and to set it.</summary>
internal interface IOptimizerMemory
{
    /// <summary>The steps that the optimizer counted, by parameter; empty for one that does not count.</summary>
    IReadOnlyDictionary<string, long> Steps { get; }

    /// <summary>Its tensors, as PyTorch names them (<c>features.0.weight.exp_avg</c>). They are the optimizer's own.</summary>
    IEnumerable<(string Name, Tensor Tensor)> Tensors { get; }

    /// <summary>Sets what <see cref="Steps"/> and <see cref="Tensors"/> were.</summary>
    /// <param name="steps">The counts.</param>
    /// <param name="find">Gives the tensor of a name, in a shape and type; null where there was none.</param>
    void Restore(IReadOnlyDictionary<string, long> steps, Func<string, Tensor, Tensor?> find);
}
