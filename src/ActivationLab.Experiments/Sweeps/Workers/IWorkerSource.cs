namespace ActivationLab.Experiments.Sweeps.Workers;

/// <summary>Starts workers: processes that train trials.</summary>
public interface IWorkerSource
{
    /// <summary>Starts a worker. What it says comes to the listener, on any thread but one call at a time.</summary>
    /// <exception cref="UserException">It cannot be started.</exception>
    IWorker Start(WorkerSettings settings, IWorkerListener listener);
}

/// <summary>A worker, from its coordinator's side. No member throws because the worker has died: its listener hears of that.</summary>
public interface IWorker : IDisposable
{
    /// <summary>Gives it a line of the protocol.</summary>
    void Send(string line);

    /// <summary>Asks it to stop, with a checkpoint of what it does, and to end: the end of its input.</summary>
    void EndInput();

    /// <summary>Ends it at once.</summary>
    void Kill();

    /// <summary>Puts a line into its log.</summary>
    void Log(string line);
}

/// <summary>Hears what a worker says.</summary>
public interface IWorkerListener
{
    /// <summary>A whole line of its output.</summary>
    void Heard(string line);

    /// <summary>It is no more; nothing else comes from it.</summary>
    void Ended(WorkerEnd end);
}

/// <summary>How a worker is started.</summary>
/// <param name="Number">Its place among the workers of the sweep, from 1; one that takes the place of a dead one has the same.</param>
/// <param name="Threads">Threads of its tensor operations.</param>
/// <param name="Gpu">What <c>CUDA_VISIBLE_DEVICES</c> is for it; null for the GPUs that the coordinator sees.</param>
/// <param name="LogFile">Where its standard error goes; made when there is something to write.</param>
public sealed record WorkerSettings(int Number, int Threads, string? Gpu, string LogFile);

/// <summary>How a worker ended.</summary>
/// <param name="How">In words: <c>ended by signal 9</c>.</param>
/// <param name="LastWords">The last line of its standard error; empty if there was none.</param>
public sealed record WorkerEnd(string How, string LastWords = "");
