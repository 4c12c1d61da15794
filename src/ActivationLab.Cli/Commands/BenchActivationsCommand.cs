using System.CommandLine;
using ActivationLab.Cli.Benchmarks;
using ActivationLab.Cli.Views;
using ActivationLab.Experiments;
using ActivationLab.Experiments.Benchmarks;
using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Configuration.Reading;

namespace ActivationLab.Cli.Commands;

/// <summary><c>activationlab bench activations</c>: what each activation costs beside ReLU.</summary>
internal sealed class BenchActivationsCommand : Command, IHasExamples
{
    // An interval of fewer ratios than these says little; one of more takes hours.
    private const int MostRounds = 10_000;

    private static readonly Dictionary<string, TensorLayout> Layouts = Enum.GetValues<TensorLayout>().ToDictionary(layout => SnakeCase.Of(layout));

    private readonly Terminal _terminal;
    private readonly Services _services;
    private readonly Option<IReadOnlyList<BenchedActivation>> _names = BenchOptions.Activations("--names", "which activations [default: all]");
    private readonly Option<IReadOnlyList<TensorSize>> _sizes = BenchOptions.List(
        "--sizes", "SIZE,SIZE", $"sizes of the pre-activations: {TensorSize.Grammar} [default: {string.Join(',', new ActivationBenchOptions().Sizes)}]",
        TensorSize.Parse, _ => $"must be {TensorSize.Grammar}, of whole numbers from 1");
    private readonly Option<IReadOnlyList<string>> _layouts = BenchOptions.List(
        "--layout", "contiguous,channels_last", "how four dimensions lie in memory [default: both]",
        word => Layouts.ContainsKey(word) ? word : null, word => $"must be contiguous or channels_last{Spelling.DidYouMean(word, Layouts.Keys)}");
    private readonly Option<int?> _rounds = CommonOptions.WholeNumber("--rounds", "how often each takes turns with ReLU [default: 21]", MostRounds);
    private readonly Option<string?> _csv = BenchOptions.Csv();
    private readonly Option<string> _device = CommonOptions.Device();
    private readonly Option<int?> _threads = CommonOptions.Threads();
    private readonly Option<bool> _quiet = CommonOptions.Quiet();

    public BenchActivationsCommand(Terminal terminal, Services services)
        : base("activations", "Time the forward and backward pass of activations in turns with ReLU, by size, layout and in place or not.")
    {
        _terminal = terminal;
        _services = services;
        foreach (var option in new Option[] { _names, _sizes, _layouts, _rounds, _csv, _device, _threads, _quiet })
            Options.Add(option);
        SetAction(Measure);
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Examples { get; } =
    [
        "activationlab bench activations",
        "activationlab bench activations --names relu,leaky_relu,prelu,prelu_layer --rounds 51 --csv activations.csv",
        "activationlab bench activations --names leaky_relu --sizes 64x512,128x64x32x32 --layout channels_last --threads 1",
    ];

    private int Measure(ParseResult parsed)
    {
        var target = BenchOptions.CsvTarget(parsed, _csv);
        var usual = new ActivationBenchOptions();
        var options = usual with
        {
            Activations = parsed.GetValue(_names) ?? usual.Activations,
            Sizes = parsed.GetValue(_sizes) ?? usual.Sizes,
            Layouts = parsed.GetValue(_layouts) is { } layouts ? [.. layouts.Select(layout => Layouts[layout])] : usual.Layouts,
            Rounds = parsed.GetValue(_rounds) ?? usual.Rounds,
            Device = parsed.GetValue(_device)!,
            Threads = parsed.GetValue(_threads),
        };
        var comparisons = options.Comparisons;
        if (comparisons.Count == 0)
            throw new UserException($"--layout {SnakeCase.Of(TensorLayout.ChannelsLast)}: needs a size of four dimensions, such as 64x32x28x28", ExitCode.Usage);

        var quiet = parsed.GetValue(_quiet);
        using var interruption = Interruption.Listen(_terminal, quiet);
        try
        {
            var machine = MachineRecord.Capture(_services.DescribeTorch(options.Threads), options.Device);
            if (MachineView.Doubt(machine) is { } doubt && !quiet)
                _terminal.Complain(doubt);
            var timings = CountBar.Show(_terminal, "comparisons", comparisons.Count, quiet, progress =>
                _services.BenchActivations(options, progress, interruption.Token));
            var rows = BenchRows.Of(timings, machine);
            BenchOptions.Write(_terminal, target, rows, () => ActivationBenchView.Write(_terminal.Out, rows, machine));
            return ExitCode.Done;
        }
        catch (OperationCanceledException) when (interruption.Signal is not null)
        {
            return ExitCode.Of(interruption.Signal.Value);
        }
    }
}
