using System.CommandLine;

namespace ActivationLab.Cli.Commands;

/// <summary><c>activationlab plot</c>: charts of what needs no run.</summary>
internal sealed class PlotCommand : Command, IHasExamples
{
    public PlotCommand(Terminal terminal) : base("plot", "Draw what needs no run.") => Subcommands.Add(new PlotActivationsCommand(terminal));

    /// <inheritdoc/>
    public IReadOnlyList<string> Examples { get; } =
    [
        "activationlab plot activations",
    ];
}
