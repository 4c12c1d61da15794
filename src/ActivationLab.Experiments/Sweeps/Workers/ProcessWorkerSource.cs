using System.Diagnostics;
using System.Globalization;
using System.Text;
using ActivationLab.Experiments.Runtime;

namespace ActivationLab.Experiments.Sweeps.Workers;

/// <summary>Starts workers as processes of a program that runs a <see cref="WorkerLoop"/> on its standard streams.</summary>
/// <param name="program">The program.</param>
/// <param name="arguments">Its arguments.</param>
public sealed class ProcessWorkerSource(string program, params IReadOnlyList<string> arguments) : IWorkerSource
{
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false);

    // What the libraries under libtorch read when they are loaded.
    private static readonly string[] s_threadVariables = ["OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"];

    private readonly Lock _gate = new();
    private readonly HashSet<ProcessWorker> _running = [];

    /// <summary>How long a worker may live whose output has ended.</summary>
    internal TimeSpan MutePatience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Workers that are this very program, however it was started, with the given arguments.</summary>
    public static ProcessWorkerSource OfThisProgram(params IReadOnlyList<string> arguments) =>
        new(ThisProgram.Command[0], [.. ThisProgram.Command.Skip(1), .. arguments]);

    /// <inheritdoc/>
    public IWorker Start(WorkerSettings settings, IWorkerListener listener)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = s_utf8,
            StandardErrorEncoding = s_utf8,
        };
        foreach (var variable in s_threadVariables)
            start.Environment[variable] = settings.Threads.ToString(CultureInfo.InvariantCulture);
        if (settings.Gpu is not null)
            start.Environment["CUDA_VISIBLE_DEVICES"] = settings.Gpu;
        try
        {
            var worker = new ProcessWorker(Process.Start(start)!, new WorkerLog(settings.LogFile), listener, Forget) { MutePatience = MutePatience };
            lock (_gate)
                _running.Add(worker);
            worker.Listen();
            return worker;
        }
        catch (Exception error) when (error is System.ComponentModel.Win32Exception or IOException)
        {
            throw new UserException($"{program}: cannot be started as a worker process: {error.Message}", 1, error);
        }
    }

    /// <summary>Ends all workers at once, without a checkpoint: for a user who does not want to wait any longer.</summary>
    public void KillAll()
    {
        lock (_gate)
        {
            foreach (var worker in _running)
                worker.Kill();
        }
    }

    private void Forget(ProcessWorker worker)
    {
        lock (_gate)
            _running.Remove(worker);
    }
}
