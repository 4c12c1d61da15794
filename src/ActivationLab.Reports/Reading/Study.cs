namespace ActivationLab.Reports.Reading;

/// <summary>The finished trials of one experiment or sweep.</summary>
/// <param name="Folder">The folder of its results, <c>runs/&lt;name&gt;</c>.</param>
/// <param name="Name">The name of the experiment or sweep.</param>
/// <param name="Cells">Its cells, in the sweep's order; without one, by name.</param>
public sealed record Study(string Folder, string Name, IReadOnlyList<StudyCell> Cells)
{
    /// <summary>All trials that have ended.</summary>
    public IEnumerable<StudyTrial> Trials => Cells.SelectMany(cell => cell.Trials);
}
