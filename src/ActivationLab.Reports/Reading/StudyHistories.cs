using System.Collections.Concurrent;

namespace ActivationLab.Reports.Reading;

/// <summary>The histories of a study's trials, as far as their folders are there.</summary>
public sealed class StudyHistories
{
    private readonly IReadOnlyDictionary<string, TrialHistory> _byFolder;

    private StudyHistories(IReadOnlyDictionary<string, TrialHistory> byFolder, IReadOnlyList<string> problems) =>
        (_byFolder, Problems) = (byFolder, problems);

    /// <summary>What is wrong with files that are there, a line each, in order of their paths within the study's folder; one at most for a trial, which then has no history.</summary>
    public IReadOnlyList<string> Problems { get; }

    /// <summary>How many trials have a history.</summary>
    public int Count => _byFolder.Count;

    /// <summary>Histories that are known already, by the trial's folder.</summary>
    public static StudyHistories Of(IReadOnlyDictionary<string, TrialHistory> byFolder) => new(byFolder, []);

    /// <summary>Reads the histories of all trials.</summary>
    public static StudyHistories Read(Study study)
    {
        var problems = new ConcurrentBag<string>();
        var histories = study.Trials.DistinctBy(trial => trial.Folder).AsParallel()
            .Select(trial => (trial.Folder, History: TrialHistory.Read(trial, problem => problems.Add(StudyFolder.Within(study.Folder, problem)))))
            .Where(read => read.History is not null)
            .ToDictionary(read => read.Folder, read => read.History!);
        return new StudyHistories(histories, [.. problems.Order(StringComparer.Ordinal)]);
    }

    /// <summary>The history of a trial; null where there is none.</summary>
    public TrialHistory? this[StudyTrial trial] => _byFolder.GetValueOrDefault(trial.Folder);
}
