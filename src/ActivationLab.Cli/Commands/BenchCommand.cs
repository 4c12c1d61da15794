using System.CommandLine;

namespace ActivationLab.Cli.Commands;

/// <summary><c>activationlab bench</c>: the commands that take times.</summary>
internal sealed class BenchCommand : Command
{
    public BenchCommand(Terminal terminal, Services services) : base("bench", "Time activations beside ReLU, or the training steps of an experiment.")
    {
        Subcommands.Add(new BenchActivationsCommand(terminal, services));
        Subcommands.Add(new BenchStepCommand(terminal, services));
    }
}
