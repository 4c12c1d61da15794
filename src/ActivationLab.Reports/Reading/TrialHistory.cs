using ActivationLab.Experiments;
using ActivationLab.Experiments.Runs;

namespace ActivationLab.Reports.Reading;

/// <summary>What a trial's folder tells of its epochs.</summary>
/// <param name="Epochs">The rows of <c>epochs.csv</c>; empty where the trial ended before its first epoch did.</param>
/// <param name="Layers">The rows of <c>layers.csv</c>, from epoch 0, the network before training; empty where units were not measured.</param>
public sealed record TrialHistory(IReadOnlyList<EpochRow> Epochs, IReadOnlyList<LayerRow> Layers)
{
    /// <summary>Reads it; null where the folder or both files are gone, or one is damaged.</summary>
    public static TrialHistory? Read(StudyTrial trial) => Read(trial, _ => { });

    /// <summary>Reads it; null where the folder or both files are gone, or one is damaged.</summary>
    /// <param name="trial">The trial.</param>
    /// <param name="problem">Told, in a line, what is wrong with a file that is there.</param>
    public static TrialHistory? Read(StudyTrial trial, Action<string> problem)
    {
        var epochs = Path.Combine(trial.Folder, RunFiles.Epochs);
        var layers = Path.Combine(trial.Folder, RunFiles.Layers);
        if (!File.Exists(epochs) && !File.Exists(layers))
            return null;
        try
        {
            return new TrialHistory(ReadIfThere<EpochRow>(epochs), ReadIfThere<LayerRow>(layers));
        }
        // A report of a hundred trials must not be lost with one of their files.
        catch (UserException error)
        {
            problem(error.Message);
            return null;
        }
    }

    private static IReadOnlyList<T> ReadIfThere<T>(string path) where T : class => File.Exists(path) ? CsvTable.Read<T>(path) : [];
}
