using System.CommandLine;
using System.CommandLine.Parsing;
using ActivationLab.Cli.Views;
using ActivationLab.Experiments;
using ActivationLab.Experiments.Data;
using ActivationLab.Experiments.Runs;
using ActivationLab.Experiments.Runtime;
using ActivationLab.Experiments.Sweeps;

namespace ActivationLab.Cli.Commands;

/// <summary><c>activationlab sweep</c>: trains every cell of a sweep with every seed. The last line on standard output is the folder of the results.</summary>
internal sealed class SweepCommand : Command, IHasExamples
{
    private readonly Terminal _terminal;
    private readonly Services _services;
    private readonly Option<string?> _config = new("--config", "-c") { HelpName = "FILE", Description = "a sweep, or an experiment to sweep over with --grid and --seeds" };
    private readonly Option<string[]> _grid = new("--grid")
    {
        HelpName = "KEY=V1,V2,…",
        Description = "sweep over values of a key of the experiment; may be given several times",
        DefaultValueFactory = _ => [],
    };
    private readonly Option<string?> _seeds = new("--seeds") { HelpName = "N|A,B,C", Description = "train every cell with so many seeds, from the experiment's on, or with these" };
    private readonly Option<string[]> _set = CommonOptions.Set();
    private readonly Option<string> _runs = CommonOptions.Runs();
    private readonly Option<string?> _data = CommonOptions.Data();
    private readonly Option<int?> _jobs = SweepOptions.Jobs();
    private readonly Option<StackChoice> _stack = SweepOptions.Stack();
    private readonly Option<bool> _failFast = new("--fail-fast") { Description = "stop at the first trial that fails or diverges" };
    private readonly Option<SweepLauncher> _launcher = SweepOptions.Launcher();
    private readonly Option<int?> _trialsPerTask = SweepOptions.TrialsPerTask();
    private readonly Option<bool> _dryRun = new("--dry-run", "-n") { Description = "show the cells, how they would be run and how long that would take; write nothing" };
    private readonly Option<bool> _quiet = CommonOptions.Quiet();

    public SweepCommand(Terminal terminal, Services services)
        : base("sweep", "Train every cell of a sweep with every seed, many at once. What has ended before is not repeated, what was stopped is gone on with.")
    {
        _terminal = terminal;
        _services = services;
        foreach (var option in new Option[] { _config, _grid, _seeds, _set, _runs, _data, _jobs, _stack, _failFast, _launcher, _trialsPerTask, _dryRun, _quiet })
            Options.Add(option);
        Subcommands.Add(new SweepStatusCommand(terminal));
        Subcommands.Add(new SweepTaskCommand(terminal, services));
        Validators.Add(CheckOptions);
        SetAction(Sweep);
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Examples { get; } =
    [
        "activationlab sweep --config configs/sweeps/mnist-mlp-slopes.yaml --dry-run",
        "activationlab sweep --config configs/sweeps/mnist-mlp-slopes.yaml",
        "activationlab sweep -c configs/cnn-leaky.json --grid model.activation.negative_slope=0,0.01,0.1 --seeds 5",
        "activationlab sweep -c my-sweep.yaml --launcher slurm --trials-per-task 4",
        "activationlab sweep status runs/mnist-mlp-slopes",
    ];

    private void CheckOptions(CommandResult command)
    {
        if (command.GetResult(_config) is null)
            command.AddError("sweep needs a sweep or an experiment: --config FILE");
        // Its text, as asking for the value of a wrong one throws; what is wrong with it is said already.
        var launcher = command.GetResult(_launcher)?.Tokens.Select(token => token.Value).LastOrDefault();
        if (launcher is "slurm" && command.GetValue(_failFast))
            command.AddError("--fail-fast: tasks of a cluster do not know of each other; leave it away, or use --launcher local");
        if (launcher is null or "local" && command.GetResult(_trialsPerTask) is not null)
            command.AddError("--trials-per-task: there are no tasks without --launcher slurm");
    }

    private int Sweep(ParseResult parsed)
    {
        var sweep = Load(parsed);
        var options = new SweepRunOptions
        {
            RunsFolder = parsed.GetValue(_runs)!,
            DataFolder = parsed.GetValue(_data),
            Jobs = parsed.GetValue(_jobs),
            Stack = parsed.GetValue(_stack),
            FailFast = parsed.GetValue(_failFast),
            CommandLine = "activationlab " + CommandLineText.Of(parsed.Tokens.Select(token => token.Value)),
        };
        var quiet = parsed.GetValue(_quiet);
        using var interruption = Interruption.Listen(_terminal, quiet);
        try
        {
            if (parsed.GetValue(_dryRun))
                return DryRun(sweep, options, parsed.GetValue(_launcher), interruption.Token);
            return parsed.GetValue(_launcher) == SweepLauncher.Slurm
                ? Submit(sweep, options, quiet, interruption)
                : Run(sweep, options, quiet, interruption);
        }
        catch (OperationCanceledException) when (interruption.Signal is not null)
        {
            return ExitCode.Of(interruption.Signal.Value);
        }
    }

    private Sweep Load(ParseResult parsed)
    {
        var (path, set) = (parsed.GetValue(_config)!, parsed.GetValue(_set)!);
        var (grid, seeds) = (parsed.GetValue(_grid)!, parsed.GetValue(_seeds));
        if (!SweepLoader.IsSweepFile(path))
        {
            // Reading it first: a file with mistakes in it is told of those.
            if (grid.Length == 0 && seeds is null && Experiments.Configuration.ExperimentLoader.Load(path, set) is not null)
                throw new UserException($"{path}: is an experiment, of which there is nothing to sweep; add --grid KEY=V1,V2 or --seeds N, or use 'activationlab train'", ExitCode.Usage);
            return WithTasks(SweepLoader.AdHoc(path, set, grid, seeds));
        }
        return WithTasks(SweepLoader.Load(path, set, grid, seeds));

        Sweep WithTasks(Sweep sweep) => parsed.GetValue(_trialsPerTask) is { } trials ? sweep with { Slurm = sweep.Slurm with { TrialsPerTask = trials } } : sweep;
    }

    private int Run(Sweep sweep, SweepRunOptions options, bool quiet, Interruption interruption)
    {
        FetchData(sweep, options, quiet, interruption.Token);
        if (!quiet)
            Advise(sweep);
        interruption.Consequence = "saving checkpoints";
        var labels = new SweepLabels(sweep.Cells);
        var startedAt = _services.Time.GetTimestamp();
        var result = SweepViews.For(_terminal, labels, _services.Time, quiet).Show(observer =>
            _services.RunSweep(sweep, options, observer, interruption.Token, interruption.AtOnce));

        SweepSummary.Complain(_terminal, result, labels);
        if (!quiet)
            SweepSummary.Write(_terminal, sweep, result, labels, _services.Time.GetElapsedTime(startedAt).TotalSeconds);
        _terminal.Out.WriteLine(result.Folder);
        return ExitCode.Of(result, interruption.Signal);
    }

    private int Submit(Sweep sweep, SweepRunOptions options, bool quiet, Interruption interruption)
    {
        FetchData(sweep, options, quiet, interruption.Token);
        var receipt = _services.SubmitSweep(sweep, options);
        foreach (var line in quiet ? [] : receipt.Lines())
            _terminal.Say(line);
        foreach (var job in receipt.Jobs)
            _terminal.Out.WriteLine(job.Job);
        return ExitCode.Done;
    }

    private int DryRun(Sweep sweep, SweepRunOptions options, SweepLauncher launcher, CancellationToken cancellation)
    {
        SweepTrial[] pending = [.. sweep.Trials.Where(trial => RunFolder.For(options.RunsFolder, trial.Experiment).ReadEnd() is null)];
        SweepPlanView.WriteCells(_terminal.Out, sweep, new SweepLabels(sweep.Cells), pending);
        if (pending.Length == 0)
            _terminal.Out.WriteLine("nothing to run");
        else if (launcher == SweepLauncher.Slurm)
            _terminal.Out.WriteLine($"to be submitted as {Amount.Of((pending.Length - 1) / sweep.Slurm.TrialsPerTask + 1, "task")} of up to {Amount.Of(sweep.Slurm.TrialsPerTask, "trial")}");
        else
            SweepPlanView.WriteForecast(_terminal.Out, _services.TimeSweep(sweep, pending, options, cancellation));
        return ExitCode.Done;
    }

    // Once; workers say nothing. Loads libtorch only where there may be something to say.
    private void Advise(Sweep sweep)
    {
        var chosen = sweep.Cells.Select(cell => cell.Experiment).Where(experiment => experiment.Train.Precision is not null).ToList();
        if (chosen.Count == 0)
            return;
        var gpus = _services.DescribeTorch(null).Gpus;
        foreach (var advice in chosen.Select(experiment => PrecisionAdvice.For(experiment, gpus, _services.CpuBf16())).OfType<string>().Distinct())
            _terminal.Complain(advice);
    }

    // Once, before any worker looks for it.
    private void FetchData(Sweep sweep, SweepRunOptions options, bool quiet, CancellationToken cancellation)
    {
        var folder = DataFolder.Resolve(options.DataFolder);
        foreach (var name in sweep.Cells.Select(cell => cell.Experiment.Data.Name).Distinct().Where(name => !DatasetStore.IsPresent(name, folder)))
        {
            // Trials that have ended need no images any more.
            if (sweep.Trials.Any(trial => trial.Cell.Experiment.Data.Name == name && RunFolder.For(options.RunsFolder, trial.Experiment).ReadEnd() is null))
                MissingData.Fetch(_terminal, _services, name, folder, quiet, cancellation);
        }
    }
}
