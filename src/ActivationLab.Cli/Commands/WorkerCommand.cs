using System.CommandLine;
using System.Runtime.InteropServices;
using ActivationLab.Experiments.Sweeps.Workers;

namespace ActivationLab.Cli.Commands;

/// <summary><c>activationlab worker</c>: trains trials for a sweep, which talks to it on its standard streams. Not for people.</summary>
internal sealed class WorkerCommand : Command
{
    /// <summary>The command's name.</summary>
    public const string Word = "worker";

    public WorkerCommand()
        : base(Word, "Train trials for a sweep, which talks to this process on its standard streams.")
    {
        Hidden = true;
        SetAction(_ => Work());
    }

    private static int Work()
    {
        // A terminal sends these to all processes in front of it; the sweep decides, and is heard on standard input.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = true);
        using var hangup = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => context.Cancel = true);
        var stop = new CancellationTokenSource(); // not disposed of: a signal that is on its way may still cancel it
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            stop.Cancel();
        });
        using var input = Console.OpenStandardInput();
        using var output = Console.OpenStandardOutput();
        // Standard output is for the sweep alone.
        Console.SetOut(Console.Error);
        new WorkerLoop(input, output).Run(stop.Token);
        return ExitCode.Done;
    }
}
