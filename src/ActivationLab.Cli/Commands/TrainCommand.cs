using System.CommandLine;
using System.CommandLine.Parsing;
using ActivationLab.Cli.Views;
using ActivationLab.Experiments;
using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Data;
using ActivationLab.Experiments.Runs;
using ActivationLab.Experiments.Runtime;
using ActivationLab.Experiments.Sweeps;
using ActivationLab.Experiments.Training;

namespace ActivationLab.Cli.Commands;

/// <summary><c>activationlab train</c>: trains one experiment. Standard output has one line: the run's folder.</summary>
internal sealed class TrainCommand : Command, IHasExamples
{
    private readonly Terminal _terminal;
    private readonly Services _services;
    private readonly Option<string?> _config = new("--config", "-c") { HelpName = "FILE", Description = "the experiment, in YAML or JSON" };
    private readonly Option<string?> _resume = new("--resume") { HelpName = "RUN", Description = "go on in a run folder, with its own config.yaml; with --fresh, start it over" };
    private readonly Option<string[]> _set = CommonOptions.Set();
    private readonly Option<string?> _seed = CommonOptions.Seed();
    private readonly Option<string> _runs = CommonOptions.Runs();
    private readonly Option<string?> _data = CommonOptions.Data();
    private readonly Option<int?> _threads = CommonOptions.Threads();
    private readonly Option<bool> _fresh = new("--fresh") { Description = "move what an earlier run left aside and start over" };
    private readonly Option<bool> _verbose = new("--verbose", "-v") { Description = "show the run's log instead of its progress" };
    private readonly Option<bool> _quiet = CommonOptions.Quiet();

    public TrainCommand(Terminal terminal, Services services)
        : base("train", "Train one experiment, measure its units and write its run folder. A stopped run is gone on with, a completed one not repeated.")
    {
        _terminal = terminal;
        _services = services;
        foreach (var option in new Option[] { _config, _resume, _set, _seed, _runs, _data, _threads, _fresh, _verbose, _quiet })
            Options.Add(option);
        Validators.Add(CheckOptions);
        SetAction(Train);
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Examples { get; } =
    [
        "activationlab train --config configs/cnn-leaky.json",
        "activationlab train --config configs/cnn-leaky.json --seed 7 --set train.epochs=1",
        "activationlab train -c my.yaml --set model.activation.negative_slope=0.2 --set name=steeper",
        "activationlab train --resume runs/cnn-leaky/cnn-leaky_relu-0.01-3f2a9c1b/seed-42",
        "run=$(activationlab train -c my.yaml --quiet) && column -s, -t \"$run/epochs.csv\"",
    ];

    private void CheckOptions(CommandResult command)
    {
        var resumes = command.GetResult(_resume) is not null;
        if (!resumes && command.GetResult(_config) is null)
            command.AddError("train needs an experiment: --config FILE, or --resume RUN");
        if (resumes && command.GetResult(_runs) is { Implicit: false })
            command.AddError("--resume says which run it is: --runs can only be given without it");
    }

    private int Train(ParseResult parsed)
    {
        string[] seed = parsed.GetValue(_seed) is { } number ? [$"seed={number}"] : [];
        if (parsed.GetValue(_config) is { } file && SweepLoader.IsSweepFile(file))
            throw new UserException($"{file}: is a sweep; use 'activationlab sweep --config {file}'", ExitCode.Usage);
        var source = parsed.GetValue(_resume) is { } run ? ResumedRun.Find(run) : null;
        var experiment = ExperimentLoader.Load(parsed.GetValue(_config) ?? source!.ConfigFile, [.. parsed.GetValue(_set)!, .. seed]);
        source?.Check(experiment);
        var options = new TrialOptions
        {
            RunsFolder = source?.RunsFolder ?? parsed.GetValue(_runs)!,
            DataFolder = parsed.GetValue(_data),
            Threads = parsed.GetValue(_threads),
            Fresh = parsed.GetValue(_fresh),
            LogToConsole = parsed.GetValue(_verbose),
            CommandLine = "activationlab " + CommandLineText.Of(parsed.Tokens.Select(token => token.Value)),
        };

        using var interruption = Interruption.Listen(_terminal, parsed.GetValue(_quiet));
        try
        {
            return Run(source is null ? experiment : experiment with { Name = source.Name }, options, parsed.GetValue(_quiet), interruption);
        }
        catch (OperationCanceledException) when (interruption.Signal is not null)
        {
            return ExitCode.Of(interruption.Signal.Value);
        }
    }

    private int Run(Experiment experiment, TrialOptions options, bool quiet, Interruption interruption)
    {
        // A trial that has ended needs neither its images nor libtorch any more.
        if (options.Fresh || RunFolder.For(options.RunsFolder, experiment).ReadEnd() is null)
            options = Prepare(experiment, options, quiet, interruption.Token);

        interruption.Consequence = "saving a checkpoint";
        var view = TrialViews.For(_terminal, experiment, _services.Time, quiet || options.LogToConsole);
        var result = view.Show(observer => _services.RunTrial(experiment, options, observer, interruption.Token));

        if (!quiet)
            TrialSummary.Write(_terminal, result);
        if (result.Run.Status is RunStatus.Diverged or RunStatus.Failed)
            _terminal.Complain($"{result.Run.Status.ToString().ToLowerInvariant()}: {result.Run.Message}");
        _terminal.Out.WriteLine(result.RunFolder);
        return ExitCode.Of(result, interruption.Signal);
    }

    private TrialOptions Prepare(Experiment experiment, TrialOptions options, bool quiet, CancellationToken cancellation)
    {
        var folder = DataFolder.Resolve(options.DataFolder);
        MissingData.Fetch(_terminal, _services, experiment.Data.Name, folder, quiet, cancellation);
        // Reading and checking the images takes less time than loading libtorch, and needs none of it. But while a library is being loaded, no
        // other can be, nor any function be found in one; so what reading needs of the system is found before, by checking the smallest file.
        _ = DatasetStore.CheckSmallest(experiment.Data.Name, folder);
        var reading = Task.Run(() => _services.LoadData(experiment.Data.Name, folder), CancellationToken.None);
        var torch = _services.DescribeTorch(options.Threads);
        foreach (var warning in new[] { torch.Warning, PrecisionAdvice.For(experiment, torch.Gpus, _services.CpuBf16()) }.OfType<string>())
        {
            if (!quiet)
                _terminal.Complain(warning);
        }
        return options with { Data = new Lazy<LoadedDataset>(() => reading.GetAwaiter().GetResult()) };
    }
}
