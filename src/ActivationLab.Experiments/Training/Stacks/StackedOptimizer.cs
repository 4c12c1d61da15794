using ActivationLab.Experiments.Configuration;
using ActivationLab.Models.Stacks;
using static TorchSharp.torch;

namespace ActivationLab.Experiments.Training.Stacks;

/// <summary>
/// An optimizer of all members of a stack, each with hyper-parameters of its own: the formulas of TorchSharp's, on the one tensor
/// [members, numbers] that holds all parameters. What changes from step to step is computed on the host for a whole epoch, so that a step
/// sends nothing to the device.
/// </summary>
internal abstract class StackedOptimizer : IDisposable
{
    private readonly long[] _steps;
    private readonly bool[] _remembers;

    protected StackedOptimizer(StackedNetwork network, IReadOnlyList<OptimizerSettings> settings)
    {
        (Network, _steps, _remembers) = (network, new long[network.Count], new bool[network.Count]);
        var (start, length) = (network.Rows.SlopesStart, network.Rows.Length);
        var weights = settings.Select(one => one.WeightDecay).ToArray();
        var slopes = settings.Select(one => one.DecaySlopes ? one.WeightDecay : 0).ToArray();
        DecayedPart[] parts = weights.SequenceEqual(slopes)
            ? [new DecayedPart(0, length, weights)]
            : [new DecayedPart(0, start, weights), new DecayedPart(start, length - start, slopes)];
        Decayed = [.. parts.Where(part => part.Length > 0 && part.Decays.Any(decay => decay != 0))];
    }

    /// <summary>What it remembers of each number [members, numbers], by the names that PyTorch has for it.</summary>
    public abstract IReadOnlyList<(string Name, Tensor Rows)> State { get; }

    /// <summary>Whether it counts its steps.</summary>
    public abstract bool Counts { get; }

    protected StackedNetwork Network { get; }

    /// <summary>The parts of the rows that some member decays.</summary>
    protected IReadOnlyList<DecayedPart> Decayed { get; }

    /// <summary>Makes the optimizer of the members' settings, which are of one kind.</summary>
    public static StackedOptimizer For(StackedNetwork network, IReadOnlyList<OptimizerSettings> settings) => settings[0] switch
    {
        SgdSettings => new StackedSgd(network, [.. settings.Cast<SgdSettings>()]),
        AdamSettings or AdamWSettings => new StackedAdam(network, [.. settings.Cast<AdamFamilySettings>()]),
        _ => throw new ArgumentException($"no stacked optimizer for {settings[0].GetType().Name}", nameof(settings)),
    };

    /// <summary>Prepares the steps of an epoch. What it makes belongs to the caller's scope.</summary>
    /// <param name="rates">The learning rate of each step and member [steps][members].</param>
    public abstract void Begin(double[][] rates);

    /// <summary>Changes the network's parameters.</summary>
    /// <param name="step">Number of the step, from 0 at <see cref="Begin"/>.</param>
    /// <param name="gradient">The gradient [members, numbers]. It is spent thereby.</param>
    public abstract void Step(int step, Tensor gradient);

    /// <summary>Counts the steps that a member did since <see cref="Begin"/>.</summary>
    public void Count(int member, int steps)
    {
        _steps[member] += steps;
        _remembers[member] |= steps > 0;
    }

    /// <summary>Steps that a member has done.</summary>
    public long StepsOf(int member) => _steps[member];

    /// <summary>Whether there is anything to remember of a member.</summary>
    public virtual bool Remembers(int member) => _remembers[member];

    /// <summary>Says what a member had done when its rows were saved.</summary>
    public void TakeUp(int member, long steps, bool remembers) => (_steps[member], _remembers[member]) = (steps, remembers);

    public abstract void Dispose();

    /// <summary>A number a member [members, 1], which lives until it is disposed.</summary>
    protected Tensor PerMember(IEnumerable<double> values)
    {
        using var scope = NewDisposeScope();
        return Values(values, [Network.Count, 1]).DetachFromDisposeScope();
    }

    /// <summary>A number a step and member [steps, members, 1].</summary>
    protected Tensor PerStep(double[][] rates, Func<int, int, double> value) => Values(
        Enumerable.Range(0, rates.Length).SelectMany(step => Enumerable.Range(0, Network.Count).Select(member => value(step, member))),
        [rates.Length, Network.Count, 1]);

    private Tensor Values(IEnumerable<double> values, long[] shape) =>
        tensor(values.ToArray(), shape, dtype: Network.Parameters.dtype).to(Network.Parameters.device);

    /// <summary>Numbers <paramref name="Start"/> to <paramref name="Start"/> + <paramref name="Length"/> of the rows, and each member's decay of them.</summary>
    protected sealed record DecayedPart(long Start, long Length, double[] Decays)
    {
        /// <summary>The part of rows, as a view.</summary>
        public Tensor Of(Tensor rows) => rows.narrow(1, Start, Length);
    }
}
