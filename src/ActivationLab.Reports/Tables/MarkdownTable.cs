using System.Text;

namespace ActivationLab.Reports.Tables;

/// <summary>A table as GitHub's Markdown: the caption, then the rows, aligned so that they can be read as they are.</summary>
internal static class MarkdownTable
{
    private const int ShortestRule = 3;

    public static string Write(ReportTable table)
    {
        var rows = table.Rows.Select(row => row.Cells).Prepend([.. table.Columns.Select(column => column.Heading)])
            .Select(row => row.Select(Escape).ToList()).ToList();
        var widths = table.Columns.Select((_, column) => Math.Max(ShortestRule, rows.Max(row => row[column].Length))).ToList();
        var text = new StringBuilder().Append(Escape(table.Caption)).Append("\n\n");
        Line(rows[0].Select(Padded));
        Line(table.Columns.Select((column, index) => column.IsNumber ? $"{new string('-', widths[index] - 1)}:" : new string('-', widths[index])));
        foreach (var row in rows.Skip(1))
            Line(row.Select(Padded));
        return text.ToString();

        void Line(IEnumerable<string> cells) => text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");

        string Padded(string cell, int column) => table.Columns[column].IsNumber ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]);
    }

    // What would mark up, or end a cell: names of variants are anybody's.
    private static string Escape(string text)
    {
        var escaped = new StringBuilder();
        foreach (var letter in text)
        {
            if (letter is '|' or '*' or '`' or '<' or '>' or '\\' or '~' or '_')
                escaped.Append('\\');
            escaped.Append(letter);
        }
        return escaped.ToString();
    }
}
