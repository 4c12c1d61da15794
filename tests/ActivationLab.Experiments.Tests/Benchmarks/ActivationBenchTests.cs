using ActivationLab.Experiments.Benchmarks;
using ActivationLab.Experiments.Tests.Support;
using ActivationLab.Models.Settings;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ActivationLab.Experiments.Tests.Benchmarks;

[Collection(TorchCollection.Name)]
public class ActivationBenchTests
{
    private static readonly TensorSize Small = new(2, 3);
    private static readonly TensorSize Map = new(2, 3, (4, 5));

    [Fact]
    public void Run_known_durations_give_known_ratios()
    {
        var time = new SteppingTime();
        var options = Options("leaky_relu") with { Time = time, Rounds = 4, Turn = TimeSpan.FromMilliseconds(12) };

        // Reading the clock takes a millisecond itself.
        var timings = Run(options, (settings, _, _) => new Slow(time, settings is ReluSettings ? 2 : 5));

        Assert.All(timings, timing => Assert.Equal(4, timing.Rounds.Count));
        foreach (var timing in timings.Where(timing => timing.Comparison.Pass != BenchPass.Backward))
        {
            Assert.Equal((2, 4), (timing.Calls, timing.BaselineCalls));
            Assert.All(timing.Rounds, round => Assert.Equal((0.006, 0.003, 2.0), (round.Seconds, round.BaselineSeconds, round.Ratio)));
        }
        // What the forward pass takes is no part of it.
        var backward = timings.Where(timing => timing.Comparison.Pass == BenchPass.Backward).ToList();
        Assert.Equal(2, backward.Count);
        Assert.All(backward.SelectMany(timing => timing.Rounds), round => Assert.Equal((0.001, 0.001), (round.Seconds, round.BaselineSeconds)));
    }

    [Fact]
    public void Run_one_call_in_many_that_is_slow_does_not_count_for_more_than_one()
    {
        var time = new SteppingTime();
        var calls = 0;
        var options = Options("leaky_relu") with { Time = time, Rounds = 1, Turn = TimeSpan.FromMilliseconds(30) };

        var timings = Run(options, (settings, _, _) => new Slow(time, () => settings is not ReluSettings && ++calls % 7 == 0 ? 1000 : 2));

        Assert.All(timings.Where(timing => timing.Comparison.Pass == BenchPass.Forward), timing => Assert.Equal(1, timing.Rounds[0].Ratio));
    }

    [Fact]
    public void Run_activation_and_relu_take_turns_and_who_is_first_changes()
    {
        var (time, order) = (new SteppingTime(), new List<char>());
        var options = Options("leaky_relu") with { Time = time, Rounds = 4, Turn = TimeSpan.FromMilliseconds(1) };

        Run(options, (settings, _, _) => new Slow(time, () =>
        {
            order.Add(settings is ReluSettings ? 'r' : 'a');
            return 1;
        }));

        var comparisons = string.Concat(order).Chunk(14).Select(calls => new string(calls)).ToList();
        Assert.Equal(6, comparisons.Count);
        // Three calls of each before the first round.
        Assert.All(comparisons, calls => Assert.Equal("aaarrr" + "ra" + "ar" + "ra" + "ar", calls));
    }

    [Fact]
    public void Run_measures_the_modules_that_are_trained_in_layout_type_and_mode()
    {
        var seen = new HashSet<(string Module, bool InPlace, string Shape, string Strides, ScalarType Type, bool Training)>();
        var options = Options("relu", "leaky_relu", "prelu", "prelu_layer", "elu") with { Sizes = [Small, Map], Layouts = Enum.GetValues<TensorLayout>() };

        var timings = Run(options, (settings, size, inPlace) =>
        {
            var module = ActivationForm.Build(settings, size, inPlace);
            module.register_forward_pre_hook((_, z) =>
            {
                seen.Add((Name(module), inPlace, string.Join('x', z.shape), string.Join(',', z.stride()), z.dtype, module.training));
                return z;
            });
            return module;
        });

        string[] modules = ["LeakyReLU in place", "LeakyReLU", "ReLU in place", "ReLU", "PReLU 3", "PReLU 1", "ELU", "ELU in place"];
        (string, string)[] inputs = [("2x3", "3,1"), ("2x3x4x5", "60,20,5,1"), ("2x3x4x5", "60,1,15,3")];
        var expected = from module in modules
                       from input in inputs
                       select (module.Replace(" in place", ""), module.EndsWith("in place", StringComparison.Ordinal), input.Item1, input.Item2, ScalarType.Float32, true);
        Assert.Equal(expected.Order(), seen.Order());
        // Three inputs, three passes; two forms of each activation and a third of ELU.
        Assert.Equal(3 * 3 * (2 * 5 + 1), timings.Count);
        Assert.Equal(options.Comparisons, timings.Select(timing => timing.Comparison));

        static string Name(Module<Tensor, Tensor> module) =>
            module is TorchSharp.Modules.PReLU prelu ? $"PReLU {prelu.weight.numel()}" : module.GetType().Name;
    }

    [Fact]
    public void Run_tensors_are_flat()
    {
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        var counts = new List<long>();
        var options = Options("leaky_relu") with { Rounds = 50, Turn = TimeSpan.FromMilliseconds(0.1) };

        Run(options, (settings, size, inPlace) =>
        {
            var module = ActivationForm.Build(settings, size, inPlace);
            if (settings is LeakyReluSettings)
            {
                module.register_forward_pre_hook((_, z) =>
                {
                    counts.Add(DisposeScopeManager.Statistics.ThreadTotalLiveCount);
                    return z;
                });
            }
            return module;
        });

        Assert.Single(counts.Distinct());
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void Run_size_beyond_all_memory_is_refused_before_anything_is_measured()
    {
        var options = Options("relu") with { Sizes = [Small, new(2_000_000_000, 2_000_000_000)] };

        var error = Assert.Throws<UserException>(() => Run(options, (_, _, _) => throw new InvalidOperationException("nothing shall be built")));

        Assert.Equal(2, error.ExitCode);
        Assert.Matches(@"^size 2000000000x2000000000: needs more memory \(128,000,000,000 GB\) than this machine has \([\d,]+ GB\); measure a smaller one$", error.Message);
    }

    [Fact]
    public void Run_that_is_stopped_ends_between_two_rounds()
    {
        using var stop = new CancellationTokenSource();
        var (time, calls) = (new SteppingTime(), 0);
        var options = Options("leaky_relu") with { Time = time, Rounds = 1000, Turn = TimeSpan.FromMilliseconds(1) };

        Assert.Throws<OperationCanceledException>(() => ActivationBench.Run(options, (_, _, _) => new Slow(time, () =>
        {
            if (++calls == 100)
                stop.Cancel();
            return 1;
        }), null, stop.Token));

        Assert.InRange(calls, 100, 101);
    }

    [Fact]
    public void Comparisons_two_dimensions_have_one_layout()
    {
        var options = Options("relu") with { Sizes = [Small, Map], Layouts = Enum.GetValues<TensorLayout>() };

        Assert.Equal(
            [(Small, TensorLayout.Contiguous), (Map, TensorLayout.Contiguous), (Map, TensorLayout.ChannelsLast)],
            options.Comparisons.Select(comparison => (comparison.Size, comparison.Layout)).Distinct());
        Assert.Empty((options with { Sizes = [Small], Layouts = [TensorLayout.ChannelsLast] }).Comparisons);
    }

    private static ActivationBenchOptions Options(params string[] activations) => new()
    {
        Activations = [.. activations.Select(name => BenchedActivation.Find(name)!)],
        Sizes = [Small],
        Device = "cpu",
        Threads = 1,
        Rounds = 2,
        Turn = TimeSpan.FromMilliseconds(0.01),
    };

    private static IReadOnlyList<ActivationTiming> Run(ActivationBenchOptions options, ModuleFactory build) =>
        ActivationBench.Run(options, build, null, CancellationToken.None);

    // Takes as long as it says, by the clock of the test.
    private sealed class Slow(SteppingTime time, Func<int> milliseconds) : Module<Tensor, Tensor>(nameof(Slow))
    {
        public Slow(SteppingTime time, int milliseconds) : this(time, () => milliseconds)
        {
        }

        public override Tensor forward(Tensor input)
        {
            time.Pass(milliseconds());
            return input.relu();
        }
    }
}
