namespace ActivationLab.Experiments.Runs;

/// <summary>
/// <c>results.csv</c> (a row a trial) and <c>summary.csv</c> (a row a cell) of one experiment's folder. Any number of processes may
/// add rows at once: each reads, adds and replaces the files while it holds <c>results.lock</c>.
/// </summary>
public sealed class ResultsTable(string experimentFolder)
{
    // A hundred times what rewriting a table of ten thousand trials takes.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private static readonly Comparer<(string Cell, long Seed)> ByCellThenSeed = Comparer<(string Cell, long Seed)>.Create((a, b) =>
        string.CompareOrdinal(a.Cell, b.Cell) is var order and not 0 ? order : a.Seed.CompareTo(b.Seed));

    /// <summary>The table of trials.</summary>
    public string ResultsFile { get; } = Path.Combine(experimentFolder, "results.csv");

    /// <summary>The table of cells.</summary>
    public string SummaryFile { get; } = Path.Combine(experimentFolder, "summary.csv");

    /// <summary>Adds a trial's row, or replaces the one that the trial already has.</summary>
    /// <exception cref="UserException">The tables could not be written; no row is lost.</exception>
    public void Add(RunRow row) => Add([row]);

    /// <summary>Adds a trial's row unless the tables have it: for a run that was killed before it could add its own.</summary>
    /// <exception cref="UserException">The tables could not be written; no row is lost.</exception>
    public void Ensure(RunRow row) => Ensure([row]);

    /// <summary>Adds those rows that the tables do not have.</summary>
    /// <exception cref="UserException">The tables could not be written; no row is lost.</exception>
    public void Ensure(IReadOnlyList<RunRow> rows)
    {
        if (rows.Count == 0)
            return;
        if (!File.Exists(SummaryFile))
            Add(rows);
        else if (Without(rows) is { Count: > 0 } missing)
            Add(missing);
    }

    private void Add(IReadOnlyList<RunRow> added)
    {
        using var held = FileLock.Take(Path.Combine(experimentFolder, "results.lock"), Patience);
        AtomicFile.DeleteLeftovers(ResultsFile);
        AtomicFile.DeleteLeftovers(SummaryFile);

        var rows = new SortedDictionary<(string Cell, long Seed), RunRow>(ByCellThenSeed);
        foreach (var earlier in ReadOrRebuild())
            rows[(earlier.Cell, earlier.Seed)] = earlier;
        foreach (var row in added)
            rows[(row.Cell, row.Seed)] = row;
        // Results last: a row that is in them is in the summary too, whenever the process is killed.
        CsvTable.Write(SummaryFile, rows.Values.GroupBy(trial => trial.Cell).Select(cell => SummaryRow.Of([.. cell])));
        CsvTable.Write(ResultsFile, rows.Values);
    }

    private IReadOnlyList<RunRow> Without(IReadOnlyList<RunRow> rows)
    {
        try
        {
            return File.Exists(ResultsFile) ? [.. rows.Except(CsvTable.Read<RunRow>(ResultsFile))] : rows;
        }
        catch (DamagedFileException)
        {
            return rows; // adding repairs it
        }
    }

    private IEnumerable<RunRow> ReadOrRebuild()
    {
        if (!File.Exists(ResultsFile))
            return RowsOfRunFolders();
        try
        {
            return CsvTable.Read<RunRow>(ResultsFile);
        }
        catch (DamagedFileException)
        {
            // Kept, since it may be the last trace of trials whose folders are gone.
            FileProblem.MoveAside(ResultsFile, "damaged");
            return RowsOfRunFolders();
        }
    }

    private List<RunRow> RowsOfRunFolders()
    {
        var rows = new List<RunRow>();
        foreach (var cell in Directory.EnumerateDirectories(experimentFolder))
        {
            foreach (var run in Directory.EnumerateDirectories(cell).Where(RunFolder.IsRunFolder))
            {
                if (RunFolder.ReadRun(run) is { } row)
                    rows.Add(row);
            }
        }
        return rows;
    }
}
