using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace ActivationLab.Experiments.Sweeps;

/// <summary>What a Slurm cluster is asked for, for each task of the job array. Null leaves it to the cluster.</summary>
[Description("what a Slurm cluster is asked for, for each task")]
public sealed record SlurmSettings
{
    /// <summary>The most that <see cref="TrialsPerTask"/> may be.</summary>
    public const int MostTrialsPerTask = 100_000;

    /// <summary>The partition.</summary>
    [Description("partition")]
    [RegularExpression("[A-Za-z0-9][A-Za-z0-9._,-]*", ErrorMessage = "must be the name of a partition, or several with commas")]
    public string? Partition { get; init; }

    /// <summary>The time limit as Slurm writes it: <c>minutes</c>, <c>hours:minutes:seconds</c>, <c>days-hours:minutes:seconds</c>.</summary>
    [Description("time limit of a task, as Slurm writes it: minutes, hours:minutes:seconds, days-hours:minutes:seconds")]
    [RegularExpression("[0-9]+-[0-9]{1,2}(:[0-9]{2}){0,2}|[0-9]+(:[0-9]{2}){0,2}", ErrorMessage = "must be minutes, minutes:seconds, hours:minutes:seconds or days-hours:minutes:seconds")]
    public string? Time { get; init; }

    /// <summary>Memory of a task: <c>8G</c>, <c>500M</c>.</summary>
    [Description("memory of a task, such as 8G")]
    [RegularExpression("[0-9]+[KMGT]?", ErrorMessage = "must be a number with K, M, G or T, such as 8G")]
    public string? Memory { get; init; }

    /// <summary>GPUs of a task: a number, or kind and number (<c>a100:1</c>). Null for none.</summary>
    [Description("GPUs of a task: a number, or kind:number")]
    [RegularExpression("([A-Za-z0-9._-]+:)?[0-9]+", ErrorMessage = "must be a number, or kind:number such as a100:1")]
    public string? Gpus { get; init; }

    /// <summary>Cores of a task. Default 1.</summary>
    [Description("cores of a task")]
    [Range(1, 1024)]
    public int Cpus { get; init; } = 1;

    /// <summary>Trials that one task runs, side by side and one after another. Default 1.</summary>
    [Description("trials that one task runs")]
    [Range(1, MostTrialsPerTask)]
    public int TrialsPerTask { get; init; } = 1;

    /// <summary>Seconds before the time limit at which a task saves its checkpoints and asks to be queued again. Default 120.</summary>
    [Description("seconds before the time limit at which a task saves its checkpoints and asks to be queued again")]
    [Range(1, 65_535)]
    public int WarningSeconds { get; init; } = 120;

    /// <summary>More options of sbatch, a line each without <c>#SBATCH</c>: <c>--account=vision</c>.</summary>
    [Description("more options of sbatch, such as --account=vision")]
    [MaxLength(100)]
    public IReadOnlyList<string>? Sbatch { get; init; }
}
