using System.CommandLine;
using ActivationLab.Cli.Benchmarks;
using ActivationLab.Cli.Views;
using ActivationLab.Experiments;
using ActivationLab.Experiments.Benchmarks;
using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Data;
using ActivationLab.Experiments.Runtime;
using ActivationLab.Experiments.Sweeps;

namespace ActivationLab.Cli.Commands;

/// <summary><c>activationlab bench step</c>: how fast an experiment trains, and where the time goes.</summary>
internal sealed class BenchStepCommand : Command, IHasExamples
{
    private const int MostSteps = 1_000_000;

    private readonly Terminal _terminal;
    private readonly Services _services;
    private readonly Option<string> _config = new("--config", "-c")
    {
        HelpName = "FILE",
        Description = "the experiment, in YAML or JSON",
        Required = true,
    };
    private readonly Option<int?> _steps = CommonOptions.WholeNumber(
        "--steps", "steps that are timed as a whole, and as many again by phase [default: 200]", MostSteps);
    private readonly Option<IReadOnlyList<BenchedActivation>> _activations = BenchOptions.Activations(
        "--activations", "train with each of these and with ReLU in turns, and compare [default: the experiment's own alone]");
    private readonly Option<string[]> _set = CommonOptions.Set();
    private readonly Option<string?> _csv = BenchOptions.Csv();
    private readonly Option<string?> _data = CommonOptions.Data();
    private readonly Option<int?> _threads = CommonOptions.Threads();
    private readonly Option<bool> _quiet = CommonOptions.Quiet();

    public BenchStepCommand(Terminal terminal, Services services)
        : base("step", "Time training steps of an experiment: images/s, time by phase, FLOP/s, and its ratio to ReLU. Nothing is written to runs.")
    {
        _terminal = terminal;
        _services = services;
        foreach (var option in new Option[] { _config, _steps, _activations, _set, _csv, _data, _threads, _quiet })
            Options.Add(option);
        SetAction(Measure);
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Examples { get; } =
    [
        "activationlab bench step --config configs/cnn-leaky.json",
        "activationlab bench step -c configs/mnist-mlp-leaky.yaml --activations relu,leaky_relu,prelu --csv step.csv",
        "activationlab bench step -c configs/cnn-leaky.json --set train.batch_size=256 --steps 100 --threads 1",
    ];

    private int Measure(ParseResult parsed)
    {
        var target = BenchOptions.CsvTarget(parsed, _csv);
        var file = parsed.GetRequiredValue(_config);
        if (SweepLoader.IsSweepFile(file))
            throw new UserException($"{file}: is a sweep; give one experiment, such as a file in its runs folder sweep/cells", ExitCode.Usage);
        var experiment = ExperimentLoader.Load(file, parsed.GetValue(_set)!);
        var options = new StepBenchOptions { Threads = parsed.GetValue(_threads), Activations = parsed.GetValue(_activations) ?? [] };
        if (parsed.GetValue(_steps) is { } steps)
            options = options with { Steps = steps };

        var quiet = parsed.GetValue(_quiet);
        using var interruption = Interruption.Listen(_terminal, quiet);
        try
        {
            var folder = DataFolder.Resolve(parsed.GetValue(_data));
            MissingData.Fetch(_terminal, _services, experiment.Data.Name, folder, quiet, interruption.Token);
            var torch = _services.DescribeTorch(options.Threads);
            var machine = MachineRecord.Capture(torch, experiment.Device);
            if (!quiet)
                Warn(torch.Warning, PrecisionAdvice.For(experiment, torch.Gpus, _services.CpuBf16()), MachineView.Doubt(machine));
            var data = _services.LoadData(experiment.Data.Name, folder);
            var result = CountBar.Show(_terminal, "rounds", options.Rounds, quiet, progress =>
                _services.BenchStep(experiment, data, options, progress, interruption.Token));
            var rows = BenchRows.Of(result, experiment.Name, machine);
            BenchOptions.Write(_terminal, target, rows, () => StepBenchView.Write(_terminal.Out, result, rows, machine));
            return ExitCode.Done;
        }
        catch (OperationCanceledException) when (interruption.Signal is not null)
        {
            return ExitCode.Of(interruption.Signal.Value);
        }
    }

    private void Warn(params string?[] warnings)
    {
        foreach (var warning in warnings.OfType<string>())
            _terminal.Complain(warning);
    }
}
