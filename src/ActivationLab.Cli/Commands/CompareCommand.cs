using System.CommandLine;
using System.CommandLine.Parsing;
using ActivationLab.Cli.Views;
using ActivationLab.Reports.Tables;

namespace ActivationLab.Cli.Commands;

/// <summary><c>activationlab compare</c>: which differences between the cells of a study are real, from <c>results.csv</c> alone.</summary>
internal sealed class CompareCommand : Command, IHasExamples
{
    private readonly Terminal _terminal;
    private readonly StudyArguments _study = new();
    private readonly Option<bool> _csv = new("--csv") { Description = "print all figures as CSV, a row a cell" };
    private readonly Option<bool> _markdown = new("--markdown") { Description = "print the tables as Markdown" };
    private readonly Option<bool> _latex = new("--latex") { Description = "print the tables as LaTeX, for the package booktabs" };
    private readonly Option<string?> _output = new("--output", "-o")
    {
        HelpName = "FILE",
        Description = "write to a file instead, in the format of its ending: .csv, .md or .tex",
    };

    public CompareCommand(Terminal terminal)
        : base("compare", "Compare the cells of a study with a baseline, paired by seed: which differences are real.")
    {
        _terminal = terminal;
        _study.AddTo(this);
        foreach (var option in new Option[] { _csv, _markdown, _latex, _output })
            Options.Add(option);
        Validators.Add(OneFormat);
        SetAction(Compare);
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Examples { get; } =
    [
        "activationlab compare runs/mnist-mlp-slopes",
        "activationlab compare runs/mnist-mlp-variants --metric dead_ratio --baseline 'Leaky 0.01'",
        "activationlab compare runs/mnist-mlp-variants --by train.optimizer.lr --baseline 0.001",
        "activationlab compare runs/mnist-mlp-slopes --latex > slopes.tex",
    ];

    private IEnumerable<Format> Formats =>
    [
        new(_csv, ".csv", table => table.ToCsv()),
        new(_markdown, ".md", table => table.ToMarkdown()),
        new(_latex, ".tex", table => table.ToLatex()),
    ];

    private void OneFormat(CommandResult result)
    {
        if (Formats.Count(format => result.GetValue(format.Option)) > 1)
            result.AddError("give one of --csv, --markdown and --latex");
        else if (result.GetValue(_output) is { } path and not "-" && Chosen(path, result.GetValue) is null)
            result.AddError($"--output {path}: of which format? Give --csv, --markdown or --latex, or a name that ends in .csv, .md or .tex");
    }

    private int Compare(ParseResult parsed)
    {
        var format = Chosen(parsed.GetValue(_output), parsed.GetValue);
        var output = OutputFile.Of(parsed, _output, format?.Ending ?? "");
        var comparison = _study.Compare(parsed);
        if (format is null)
        {
            ComparisonView.Write(_terminal, comparison);
            return ExitCode.Done;
        }
        var text = format.Write(ComparisonTable.Of(comparison));
        if (output is null)
            _terminal.Out.Write(text);
        else
            OutputFile.Write(_terminal, output, text);
        foreach (var conclusion in comparison.Conclusions)
            _terminal.Say(ComparisonView.Line(conclusion));
        return ExitCode.Done;
    }

    private Format? Chosen(string? output, Func<Option<bool>, bool> isAsked) =>
        Formats.FirstOrDefault(format => isAsked(format.Option))
        ?? Formats.FirstOrDefault(format => output?.EndsWith(format.Ending, StringComparison.OrdinalIgnoreCase) == true);

    private sealed record Format(Option<bool> Option, string Ending, Func<ComparisonTable, string> Write);
}
