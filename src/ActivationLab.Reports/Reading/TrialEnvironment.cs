using System.Text.Json;
using ActivationLab.Experiments.Runs;

namespace ActivationLab.Reports.Reading;

/// <summary>Under which circumstances a trial ran, as <c>environment.json</c> in its run folder tells.</summary>
public static class TrialEnvironment
{
    /// <summary>Reads it; null where it is not there or cannot be read: it is for the record, not computed with.</summary>
    public static EnvironmentRecord? Read(StudyTrial trial)
    {
        try
        {
            var path = Path.Combine(trial.Folder, RunFiles.Environment);
            return File.Exists(path) ? EnvironmentRecord.FromJson(File.ReadAllText(path)) : null;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
