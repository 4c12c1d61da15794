using ActivationLab.Experiments.Runs;

namespace ActivationLab.Experiments.Assessments;

/// <summary>What a stored run's weights do on some images: as rows of four tables.</summary>
/// <param name="Summary">Loss and accuracy.</param>
/// <param name="Classes">Each class.</param>
/// <param name="Confusion">Each pair of classes.</param>
/// <param name="Units">The units of each activation, as in <c>layers.csv</c>, but on these images.</param>
public sealed record Assessment(
    EvaluationRow Summary, IReadOnlyList<ClassRow> Classes, IReadOnlyList<ConfusionRow> Confusion, IReadOnlyList<LayerRow> Units)
{
    /// <summary>Writes <c>classes.csv</c>, <c>confusion.csv</c>, <c>units.csv</c> and, last, <c>evaluation.csv</c>, each atomically.</summary>
    /// <exception cref="UserException">A file could not be written.</exception>
    public void WriteCsv(string folder)
    {
        PrepareFolder(folder);
        CsvTable.Write(Path.Combine(folder, "classes.csv"), Classes);
        CsvTable.Write(Path.Combine(folder, "confusion.csv"), Confusion);
        CsvTable.Write(Path.Combine(folder, "units.csv"), Units);
        CsvTable.Write(Path.Combine(folder, "evaluation.csv"), [Summary]);
    }

    /// <summary>Makes the folder for <see cref="WriteCsv"/>, to hear before the work that it cannot be made.</summary>
    /// <exception cref="UserException">It cannot be made.</exception>
    public static void PrepareFolder(string folder) => FileProblem.CreateFolder(folder);
}
