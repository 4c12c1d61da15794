using ActivationLab.Experiments.Runs;
using ActivationLab.Experiments.Sweeps.Plan;

namespace ActivationLab.Reports.Reading;

/// <summary>What the files of a study's runs tell of how they were made: configurations and circumstances. Any of them may be gone.</summary>
public sealed class StudyRecords
{
    private readonly IReadOnlyDictionary<string, IReadOnlyList<Setting>> _settings;

    private StudyRecords(
        IReadOnlyDictionary<string, IReadOnlyList<Setting>> settings, IReadOnlyList<EnvironmentRecord> environments, IReadOnlyList<string> problems) =>
        (_settings, Environments, Problems) = (settings, environments, problems);

    /// <summary>The circumstances of each trial whose record is there, in the study's order.</summary>
    public IReadOnlyList<EnvironmentRecord> Environments { get; }

    /// <summary>What is wrong with files that are there, a line each, by their paths within the study's folder.</summary>
    public IReadOnlyList<string> Problems { get; }

    /// <summary>Whether every cell has its whole configuration; otherwise the columns of <c>results.csv</c> stand for it.</summary>
    public bool IsWhole { get; private init; }

    /// <summary>Reads the records of a study.</summary>
    public static StudyRecords Read(Study study)
    {
        var cells = study.Cells.AsParallel().AsOrdered().Select(cell => Reading.Of(study, cell)).ToList();
        var isWhole = cells.TrueForAll(cell => cell.Settings is not null);
        var settings = study.Cells.Zip(cells, (cell, read) => (cell.Name, Settings: (isWhole ? read.Settings : null) ?? FromColumns(cell)));
        return new StudyRecords(
            settings.ToDictionary(cell => cell.Name, cell => cell.Settings),
            [.. cells.SelectMany(cell => cell.Environments)],
            [.. cells.SelectMany(cell => cell.Problems)])
        { IsWhole = isWhole };
    }

    /// <summary>The settings of a cell, in the order of the configuration.</summary>
    public IReadOnlyList<Setting> SettingsOf(StudyCell cell) => _settings[cell.Name];

    // A column names a kind of settings by the key above it.
    private static IReadOnlyList<Setting> FromColumns(StudyCell cell) => cell.Trials is [var first, ..]
        ? [.. SettingsColumns.Of(first.Row).Select(value => new Setting(
            value.Key is "data.augment" or "model.activation" or "model.init" or "train.optimizer" or "train.scheduler" ? $"{value.Key}.name" : value.Key, value.Text))]
        : [];

    private sealed record Reading(IReadOnlyList<Setting>? Settings, IReadOnlyList<EnvironmentRecord> Environments, IReadOnlyList<string> Problems)
    {
        public static Reading Of(Study study, StudyCell cell)
        {
            var problems = new List<string>();
            var configurations = cell.Trials.Select(trial => Path.Combine(trial.Folder, RunFiles.Config)).Prepend(SweepFolder.In(study.Folder).ConfigOf(cell.Name));
            // All of them, so that every damaged one is named; they say the same.
            var settings = configurations.Select(file => RecordFile.Read(file, Configuration.Read, Tell)).OfType<IReadOnlyList<Setting>>().ToList();
            var environments = cell.Trials.Select(trial => TrialEnvironment.Read(trial, Tell)).OfType<EnvironmentRecord>();
            return new Reading(settings.FirstOrDefault(), [.. environments], problems);

            void Tell(string problem) => problems.Add(StudyFolder.Within(study.Folder, problem));
        }
    }
}
