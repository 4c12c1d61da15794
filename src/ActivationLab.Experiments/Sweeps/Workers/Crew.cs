using System.Globalization;
using ActivationLab.Experiments.Configuration;

namespace ActivationLab.Experiments.Sweeps.Workers;

/// <summary>How many workers a sweep has, with what each.</summary>
/// <param name="Workers">Worker processes, if there is work for so many.</param>
/// <param name="Threads">
/// Threads of each: from the workers that were asked for and not from the trials that are left, as another number of threads changes the
/// last digits of a trial that goes on.
/// </param>
/// <param name="Gpus">GPUs that the trials use; 0 on a CPU.</param>
/// <param name="Dealt">The names of GPUs to deal to the workers in turn; empty to let each see what the coordinator sees.</param>
/// <param name="Reason">Why, in words and figures.</param>
internal sealed record Crew(int Workers, int Threads, int Gpus, IReadOnlyList<string> Dealt, string Reason)
{
    /// <summary>Decides.</summary>
    /// <param name="jobs">Workers that the user asked for, or null.</param>
    /// <param name="cores">Cores that the process may use.</param>
    /// <param name="gpus">GPUs that a worker sees.</param>
    /// <param name="trials">The trials to run.</param>
    /// <param name="visible">What <c>CUDA_VISIBLE_DEVICES</c> is.</param>
    public static Crew For(int? jobs, int cores, int gpus, IEnumerable<Experiment> trials, string? visible)
    {
        string[] devices = [.. trials.Select(trial => trial.Device).Distinct()];
        if (gpus == 0 || devices.All(device => device == "cpu"))
        {
            return Of(jobs ?? cores, cores, 0, [], jobs is null ? $"one a core ({Amount.Of(cores, "core")})" : $"as asked ({Amount.Of(cores, "core")})");
        }
        var names = string.IsNullOrWhiteSpace(visible)
            ? [.. Enumerable.Range(0, gpus).Select(gpu => gpu.ToString(CultureInfo.InvariantCulture))]
            : visible.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Take(gpus).ToArray();
        // cuda:1 is the user's own dealing, and there is no such GPU for a worker that sees one.
        var deal = gpus > 1 && devices.All(device => device is "auto" or "cuda" or "cpu");
        return Of(jobs ?? gpus, cores, gpus, deal ? names : [], jobs is null ? $"one a GPU ({Amount.Of(gpus, "GPU")})" : $"as asked ({Amount.Of(gpus, "GPU")})");
    }

    /// <summary>What <c>CUDA_VISIBLE_DEVICES</c> is for a worker, from 1; null to leave it as it is.</summary>
    public string? GpuOf(int worker) => Dealt.Count == 0 ? null : Dealt[(worker - 1) % Dealt.Count];

    private static Crew Of(int workers, int cores, int gpus, IReadOnlyList<string> dealt, string why)
    {
        var threads = Math.Max(1, cores / workers);
        return new Crew(workers, threads, gpus, dealt, $"{Amount.Of(workers, "worker")} of {Amount.Of(threads, "thread")}, {why}");
    }
}
