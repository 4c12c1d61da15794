using System.CommandLine;

namespace ActivationLab.Cli.Commands;

/// <summary><c>activationlab data</c>: the commands about data sets.</summary>
internal sealed class DataCommand : Command
{
    public DataCommand(Terminal terminal, Services services) : base("data", "List, fetch and verify data sets.")
    {
        Subcommands.Add(new DataListCommand(terminal));
        Subcommands.Add(new DataFetchCommand(terminal, services));
        Subcommands.Add(new DataVerifyCommand(terminal));
    }
}
