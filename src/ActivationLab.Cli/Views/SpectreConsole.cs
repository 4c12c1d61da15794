using System.Text;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace ActivationLab.Cli.Views;

/// <summary>Spectre over our terminal: what may be drawn and in which colours is decided in <see cref="Terminal"/> alone.</summary>
internal static class SpectreConsole
{
    /// <summary>What is written to show something on standard error, without line breaks around it.</summary>
    public static string Render(Terminal terminal, IRenderable content)
    {
        using var text = new StringWriter { NewLine = "\n" };
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = terminal.IsLive ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = terminal.HasColors ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
            Out = new Output(text, terminal.ErrorIsTerminal, terminal.Width),
        });
        console.Profile.Capabilities.Unicode = terminal.HasUnicode;
        console.Write(content);
        return text.ToString().TrimEnd('\n');
    }

    /// <summary>A table without lines, of numbers but for the column of names.</summary>
    /// <param name="headings">One a column.</param>
    /// <param name="names">Which column has the names, from 0.</param>
    public static Table NewTable(IReadOnlyList<string> headings, int names = 0)
    {
        var table = new Table { Border = TableBorder.None };
        foreach (var (index, heading) in headings.Index())
        {
            var column = new TableColumn(new Text(heading)).NoWrap().PadLeft(0).PadRight(index < headings.Count - 1 ? 2 : 0);
            table.AddColumn(index == names ? column : column.RightAligned());
        }
        return table;
    }

    private sealed class Output(TextWriter writer, bool isTerminal, int width) : IAnsiConsoleOutput
    {
        public TextWriter Writer => writer;

        public bool IsTerminal => isTerminal;

        public int Width => width;

        // Nothing here depends on it: no content is cut at the bottom.
        public int Height => int.MaxValue;

        public void SetEncoding(Encoding encoding)
        {
            // The encoding is the terminal's, not ours to change.
        }
    }
}
