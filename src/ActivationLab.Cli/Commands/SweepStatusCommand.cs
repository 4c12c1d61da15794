using System.CommandLine;
using ActivationLab.Cli.Views;
using ActivationLab.Experiments.Sweeps.Plan;

namespace ActivationLab.Cli.Commands;

/// <summary><c>activationlab sweep status</c>: where the trials of a sweep stand, read from its folder alone.</summary>
internal sealed class SweepStatusCommand : Command, IHasExamples
{
    private readonly Terminal _terminal;
    private readonly Argument<string> _folder = new("DIR") { Description = "the folder of a sweep's results: runs/NAME" };

    public SweepStatusCommand(Terminal terminal)
        : base("status", "Show where the trials of a sweep stand, by their folders alone: completed, running, failed, missing.")
    {
        _terminal = terminal;
        Arguments.Add(_folder);
        SetAction(Show);
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Examples { get; } =
        ["activationlab sweep status runs/mnist-cnn-leaky", "watch -n 60 activationlab sweep status runs/mnist-cnn-leaky"];

    private int Show(ParseResult parsed)
    {
        SweepStatusView.Write(_terminal.Out, SweepStatus.Read(parsed.GetRequiredValue(_folder)));
        return ExitCode.Done;
    }
}
