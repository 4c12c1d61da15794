using ActivationLab.Experiments;
using ActivationLab.Experiments.Configuration.Reading;
using ActivationLab.Experiments.Runs;
using ActivationLab.Experiments.Sweeps;
using ActivationLab.Experiments.Sweeps.Plan;

namespace ActivationLab.Reports.Reading;

/// <summary>Reads the trials of an experiment or sweep that have ended. Only <c>results.csv</c> is needed; run folders may be gone.</summary>
public static class StudyReader
{
    /// <summary>Reads a study.</summary>
    /// <param name="path">The folder of the results, <c>runs/&lt;name&gt;</c>, or its <c>results.csv</c>.</param>
    /// <exception cref="UserException">There is no such folder, or it has no results (exit code 2); a table is damaged or has no rows (exit code 1).</exception>
    public static Study Read(string path)
    {
        var folder = StudyFolder.Find(path);
        var results = Path.Combine(folder, StudyFolder.Results);
        var rows = CsvTable.Read<RunRow>(results).Select(Printable).ToList();
        if (rows.Count == 0)
            throw new UserException($"{results}: has no trials");
        if (rows.GroupBy(row => (row.Cell, row.Seed)).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new DamagedFileException(results, $"cell {twice.Key.Cell} has {twice.Count()} rows with seed {twice.Key.Seed}");

        var sweep = SweepFolder.In(folder);
        var planned = File.Exists(sweep.TrialsFile) ? sweep.ReadTrials().Select(Printable).ToList() : [];
        return new Study(folder, NameOf(folder, rows), Cells(folder, rows, planned));
    }

    private static IReadOnlyList<StudyCell> Cells(string folder, IReadOnlyList<RunRow> rows, IReadOnlyList<PlannedTrialRow> planned)
    {
        var trials = rows.GroupBy(row => row.Cell).ToDictionary(cell => cell.Key, cell => cell.OrderBy(row => row.Seed).ToList());
        var plan = planned.GroupBy(trial => trial.Cell).ToList();
        var differences = SettingsColumns.Differences([.. trials.Values.Select(cell => cell[0])]);
        var unplanned = trials.Keys.Except(plan.Select(cell => cell.Key)).Order(StringComparer.Ordinal);
        return
        [
            .. plan.Select(cell => Make(cell.Key, cell.First().Variant, cell.First().ReadValues(), cell.Select(trial => trial.Seed))),
            .. unplanned.Select(cell => Make(cell, "", differences[cell], [])),
        ];

        StudyCell Make(string name, string variant, IReadOnlyList<SweepValue> settings, IEnumerable<long> seeds)
        {
            var ended = trials.GetValueOrDefault(name) ?? [];
            return new StudyCell
            {
                Name = name,
                Variant = variant,
                Settings = settings,
                Trials = [.. ended.Select(row => new StudyTrial(row, RunFolder.PathOf(folder, name, row.Seed)))],
                Missing = [.. seeds.Except(ended.Select(row => row.Seed)).Order()],
            };
        }
    }

    // What is read here is printed, and anybody's: a name must not move the cursor or turn the line around.
    private static RunRow Printable(RunRow row) => row with
    {
        Experiment = OneLine.Whole(row.Experiment),
        Cell = OneLine.Whole(row.Cell),
        Message = OneLine.Whole(row.Message),
        Data = OneLine.Whole(row.Data),
        DataVariant = OneLine.Whole(row.DataVariant),
        Model = OneLine.Whole(row.Model),
        Activation = OneLine.Whole(row.Activation),
        Init = OneLine.Whole(row.Init),
        BatchNorm = OneLine.Whole(row.BatchNorm),
        Optimizer = OneLine.Whole(row.Optimizer),
        Scheduler = OneLine.Whole(row.Scheduler),
        Precision = OneLine.Whole(row.Precision),
        Augment = OneLine.Whole(row.Augment),
        MeasuredOn = OneLine.Whole(row.MeasuredOn),
        Device = OneLine.Whole(row.Device),
    };

    private static PlannedTrialRow Printable(PlannedTrialRow trial) => trial with
    {
        Cell = OneLine.Whole(trial.Cell),
        Variant = OneLine.Whole(trial.Variant),
        Settings = OneLine.Whole(trial.Settings),
    };

    // Results that were copied keep the name of their experiment.
    private static string NameOf(string folder, IReadOnlyList<RunRow> rows) => rows.All(row => row.Experiment == rows[0].Experiment)
        ? rows[0].Experiment
        : Path.GetFileName(Path.GetFullPath(folder));
}
