using System.Text.Json.Serialization;
using ActivationLab.Experiments.Data;

namespace ActivationLab.Experiments.Training;

/// <summary>Where and how a trial runs: nothing here changes its numbers on one machine, save <see cref="Threads"/>.</summary>
public sealed record TrialOptions
{
    /// <summary>The folder above all experiments. Default <c>runs</c>.</summary>
    public string RunsFolder { get; init; } = "runs";

    /// <summary>The folder of the data sets; null for <c>ACTIVATIONLAB_DATA</c>, else the user's cache.</summary>
    public string? DataFolder { get; init; }

    /// <summary>The data set, where somebody reads it already; null, the default, reads it when it is needed. Of one process: no worker is told it.</summary>
    [JsonIgnore]
    public Lazy<LoadedDataset>? Data { get; init; }

    /// <summary>Threads of a tensor operation; null for the cores that the process may use.</summary>
    public int? Threads { get; init; }

    /// <summary>Move an existing run folder aside and start over.</summary>
    public bool Fresh { get; init; }

    /// <summary>Write the run's log to standard error too.</summary>
    public bool LogToConsole { get; init; }

    /// <summary>Seconds between two reports of progress within an epoch; 0 for one a step. Default 0.1.</summary>
    public double SecondsBetweenReports { get; init; } = EpochTrainer.DefaultSecondsBetweenReports;

    /// <summary>
    /// Seconds from a save of rows and checkpoint at the end of an epoch to the next at least; 0 for one after each epoch. Null, the default,
    /// for <c>ACTIVATIONLAB_SAVE_SECONDS</c>, else 1.
    /// </summary>
    public double? SecondsBetweenSaves { get; init; }

    /// <summary>The clock of the saves. Of one process: no worker is told it.</summary>
    [JsonIgnore]
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The command line, for the record.</summary>
    public string CommandLine { get; init; } = "";
}
