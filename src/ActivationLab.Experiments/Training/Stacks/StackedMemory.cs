using ActivationLab.Models;
using ActivationLab.Models.Stacks;
using static TorchSharp.torch;

namespace ActivationLab.Experiments.Training.Stacks;

/// <summary>What the optimizer of a stack remembers of one member, as the optimizer of a run alone would have it.</summary>
internal sealed class StackedMemory(StackedOptimizer optimizer, ParameterRows rows, Network network, int member) : IOptimizerMemory
{
    public IReadOnlyDictionary<string, long> Steps => optimizer.Counts
        ? network.Parameters.Keys.ToDictionary(name => name, _ => optimizer.StepsOf(member))
        : new Dictionary<string, long>();

    // Views of the stack's tensors, made anew each time: they belong to the caller's scope.
    public IEnumerable<(string Name, Tensor Tensor)> Tensors => optimizer.Remembers(member)
        ? network.Parameters.Keys.SelectMany(name => optimizer.State.Select(state => (Name(name, state.Name), rows.View(state.Rows, member, name))))
        : [];

    public void Restore(IReadOnlyDictionary<string, long> steps, Func<string, Tensor, Tensor?> find)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var remembers = false;
        foreach (var name in network.Parameters.Keys)
        {
            foreach (var state in optimizer.State)
            {
                var own = rows.View(state.Rows, member, name);
                if (find(Name(name, state.Name), own) is { } stored)
                {
                    own.copy_(stored);
                    remembers = true;
                }
                else
                {
                    own.zero_();
                }
            }
        }
        // A network's parameters are stepped together, so that one count stands for all.
        optimizer.TakeUp(member, network.Parameters.Keys.Max(name => steps.GetValueOrDefault(name)), remembers);
    }

    private static string Name(string parameter, string state) => $"{parameter}.{state}";
}
