using System.Runtime.InteropServices;

namespace ActivationLab.Cli;

/// <summary>
/// Ctrl-C and SIGTERM: the first asks the work to finish its files, the second ends the process as if nobody had listened (unless patient).
/// </summary>
internal sealed class Interruption(Terminal terminal, bool quiet) : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly CancellationTokenSource _atOnce = new();
    private readonly List<PosixSignalRegistration> _registrations = [];
    private int _received;

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Cancelled by the second signal, just before the process ends: for what would outlive it, such as other processes.</summary>
    public CancellationToken AtOnce => _atOnce.Token;

    /// <summary>The first signal; null as long as there was none.</summary>
    public PosixSignal? Signal { get; private set; }

    /// <summary>Whether signals after the first are passed over.</summary>
    public bool IsPatient { get; init; }

    /// <summary>What is done after the first signal.</summary>
    public string Consequence { get; set; } = "stopping";

    /// <summary>Listens to both signals until disposed of.</summary>
    /// <param name="terminal">Where it is said what the first signal does.</param>
    /// <param name="quiet">Say nothing.</param>
    /// <param name="patient">Pass over further signals: where nobody sits who would be waiting, and the files are worth more.</param>
    public static Interruption Listen(Terminal terminal, bool quiet, bool patient = false)
    {
        var interruption = new Interruption(terminal, quiet) { IsPatient = patient };
        foreach (var signal in new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM })
            interruption._registrations.Add(PosixSignalRegistration.Create(signal, context => context.Cancel = interruption.Receive(signal)));
        return interruption;
    }

    /// <summary>Takes a signal. False: the process is to end now, by that signal.</summary>
    public bool Receive(PosixSignal signal)
    {
        if (Interlocked.Exchange(ref _received, 1) != 0)
        {
            if (IsPatient)
                return true;
            _atOnce.Cancel();
            terminal.Restore();
            return false;
        }
        Signal = signal;
        if (!quiet)
            terminal.Say($"{Consequence}…{(IsPatient ? "" : " (again to stop at once)")}");
        _source.Cancel();
        return true;
    }

    /// <summary>Listens no more. The source is not disposed of: a signal that is on its way may still cancel it.</summary>
    public void Dispose() => _registrations.ForEach(registration => registration.Dispose());
}
