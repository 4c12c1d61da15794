using ActivationLab.Reports.Charts;

namespace ActivationLab.Reports.Page;

/// <summary>A small table as HTML, in a box of its own that scrolls where the window is too narrow.</summary>
internal static class DataTable
{
    /// <summary>The table, or the beginning of a long one.</summary>
    /// <param name="caption">What it shows.</param>
    /// <param name="data">The table; its first column names the rows.</param>
    /// <param name="mostRows">So many rows at most.</param>
    public static Markup Of(string caption, ChartData data, int mostRows = int.MaxValue)
    {
        var rows = data.Rows.Take(mostRows).ToList();
        var numeric = data.Columns.Select((_, column) => rows.Exists(row => CellText.IsNumber(row[column]))).ToList();
        return Of(
            caption,
            data.Columns.Select((name, column) => Markup.Of($"<th scope=\"col\"{Class(numeric[column])}>{name}</th>")),
            rows.Select(row => Markup.Join(row.Select((value, column) => Markup.Of($"<td{Class(numeric[column])}>{CellText.Of(value)}</td>")), "")));
    }

    /// <summary>A table of cells that are HTML already.</summary>
    /// <param name="caption">What it shows.</param>
    /// <param name="head">The head's cells.</param>
    /// <param name="rows">The cells of each row.</param>
    public static Markup Of(string caption, IEnumerable<Markup> head, IEnumerable<Markup> rows) => Markup.Of($"""
        <div class="scroll" role="region" aria-label="{caption}" tabindex="0">
        <table><caption>{caption}</caption>
        <thead><tr>{Markup.Join(head, "")}</tr></thead>
        <tbody>
        {rows.Select(row => Markup.Of($"<tr>{row}</tr>"))}
        </tbody></table>
        </div>
        """);

    private static Markup Class(bool isNumeric) => isNumeric ? new Markup(" class=\"number\"") : Markup.Empty;
}
