using System.CommandLine;
using ActivationLab.Cli.Views;
using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Data;
using ActivationLab.Experiments.Runs;
using ActivationLab.Experiments.Training;

namespace ActivationLab.Cli.Commands;

/// <summary><c>activationlab train</c>: trains one experiment. Standard output has one line: the run's folder.</summary>
internal sealed class TrainCommand : Command, IHasExamples
{
    private readonly Terminal _terminal;
    private readonly Services _services;
    private readonly Option<string> _config = new("--config", "-c")
    {
        HelpName = "FILE",
        Description = "the experiment, in YAML or JSON",
        Required = true,
    };
    private readonly Option<string[]> _set = CommonOptions.Set();
    private readonly Option<string?> _seed = new("--seed") { HelpName = "N", Description = "shorthand for --set seed=N" };
    private readonly Option<string> _runs = CommonOptions.Runs();
    private readonly Option<string?> _data = CommonOptions.Data();
    private readonly Option<int?> _threads = CommonOptions.Threads();
    private readonly Option<bool> _fresh = new("--fresh") { Description = "move what an earlier run left aside and start over" };
    private readonly Option<bool> _verbose = new("--verbose", "-v") { Description = "show the run's log instead of its progress" };
    private readonly Option<bool> _quiet = new("--quiet", "-q") { Description = "show errors only" };

    public TrainCommand(Terminal terminal, Services services)
        : base("train", "Train one experiment, measure its units and write its run folder. A completed run is not repeated.")
    {
        _terminal = terminal;
        _services = services;
        foreach (var option in new Option[] { _config, _set, _seed, _runs, _data, _threads, _fresh, _verbose, _quiet })
            Options.Add(option);
        SetAction(Train);
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Examples { get; } =
    [
        "activationlab train --config configs/cnn-leaky.json",
        "activationlab train --config configs/cnn-leaky.json --seed 7 --set train.epochs=1",
        "activationlab train -c my.yaml --set model.activation.negative_slope=0.2 --set name=steeper",
        "run=$(activationlab train -c my.yaml --quiet) && column -s, -t \"$run/epochs.csv\"",
    ];

    private int Train(ParseResult parsed)
    {
        string[] seed = parsed.GetValue(_seed) is { } number ? [$"seed={number}"] : [];
        var experiment = ExperimentLoader.Load(parsed.GetRequiredValue(_config), [.. parsed.GetValue(_set)!, .. seed]);
        var options = new TrialOptions
        {
            RunsFolder = parsed.GetValue(_runs)!,
            DataFolder = parsed.GetValue(_data),
            Threads = parsed.GetValue(_threads),
            Fresh = parsed.GetValue(_fresh),
            LogToConsole = parsed.GetValue(_verbose),
            CommandLine = "activationlab " + CommandLineText.Of(parsed.Tokens.Select(token => token.Value)),
        };

        using var interruption = Interruption.Listen(_terminal, parsed.GetValue(_quiet));
        try
        {
            return Run(experiment, options, parsed.GetValue(_quiet), interruption);
        }
        catch (OperationCanceledException) when (interruption.Signal is not null)
        {
            return ExitCode.Of(interruption.Signal.Value);
        }
    }

    private int Run(Experiment experiment, TrialOptions options, bool quiet, Interruption interruption)
    {
        // A completed trial needs neither its images nor libtorch any more.
        if (options.Fresh || RunFolder.For(options.RunsFolder, experiment).ReadRun()?.Status != RunStatus.Completed)
            Prepare(experiment, options, quiet, interruption.Token);

        interruption.Consequence = "finishing files";
        var view = TrialViews.For(_terminal, experiment, _services.Time, quiet || options.LogToConsole);
        var result = view.Show(observer => _services.RunTrial(experiment, options, observer, interruption.Token));

        if (!quiet)
            TrialSummary.Write(_terminal, result);
        if (result.Run.Status is RunStatus.Diverged or RunStatus.Failed)
            _terminal.Complain($"{result.Run.Status.ToString().ToLowerInvariant()}: {result.Run.Message}");
        _terminal.Out.WriteLine(result.RunFolder);
        return ExitCode.Of(result.Run, interruption.Signal);
    }

    private void Prepare(Experiment experiment, TrialOptions options, bool quiet, CancellationToken cancellation)
    {
        var folder = DataFolder.Resolve(options.DataFolder);
        if (!DatasetStore.IsPresent(experiment.Data.Name, folder))
        {
            using var fetcher = _services.NewFetcher();
            FetchView.Show(_terminal, DatasetCatalog.Get(experiment.Data.Name), quiet, progress =>
                fetcher.FetchAsync(experiment.Data.Name, folder, progress, cancellation));
        }
        cancellation.ThrowIfCancellationRequested();
        if (_services.DescribeTorch(options.Threads).Warning is { } warning && !quiet)
            _terminal.Complain(warning);
    }
}
