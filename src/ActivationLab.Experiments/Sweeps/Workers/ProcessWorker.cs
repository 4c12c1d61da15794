using System.Diagnostics;

namespace ActivationLab.Experiments.Sweeps.Workers;

/// <summary>A worker that is a process.</summary>
internal sealed class ProcessWorker(Process process, WorkerLog log, IWorkerListener listener, Action<ProcessWorker> forget) : IWorker
{
    /// <summary>How long it may live when its output has ended: there is nothing left for it to do.</summary>
    public required TimeSpan MutePatience { get; init; }

    /// <summary>Begins to listen; the listener hears of its end, whatever happens.</summary>
    public void Listen() => new Thread(ListenToEnd) { IsBackground = true, Name = $"worker {process.Id}" }.Start();

    /// <inheritdoc/>
    public void Send(string line) => Quietly(() =>
    {
        process.StandardInput.Write(line + "\n");
        process.StandardInput.Flush();
    });

    /// <inheritdoc/>
    public void EndInput() => Quietly(() => process.StandardInput.Close());

    /// <inheritdoc/>
    public void Kill() => Quietly(() => process.Kill());

    /// <inheritdoc/>
    public void Log(string line) => log.Add(line);

    /// <summary>Lets go of a process that has ended, or asks one that has not to end.</summary>
    public void Dispose()
    {
        EndInput();
        log.Dispose();
    }

    private void ListenToEnd()
    {
        var errors = new Thread(LogErrors) { IsBackground = true };
        errors.Start();
        var lines = new LineReader(process.StandardOutput.BaseStream, WorkerProtocol.LongestLine);
        while (lines.Read() is { } line)
            listener.Heard(line);

        var mute = !process.WaitForExit(MutePatience);
        if (mute)
            Kill();
        process.WaitForExit();
        // Somebody who has inherited the stream may keep it open.
        errors.Join(MutePatience);
        forget(this);
        listener.Ended(new WorkerEnd(mute ? "closed its output and was ended" : ProcessEnd.Of(process.ExitCode), log.LastLine));
        process.Dispose();
    }

    private void LogErrors()
    {
        var lines = new LineReader(process.StandardError.BaseStream, WorkerLog.LongestLine);
        while (lines.Read() is { } line)
            log.Add(line);
    }

    // A dead process takes no words; its end is heard elsewhere.
    private static void Quietly(Action action)
    {
        try
        {
            action();
        }
        catch (Exception error) when (error is IOException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            // ObjectDisposedException is an InvalidOperationException.
        }
    }
}
