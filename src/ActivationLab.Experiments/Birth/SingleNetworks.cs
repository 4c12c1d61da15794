using ActivationLab.Models;
using ActivationLab.Models.Settings;
using static TorchSharp.torch;

namespace ActivationLab.Experiments.Birth;

/// <summary>Draws and probes networks of any kind one after another, in evaluation mode: one network is built and initialised again and again.</summary>
internal sealed class SingleNetworks : IDisposable
{
    private const int BatchSize = 250;

    private readonly InitSettings _init;
    private readonly long _seed;
    private readonly BirthInputs _inputs;
    private readonly IReadOnlyList<PreActivationTally> _tallies;
    private readonly OutputTally _output = new();
    private readonly Action _removeHooks;
    private long _counted;

    public SingleNetworks(NetworkSettings settings, int classes, long seed, BirthInputs inputs, Device device)
    {
        (_init, _seed, _inputs) = (settings.Init, seed, inputs);
        Network = Network.Build(settings, inputs.Shape, classes, seed, device);
        Network.Module.eval();
        _tallies = [.. Network.Activations.Select(_ => new PreActivationTally()), _output];

        // Before the module runs: an activation in place overwrites its pre-activation.
        var hooks = Network.Activations.Zip(_tallies, (site, tally) => site.Module.register_forward_pre_hook((_, z) =>
        {
            tally.Add(z, _counted);
            return z;
        })).ToArray();
        _removeHooks = () => Array.ForEach(hooks, hook => hook.remove());
    }

    /// <summary>The network, with the weights that were drawn last.</summary>
    internal Network Network { get; }

    /// <summary>Draws so many networks: those that a training with this seed, the next, and so on starts from.</summary>
    public IEnumerable<BirthSample> Draw(int networks)
    {
        for (var network = 0; network < networks; network++)
        {
            Network.Initialise(_init, unchecked(_seed + network));
            yield return Measure();
        }
    }

    /// <summary>Frees the network.</summary>
    public void Dispose()
    {
        _removeHooks();
        Network.Dispose();
    }

    /// <summary>Measures the network as it is.</summary>
    internal BirthSample Measure()
    {
        using var _ = no_grad();
        foreach (var tally in _tallies)
            tally.Clear();
        var rows = _inputs.Rows.shape[0];
        for (var start = 0L; start < rows; start += BatchSize)
        {
            using var scope = NewDisposeScope();
            var count = Math.Min(BatchSize, rows - start);
            _counted = Math.Clamp(_inputs.Count - start, 0, count);
            var output = Network.Module.call(_inputs.Rows.narrow(0, start, count));
            _output.Add(output, _counted);
            _output.Compare(output);
        }
        return new BirthSample(
            [.. _tallies.Select(tally => tally.Mean)],
            [.. _tallies.Select(tally => tally.SecondMoment)],
            [.. _tallies.Select(tally => tally.DeadUnits)],
            _output.IsConstant);
    }
}
