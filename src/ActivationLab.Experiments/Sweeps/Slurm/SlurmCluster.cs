using System.Globalization;
using System.Text.RegularExpressions;
using ActivationLab.Experiments.Data.Fetching;

namespace ActivationLab.Experiments.Sweeps.Slurm;

/// <summary>The cluster, through the commands that every Slurm has: <c>sbatch</c>, <c>scontrol</c>, <c>squeue</c>. Accounting is not asked.</summary>
public sealed partial class SlurmCluster(IProcessRunner programs)
{
    private const string Missing =
        "there is no {0} here, so Slurm's commands are not installed or not on the PATH; run this on a login node of the cluster, or without --launcher slurm";

    // What sbatch says around the reason.
    [GeneratedRegex("^(sbatch|scontrol|squeue|slurm_load_[a-z_]+): (error: |fatal: )?")]
    private static partial Regex Speaker { get; }

    [GeneratedRegex(@"^MaxArraySize\s*=\s*([0-9]+)\s*$", RegexOptions.Multiline)]
    private static partial Regex MaxArraySizeLine { get; }

    /// <summary>The cluster that this machine's commands reach.</summary>
    public SlurmCluster() : this(new ProcessRunner())
    {
    }

    /// <summary>How many tasks one job array may have.</summary>
    /// <exception cref="SlurmException">Slurm is not here, its controller does not answer, or it takes no job arrays.</exception>
    internal int ReadMaxArraySize()
    {
        var result = Run("scontrol", "show", "config");
        if (result.ExitCode != 0)
            throw new SlurmException($"the cluster's controller does not answer: {Reason(result)}");
        var size = ParseMaxArraySize(result.Output)
            ?? throw new SlurmException("'scontrol show config' says no MaxArraySize, so how large a job array may be is not known");
        return size > 0 ? size : throw new SlurmException("this cluster takes no job arrays (its MaxArraySize is 0)");
    }

    /// <summary><c>MaxArraySize</c> in what <c>scontrol show config</c> writes; null if it is not there.</summary>
    internal static int? ParseMaxArraySize(string config) =>
        MaxArraySizeLine.Match(config) is { Success: true } match && int.TryParse(match.Groups[1].Value, CultureInfo.InvariantCulture, out var size)
            ? size
            : null;

    /// <summary>Submits a job array and returns its id.</summary>
    /// <param name="script">The batch script.</param>
    /// <param name="indices">The indices of the array's tasks, as <c>--array</c> takes them.</param>
    /// <param name="arguments">What the script gets.</param>
    /// <exception cref="SlurmException">There is no sbatch, or it refuses.</exception>
    internal string Submit(string script, string indices, params string[] arguments)
    {
        var result = Run("sbatch", ["--parsable", $"--array={indices}", script, .. arguments]);
        if (result.ExitCode != 0)
            throw new SlurmException($"sbatch refused {script}: {Reason(result)}");
        // id, or id;cluster where there are several clusters
        var id = result.Output.Trim().Split('\n')[^1].Split(';')[0];
        return id.Length > 0 && id.All(char.IsAsciiDigit) ? id : throw new SlurmException($"sbatch answered '{result.Output.Trim()}' instead of a job id");
    }

    /// <summary>The tasks of job arrays that wait or run now; null if that cannot be found out.</summary>
    /// <param name="jobs">The ids of the arrays.</param>
    internal IReadOnlyList<QueuedTask>? FindQueued(IReadOnlyCollection<string> jobs)
    {
        if (jobs.Count == 0)
            return [];
        ProcessResult result;
        try
        {
            // A row a task: the array's id, the index in it, the task's state, the job's name.
            result = Run("squeue", "--noheader", "--array", $"--jobs={string.Join(',', jobs)}", "--format=%F|%K|%t|%j");
        }
        catch (SlurmException)
        {
            return null;
        }
        // Slurm forgets a job some minutes after its end, and calls the id invalid if it was the only one asked for.
        if (result.ExitCode != 0)
            return result.Error.Contains("Invalid job id", StringComparison.OrdinalIgnoreCase) ? [] : null;
        return [.. result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(QueuedTask.Parse).OfType<QueuedTask>()];
    }

    private ProcessResult Run(string program, params string[] arguments) =>
        programs.RunAsync(program, arguments, Environment.CurrentDirectory, CancellationToken.None).GetAwaiter().GetResult()
            ?? throw new SlurmException(string.Format(CultureInfo.InvariantCulture, Missing, program));

    private static string Reason(ProcessResult result)
    {
        var lines = result.Error.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return lines.Length == 0 ? $"it ended with {result.ExitCode}" : string.Join("; ", lines.Select(line => Speaker.Replace(line, "")));
    }
}
