using System.CommandLine;
using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Sweeps;

namespace ActivationLab.Cli.Commands;

/// <summary><c>activationlab config schema</c>: the JSON Schema of configurations, for editors.</summary>
internal sealed class ConfigSchemaCommand : Command, IHasExamples
{
    private readonly Option<bool> _sweep = new("--sweep") { Description = "of sweep files instead of experiments" };

    public ConfigSchemaCommand(Terminal terminal) : base("schema", "Print the JSON Schema (draft-7) of configurations, for editors.")
    {
        Options.Add(_sweep);
        SetAction(parsed =>
        {
            terminal.Out.WriteLine((parsed.GetValue(_sweep) ? SweepSchema.Write() : ExperimentSchema.Write()).TrimEnd());
            return ExitCode.Done;
        });
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Examples { get; } =
        ["activationlab config schema > experiment.schema.json", "activationlab config schema --sweep > sweep.schema.json"];
}
