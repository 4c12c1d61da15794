namespace ActivationLab.Reports.Tables;

/// <summary>A table for people, in words and figures that are ready to be shown: every exporter and view shows the same.</summary>
/// <param name="Id">Its name in links and labels, kebab-case: <c>figures</c>.</param>
/// <param name="Title">What it shows, in a few words: <c>test accuracy against relu, n = 10 pairs</c>.</param>
/// <param name="Caption">What it shows, how it was made, and n: a sentence or two.</param>
/// <param name="Columns">Its columns.</param>
/// <param name="Rows">Its rows, a text a column, with the group that each belongs to.</param>
public sealed record ReportTable(string Id, string Title, string Caption, IReadOnlyList<ReportColumn> Columns, IReadOnlyList<ReportRow> Rows)
{
    /// <summary>The table without the columns that have nothing in any row.</summary>
    internal ReportTable WithoutEmptyColumns() => Keep([.. Columns.Index().Where(column => Rows.Any(row => row.Cells[column.Index].Length > 0)).Select(column => column.Index)]);

    /// <summary>The table without some of its columns.</summary>
    public ReportTable Without(IReadOnlyCollection<string> ids) => Keep([.. Columns.Index().Where(column => !ids.Contains(column.Item.Id)).Select(column => column.Index)]);

    private ReportTable Keep(IReadOnlyList<int> columns) => this with
    {
        Columns = [.. columns.Select(column => Columns[column])],
        Rows = [.. Rows.Select(row => row with { Cells = [.. columns.Select(column => row.Cells[column])] })],
    };
}

/// <summary>A column of a table.</summary>
/// <param name="Id">Its name, snake_case: <c>mean</c>.</param>
/// <param name="Heading">What stands above it.</param>
/// <param name="Legend">What it means, in half a sentence.</param>
/// <param name="IsNumber">Whether it stands at the right.</param>
public sealed record ReportColumn(string Id, string Heading, string Legend, bool IsNumber = true);

/// <summary>A row of a table.</summary>
/// <param name="Group">Which group of cells it belongs to, from 0.</param>
/// <param name="IsBaseline">Whether it is the baseline of that group.</param>
/// <param name="Cells">A text a column.</param>
public sealed record ReportRow(int Group, bool IsBaseline, IReadOnlyList<string> Cells);
