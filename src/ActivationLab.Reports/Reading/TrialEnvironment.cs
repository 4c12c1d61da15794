using ActivationLab.Experiments.Runs;

namespace ActivationLab.Reports.Reading;

/// <summary>Under which circumstances a trial ran, as <c>environment.json</c> in its run folder tells.</summary>
public static class TrialEnvironment
{
    /// <summary>Reads it; null where it is not there or cannot be read.</summary>
    public static EnvironmentRecord? Read(StudyTrial trial) => Read(trial, _ => { });

    /// <summary>Reads it; null where it is not there or cannot be read.</summary>
    /// <param name="trial">The trial.</param>
    /// <param name="problem">Told, in a line, what is wrong with a file that is there.</param>
    public static EnvironmentRecord? Read(StudyTrial trial, Action<string> problem) =>
        RecordFile.Read(Path.Combine(trial.Folder, RunFiles.Environment), EnvironmentRecord.FromJson, problem);
}
