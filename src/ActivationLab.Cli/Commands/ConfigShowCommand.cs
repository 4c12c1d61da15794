using System.CommandLine;
using ActivationLab.Experiments.Configuration;

namespace ActivationLab.Cli.Commands;

/// <summary><c>activationlab config show</c>: a configuration with every default written out, as YAML.</summary>
internal sealed class ConfigShowCommand : Command, IHasExamples
{
    private readonly Terminal _terminal;
    private readonly Argument<string> _file = new("FILE") { Description = "a configuration in YAML or JSON" };
    private readonly Option<string[]> _set = CommonOptions.Set();

    public ConfigShowCommand(Terminal terminal) : base("show", "Print a configuration as YAML with every default written out.")
    {
        _terminal = terminal;
        Arguments.Add(_file);
        Options.Add(_set);
        SetAction(Show);
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Examples { get; } =
    [
        "activationlab config show configs/cnn-leaky.json",
        "activationlab config show configs/cnn-leaky.json --set train.optimizer.lr=0.01 > mine.yaml",
    ];

    private int Show(ParseResult parsed)
    {
        var experiment = ExperimentLoader.Load(parsed.GetRequiredValue(_file), parsed.GetValue(_set)!);
        _terminal.Out.Write(ExperimentYaml.Write(experiment));
        return ExitCode.Done;
    }
}
