using System.CommandLine;
using System.Globalization;
using ActivationLab.Cli.Views;
using ActivationLab.Experiments.Data;
using ActivationLab.Experiments.Sweeps;
using ActivationLab.Experiments.Sweeps.Slurm;

namespace ActivationLab.Cli.Commands;

/// <summary><c>activationlab sweep task</c>: what a task of a Slurm job array runs. Not for people.</summary>
internal sealed class SweepTaskCommand : Command
{
    private const string Word = "task";

    private readonly Terminal _terminal;
    private readonly Services _services;
    private readonly Argument<string> _submission = new("DIR") { Description = "the folder of a submission: runs/NAME/sweep/slurm/N" };
    private readonly Argument<int> _task = new("TASK") { Description = "the number of the task in its tasks.csv" };
    private readonly Option<string?> _data = CommonOptions.Data();
    private readonly Option<int?> _jobs = SweepOptions.Jobs();
    private readonly Option<StackChoice> _stack = SweepOptions.Stack();

    public SweepTaskCommand(Terminal terminal, Services services)
        : base(Word, "Run the trials of one task of a submission to a cluster.")
    {
        _terminal = terminal;
        _services = services;
        Hidden = true;
        Arguments.Add(_submission);
        Arguments.Add(_task);
        foreach (var option in new Option[] { _data, _jobs, _stack })
            Options.Add(option);
        SetAction(Run);
    }

    /// <summary>The options with which a task runs its trials as a sweep was asked to. Paths are absolute: a node has another current folder.</summary>
    public static IReadOnlyList<string> OptionsFor(SweepRunOptions options) =>
    [
        "--data", Path.GetFullPath(DataFolder.Resolve(options.DataFolder)),
        .. options.Jobs is { } jobs ? ["--jobs", jobs.ToString(CultureInfo.InvariantCulture)] : Array.Empty<string>(),
        "--stack", options.Stack.Members switch
        {
            null => "auto",
            1 => "off",
            { } members => members.ToString(CultureInfo.InvariantCulture),
        },
    ];

    private int Run(ParseResult parsed)
    {
        var submission = SlurmSubmission.Open(parsed.GetValue(_submission)!);
        var trials = submission.LoadTrials(parsed.GetValue(_task));
        var options = new SweepRunOptions
        {
            RunsFolder = submission.RunsFolder,
            DataFolder = parsed.GetValue(_data),
            Jobs = parsed.GetValue(_jobs),
            Stack = parsed.GetValue(_stack),
            CommandLine = "activationlab " + CommandLineText.Of(parsed.Tokens.Select(token => token.Value)),
        };
        // Slurm sends SIGTERM as often as it sees reason to; those that take too long it ends otherwise.
        using var interruption = Interruption.Listen(_terminal, quiet: false, patient: true);
        interruption.Consequence = "saving checkpoints";
        var labels = new SweepLabels([.. trials.Select(trial => trial.Cell).DistinctBy(cell => cell.Name)]);
        var result = new PlainSweepView(_terminal, labels, _services.Time).Show(observer =>
            _services.RunTrials(submission.Sweep, trials, options, observer, interruption.Token, interruption.AtOnce));
        return ExitCode.Of(result, interruption.Signal);
    }
}
