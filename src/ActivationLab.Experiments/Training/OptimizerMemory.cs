using ActivationLab.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ActivationLab.Experiments.Training;

/// <summary>What an optimizer over the parameters of one network remembers.</summary>
internal sealed class OptimizerMemory : IOptimizerMemory
{
    private readonly List<(string Name, Parameter Parameter, OptimizerState State)> _states;

    /// <summary>The memory of an optimizer over parameters of a network.</summary>
    public OptimizerMemory(optim.Optimizer optimizer, Network network)
    {
        var names = new Dictionary<Parameter, string>(ReferenceEqualityComparer.Instance);
        foreach (var (name, parameter) in network.Parameters)
            names.Add(parameter, name);
        // Both lists are in the order of the groups.
        _states = [.. optimizer.parameters().Zip(((OptimizerHelper)optimizer).state_dict().State, (parameter, state) => (names[parameter], parameter, state))];
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, long> Steps => _states
        .Where(one => one.State is Adam.State or AdamW.State)
        .ToDictionary(one => one.Name, one => one.State is Adam.State adam ? adam.step : ((AdamW.State)one.State).step);

    /// <inheritdoc/>
    public IEnumerable<(string Name, Tensor Tensor)> Tensors => _states.SelectMany(one => one.State switch
    {
        SGD.State { momentum_buffer: { } momentum } => [($"{one.Name}.momentum_buffer", momentum)],
        Adam.State adam => [($"{one.Name}.exp_avg", adam.exp_avg), ($"{one.Name}.exp_avg_sq", adam.exp_avg_sq)],
        AdamW.State adam => [($"{one.Name}.exp_avg", adam.exp_avg), ($"{one.Name}.exp_avg_sq", adam.exp_avg_sq)],
        _ => Array.Empty<(string, Tensor)>(),
    });

    /// <inheritdoc/>
    public void Restore(IReadOnlyDictionary<string, long> steps, Func<string, Tensor, Tensor?> find)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        foreach (var (name, parameter, state) in _states)
        {
            switch (state)
            {
                case SGD.State sgd:
                    // There is none before the first step, nor without momentum.
                    sgd.momentum_buffer?.Dispose();
                    sgd.momentum_buffer = null;
                    if (find($"{name}.momentum_buffer", parameter) is { } stored)
                    {
                        // In the parameter's order of memory, as the optimizer's own buffer would be.
                        sgd.momentum_buffer = empty_like(parameter).copy_(stored).DetachFromDisposeScope();
                    }
                    break;
                case Adam.State adam:
                    adam.step = steps.GetValueOrDefault(name);
                    Copy(adam.exp_avg, $"{name}.exp_avg");
                    Copy(adam.exp_avg_sq, $"{name}.exp_avg_sq");
                    break;
                case AdamW.State adam:
                    adam.step = steps.GetValueOrDefault(name);
                    Copy(adam.exp_avg, $"{name}.exp_avg");
                    Copy(adam.exp_avg_sq, $"{name}.exp_avg_sq");
                    break;
            }
        }

        void Copy(Tensor own, string name)
        {
            if (find(name, own) is { } stored)
                own.copy_(stored);
            else
                own.zero_();
        }
    }
}
