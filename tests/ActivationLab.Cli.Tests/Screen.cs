using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ActivationLab.Cli.Tests;

/// <summary>What a person sees: a screen that understands as much of a terminal's language as the program speaks, and refuses the rest.</summary>
internal sealed partial class Screen
{
    private readonly List<StringBuilder> _rows = [new()];
    private int _row;
    private int _column;

    public bool CursorIsVisible { get; private set; } = true;

    public int Colors { get; private set; }

    /// <summary>The widest that any line has been.</summary>
    public int Widest { get; private set; }

    public string Text => string.Join('\n', _rows.Select(row => row.ToString().TrimEnd())).TrimEnd('\n');

    public static Screen Of(string written)
    {
        var screen = new Screen();
        foreach (Match part in Parts().Matches(written))
            screen.Take(part.Value);
        return screen;
    }

    private void Take(string part)
    {
        switch (part)
        {
            case "\r":
                _column = 0;
                break;
            case "\n":
                _column = 0;
                if (++_row == _rows.Count)
                    _rows.Add(new StringBuilder());
                break;
            case "\e[J":
                _rows[_row].Length = Math.Min(_rows[_row].Length, _column);
                _rows.RemoveRange(_row + 1, _rows.Count - _row - 1);
                break;
            case "\e[?25l" or "\e[?25h":
                CursorIsVisible = part[^1] == 'h';
                break;
            case ['\e', .., 'm']:
                Colors++;
                break;
            case ['\e', '[', .. var count, 'A']:
                _row -= int.Parse(count, CultureInfo.InvariantCulture);
                break;
            case ['\e', ..]:
                throw new InvalidOperationException($"unknown sequence {part[1..]}");
            default:
                Put(part);
                break;
        }
    }

    private void Put(string text)
    {
        var row = _rows[_row];
        row.Append(' ', Math.Max(0, _column + text.Length - row.Length));
        for (var i = 0; i < text.Length; i++)
            row[_column + i] = text[i];
        _column += text.Length;
        Widest = Math.Max(Widest, row.Length);
    }

    [GeneratedRegex(@"\e\[[?0-9;]*[A-Za-z]|\r|\n|[^\e\r\n]+|\e")]
    private static partial Regex Parts();
}
