using System.Text;

namespace ActivationLab.Reports.Tables;

/// <summary>A table as LaTeX with the rules of booktabs.</summary>
internal static class LatexTable
{
    private static readonly Dictionary<char, string> s_escapes = new()
    {
        ['\\'] = @"\textbackslash{}",
        ['{'] = @"\{",
        ['}'] = @"\}",
        ['_'] = @"\_",
        ['%'] = @"\%",
        ['&'] = @"\&",
        ['#'] = @"\#",
        ['$'] = @"\$",
        ['~'] = @"\textasciitilde{}",
        ['^'] = @"\textasciicircum{}",
        ['<'] = "$<$",
        ['>'] = "$>$",
        // In brackets after \\ it would be the optional argument of the line break.
        ['['] = "{[}",
        [']'] = "{]}",
        ['|'] = @"\textbar{}",
        ['`'] = @"\textasciigrave{}",
        ['±'] = @"$\pm$",
        ['−'] = "$-$",
        ['≥'] = @"$\geq$",
        ['γ'] = @"$\gamma$",
        ['τ'] = @"$\tau$",
        ['Δ'] = @"$\Delta$",
    };

    public static string Write(ReportTable table, string study)
    {
        var label = $"tab:{string.Concat(study.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.' or '_' ? letter : '-'))}-{table.Id}";
        var text = new StringBuilder()
            .Append("% \\usepackage{booktabs}\n\\begin{table}\n  \\centering\n  \\small\n")
            .Append($"  \\caption{{{Escape(table.Caption)}}}\n  \\label{{{label}}}\n")
            .Append($"  \\begin{{tabular}}{{{string.Concat(table.Columns.Select(column => column.IsNumber ? 'r' : 'l'))}}}\n    \\toprule\n");
        Line(table.Columns.Select(column => column.Heading));
        text.Append("    \\midrule\n");
        var group = 0;
        foreach (var row in table.Rows)
        {
            if (row.Group != group && row != table.Rows[0])
                text.Append("    \\midrule\n");
            group = row.Group;
            Line(row.Cells);
        }
        return text.Append("    \\bottomrule\n  \\end{tabular}\n\\end{table}\n").ToString();

        void Line(IEnumerable<string> cells) => text.Append("    ").AppendJoin(" & ", cells.Select(Escape)).Append(" \\\\\n");
    }

    internal static string Escape(string text) =>
        string.Concat(text.Select((letter, at) => letter == '"' ? Quote(text, at) : s_escapes.TryGetValue(letter, out var escape) ? escape : letter.ToString()));

    // The straight one is in no font of LaTeX's default encoding.
    private static string Quote(string text, int at) => at == 0 || char.IsWhiteSpace(text[at - 1]) || text[at - 1] is '(' or '[' or '{' ? "``" : "''";
}
