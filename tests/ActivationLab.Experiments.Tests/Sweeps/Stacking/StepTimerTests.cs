using System.Diagnostics;
using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Sweeps.Stacking;
using ActivationLab.Experiments.Tests.Support;
using ActivationLab.Models.Settings;
using TorchSharp;

namespace ActivationLab.Experiments.Tests.Sweeps.Stacking;

[Collection(TorchCollection.Name)]
public class StepTimerTests
{
    private static readonly Experiment s_small = new()
    {
        Device = "cpu",
        Model = new MlpSettings { Hidden = [8] },
        Train = new TrainSettings { Epochs = 2, BatchSize = 16 },
    };

    [Theory]
    [InlineData(1, 16)]
    [InlineData(3, 16)]
    [InlineData(2, 20_000)]
    public void SecondsPerStep_is_within_the_time_that_it_took_and_leaves_no_tensors(int members, int batchSize)
    {
        var tensors = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        Experiment[] trials = [.. Enumerable.Range(0, members).Select(seed => s_small with
        {
            Seed = seed,
            Train = s_small.Train with { BatchSize = batchSize },
        })];
        var clock = Stopwatch.StartNew();

        var seconds = StepTimer.SecondsPerStep(trials, threads: 1, TimeSpan.FromMilliseconds(20));

        Assert.InRange(seconds, double.Epsilon, clock.Elapsed.TotalSeconds / 2);
        Assert.Equal(tensors, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }
}
