using System.CommandLine;

namespace ActivationLab.Cli.Commands;

/// <summary><c>activationlab config</c>: the commands about configurations.</summary>
internal sealed class ConfigCommand : Command
{
    public ConfigCommand(Terminal terminal) : base("config", "Check configurations, show them with all defaults, or print their schema.")
    {
        Subcommands.Add(new ConfigCheckCommand(terminal));
        Subcommands.Add(new ConfigShowCommand(terminal));
        Subcommands.Add(new ConfigSchemaCommand(terminal));
    }
}
