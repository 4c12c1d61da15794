using System.Collections.Concurrent;
using System.Text;
using ActivationLab.Experiments.Runtime;

namespace ActivationLab.Experiments.Sweeps.Workers;

/// <summary>
/// A worker, from its own side: takes requests from a stream and answers on another until the first ends, be it that its coordinator has
/// nothing more for it, wants it to stop, or is dead. Then it saves a checkpoint of what it does, and returns.
/// </summary>
public sealed class WorkerLoop(Stream input, Stream output)
{
    private readonly Lock _gate = new();

    /// <summary>Works until the input ends.</summary>
    /// <param name="cancellation">Stops it as the end of the input does.</param>
    public void Run(CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var requests = new BlockingCollection<string>();
        var facts = TorchRuntime.Describe();
        Say(new HelloReply(WorkerProtocol.Build, facts.Threads, facts.Gpus, facts.Warning));
        // A thread, as reading cannot be cancelled; it ends with the process.
        new Thread(() => Read(requests, stop)) { IsBackground = true, Name = "requests" }.Start();

        var jobs = new WorkerJobs(Say, stop.Token);
        try
        {
            foreach (var line in requests.GetConsumingEnumerable(stop.Token))
                jobs.Do(WorkerProtocol.Request(line) ?? throw new InvalidOperationException($"not a request: {line}"));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Asked to stop while it waited.
        }
    }

    private void Read(BlockingCollection<string> requests, CancellationTokenSource stop)
    {
        var lines = new LineReader(input, WorkerProtocol.LongestLine);
        try
        {
            while (lines.Read() is { } line)
                requests.Add(line);
            stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The loop has ended already.
        }
    }

    // A line of its own, whatever something else may have written before it. That nobody listens must not harm the trial: it goes on to
    // its checkpoint, and the end of the input tells the rest.
    private void Say(WorkerReply reply)
    {
        var bytes = Encoding.UTF8.GetBytes($"\n{WorkerProtocol.Format(reply)}\n");
        lock (_gate)
        {
            try
            {
                output.Write(bytes);
                output.Flush();
            }
            catch (IOException)
            {
            }
        }
    }
}
