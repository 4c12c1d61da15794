using ActivationLab.Experiments.Configuration.Reading;

namespace ActivationLab.Experiments.Sweeps.Definition;

/// <summary>Collects what is wrong with cells, so that the same cause is said once however many cells it spoils.</summary>
internal sealed class CellProblems
{
    private readonly List<Found> _all = [];
    private readonly Dictionary<(SourcePosition Position, string Key, string Cause), Found> _byCause = [];

    /// <summary>Whether there are any.</summary>
    public bool Any => _all.Count > 0;

    /// <summary>Adds a problem of a cell.</summary>
    /// <param name="position">Where it was written.</param>
    /// <param name="key">The key at fault.</param>
    /// <param name="cause">What two problems have in common that are one.</param>
    /// <param name="message">What is wrong with this cell.</param>
    /// <param name="cell">The cell in words; empty where there is only one.</param>
    public void Add(SourcePosition position, string key, string cause, string message, string cell)
    {
        if (_byCause.TryGetValue((position, key, cause), out var earlier))
        {
            earlier.More++;
            return;
        }
        var found = new Found(position, key, message, cell);
        _all.Add(found);
        _byCause.Add((position, key, cause), found);
    }

    /// <summary>Reports each with the first cell that has it and how many more do.</summary>
    public void ReportTo(Problems problems)
    {
        foreach (var found in _all)
        {
            var more = found.More switch { 0 => "", 1 => " and in 1 more cell", _ => $" and in {found.More} more cells" };
            problems.Add(found.Position, found.Key, found.Cell.Length == 0 ? found.Message : $"{found.Message} (in cell {found.Cell}{more})");
        }
    }

    private sealed record Found(SourcePosition Position, string Key, string Message, string Cell)
    {
        public int More { get; set; }
    }
}
