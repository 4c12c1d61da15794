using System.Diagnostics;
using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Data;
using ActivationLab.Experiments.Runtime;
using ActivationLab.Experiments.Training;
using ActivationLab.Experiments.Training.Stacks;
using ActivationLab.Models;
using ActivationLab.Models.Initialisation;
using TorchSharp;

namespace ActivationLab.Experiments.Sweeps.Stacking;

/// <summary>Times training steps on random images: it needs no data, and leaves no files.</summary>
internal static class StepTimer
{
    // Steps between two looks at the clock, which wait for the device; fewer where batches are large. On a GPU, whose steps are short, more:
    // an epoch begins and ends with copies that a real one has seldom.
    private const int MostSteps = 8, MostStepsOnGpu = 100;
    private const int MostImages = 16_384;
    private const int LeastEpochs = 3;

    /// <summary>The least time of a step of these trials, in seconds: together if there are several.</summary>
    /// <param name="members">Trials of one <see cref="StackKey"/>, or one.</param>
    /// <param name="threads">Threads of a tensor operation; null for the cores that the process may use.</param>
    /// <param name="duration">How long to measure, after the first steps; a little longer if it takes.</param>
    public static double SecondsPerStep(IReadOnlyList<Experiment> members, int? threads, TimeSpan duration)
    {
        TorchRuntime.SetThreads(threads);
        TorchRuntime.SetPrecision(members[0].Train.ComputesIn);
        var info = DatasetCatalog.Get(members[0].Data.Name);
        var device = TorchRuntime.Device(members[0].Device);
        var batchSize = members[0].Train.BatchSize;
        var count = batchSize * Math.Clamp(MostImages / batchSize, 1, device.type == DeviceType.CUDA ? MostStepsOnGpu : MostSteps);
        using var images = new ResidentImages(RandomImages(info, count), info, device);
        var networks = new List<Network>();
        try
        {
            foreach (var member in members)
                networks.Add(Network.Build(member.Model, info.Shape, info.ClassNames.Count, member.Seed, images.Device));
            return members.Count == 1 ? Alone(members[0], networks[0], images, duration) : Together(members, networks, images, duration);
        }
        finally
        {
            networks.ForEach(network => network.Dispose());
        }
    }

    private static double Alone(Experiment experiment, Network network, ResidentImages images, TimeSpan duration)
    {
        using var trainer = new EpochTrainer(
            network, images, new ImageRange(0, images.Count), experiment.Train, experiment.Seed, experiment.Data.Augment);
        return LeastSeconds(() => trainer.Train(1), duration) / trainer.StepsPerEpoch;
    }

    private static double Together(IReadOnlyList<Experiment> members, IReadOnlyList<Network> networks, ResidentImages images, TimeSpan duration)
    {
        using var trainer = new StackTrainer(
            [.. members.Zip(networks, (experiment, network) => new StackMember(experiment, network))], images, new ImageRange(0, images.Count));
        int[] epochs = [.. members.Select(_ => 1)];
        return LeastSeconds(() => trainer.Train(epochs), duration) / trainer.Steps.Count;
    }

    private static double LeastSeconds(Action epoch, TimeSpan duration)
    {
        epoch(); // the first one allocates, and chooses kernels
        var (least, epochs) = (double.PositiveInfinity, 0);
        for (var clock = Stopwatch.StartNew(); epochs < LeastEpochs || clock.Elapsed < duration; epochs++)
        {
            var start = Stopwatch.GetTimestamp();
            epoch();
            least = Math.Min(least, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
        return least; // what others on the machine take away is no part of the work
    }

    private static ImageSet RandomImages(DatasetInfo info, int count)
    {
        var random = new SplitMix64((ulong)SeedStream.Derive(0, "timing"));
        var pixels = new byte[(long)count * info.Shape.Size];
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = (byte)random.Next();
        return new ImageSet(
            pixels, [.. Enumerable.Range(0, count).Select(i => (byte)(i % info.ClassNames.Count))], count, info.Channels, info.Height, info.Width);
    }
}
