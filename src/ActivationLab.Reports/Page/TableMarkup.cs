using ActivationLab.Reports.Tables;

namespace ActivationLab.Reports.Page;

/// <summary>A table for people as HTML: the first column of texts names the rows, groups have a row of their own.</summary>
internal static class TableMarkup
{
    private const string GroupColumn = "group";

    /// <summary>The table in its box, and what its columns mean.</summary>
    /// <param name="table">The table.</param>
    /// <param name="style">A style class of the box.</param>
    public static Markup Of(ReportTable table, string style)
    {
        var group = table.Columns.ToList().FindIndex(column => column.Id == GroupColumn);
        var columns = table.Columns.Index().Where(column => column.Index != group).ToList();
        var rows = new List<Markup>();
        foreach (var (index, row) in table.Rows.Index())
        {
            if (group >= 0 && (index == 0 || table.Rows[index - 1].Group != row.Group))
                rows.Add(Markup.Of($"<tr class=\"group\"><th scope=\"rowgroup\" colspan=\"{columns.Count}\">{row.Cells[group]}</th></tr>"));
            var cells = columns.Select((column, place) => Cell(column.Item, row.Cells[column.Index], isHeader: place == 0));
            rows.Add(Markup.Of($"<tr{Class(row.IsBaseline ? "baseline" : "")}>{Markup.Join(cells, "")}</tr>"));
        }
        return Markup.Of($"""
            <div class="scroll {style}" role="region" aria-label="{table.Title}" tabindex="0">
            <table><caption>{table.Caption}</caption>
            <thead><tr>{Markup.Join(columns.Select(column => Heading(column.Item)), "")}</tr></thead>
            <tbody>
            {rows}
            </tbody></table>
            </div>
            """);
    }

    /// <summary>What the columns mean, to be unfolded.</summary>
    public static Markup Legend(params IEnumerable<ReportTable> tables) => Markup.Of($"""
        <details><summary>What the columns mean</summary>
        <dl class="facts">
        {tables.SelectMany(table => table.Columns).Where(column => column.Id != GroupColumn).DistinctBy(column => column.Id)
            .Select(column => Markup.Of($"<dt>{column.Heading}</dt><dd>{column.Legend}</dd>"))}
        </dl>
        </details>
        """);

    private static Markup Heading(ReportColumn column) => Markup.Of($"<th scope=\"col\"{Class(column.IsNumber ? "number" : "")}>{column.Heading}</th>");

    private static Markup Cell(ReportColumn column, string text, bool isHeader) => isHeader
        ? Markup.Of($"<th scope=\"row\">{text}</th>")
        : Markup.Of($"<td{Class(column.IsNumber ? "number" : text.Length > LongText ? "wide" : "")}>{text}</td>");

    private const int LongText = 24;

    private static Markup Class(string name) => name.Length > 0 ? Markup.Of($" class=\"{name}\"") : Markup.Empty;
}
