using System.CommandLine;
using ActivationLab.Experiments.Configuration;

namespace ActivationLab.Cli.Commands;

/// <summary><c>activationlab config schema</c>: the JSON Schema of configurations, for editors.</summary>
internal sealed class ConfigSchemaCommand : Command, IHasExamples
{
    public ConfigSchemaCommand(Terminal terminal) : base("schema", "Print the JSON Schema (draft-7) of configurations, for editors.") =>
        SetAction(_ =>
        {
            terminal.Out.WriteLine(ExperimentSchema.Write().TrimEnd());
            return ExitCode.Done;
        });

    /// <inheritdoc/>
    public IReadOnlyList<string> Examples { get; } = ["activationlab config schema > experiment.schema.json"];
}
