using ActivationLab.Models.Blueprints;
using ActivationLab.Models.Settings;

namespace ActivationLab.Experiments.Birth;

/// <summary>Initialises a network again and again, without training it, and measures what it is like.</summary>
public static class BirthProbe
{
    /// <summary>
    /// Measures so many initialisations, in evaluation mode, where batch normalisation that has seen nothing leaves numbers as they are. Fully
    /// connected networks without it are drawn in stacks, others one by one; the same seed always gives the same numbers.
    /// </summary>
    /// <param name="settings">The network.</param>
    /// <param name="classes">Length of its output.</param>
    /// <param name="inputs">What it is probed with.</param>
    /// <param name="inits">How many initialisations, at least 1.</param>
    /// <param name="seed">Seed of the experiment.</param>
    /// <param name="progress">Hears how many are done, from this thread; null for nobody.</param>
    /// <param name="cancellation">Stops between two initialisations or stacks of them.</param>
    public static BirthResult Run(
        NetworkSettings settings, int classes, BirthInputs inputs, int inits, long seed, IProgress<int>? progress = null,
        CancellationToken cancellation = default)
    {
        var blueprint = BlueprintWriter.Write(settings, inputs.Shape, classes);
        var statistics = new BirthStatistics(blueprint);
        var done = 0;
        foreach (var sample in Draw(settings, blueprint, inputs, inits, seed))
        {
            cancellation.ThrowIfCancellationRequested();
            statistics.Add(sample);
            progress?.Report(++done);
        }
        return statistics.Result(inputs, BirthTheory.Of(blueprint, settings.Init));
    }

    private static IEnumerable<BirthSample> Draw(NetworkSettings settings, Blueprint blueprint, BirthInputs inputs, int inits, long seed)
    {
        if (StackedMlps.CanBuild(blueprint))
        {
            var stacks = new StackedMlps(blueprint, settings.Init, seed, inputs);
            if (stacks.Fits)
            {
                foreach (var sample in stacks.Draw(inits))
                    yield return sample;
                yield break;
            }
        }
        using var networks = new SingleNetworks(settings, blueprint.Classes, seed, inputs, inputs.Rows.device);
        foreach (var sample in networks.Draw(inits))
            yield return sample;
    }
}
