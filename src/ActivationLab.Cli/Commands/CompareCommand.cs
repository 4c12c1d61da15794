using System.CommandLine;
using System.CommandLine.Parsing;
using ActivationLab.Cli.Views;
using ActivationLab.Experiments.Runs;
using ActivationLab.Reports.Tables;

namespace ActivationLab.Cli.Commands;

/// <summary><c>activationlab compare</c>: which differences between the cells of a study are real, from <c>results.csv</c> alone.</summary>
internal sealed class CompareCommand : Command, IHasExamples
{
    // What a comparison is made from, and what is lost if it is written over.
    private static readonly string[] s_sources = ["results.csv", "summary.csv", "trials.csv", RunFiles.Run, RunFiles.Epochs, RunFiles.Layers];

    private readonly Terminal _terminal;
    private readonly StudyArguments _study = new();
    private readonly Option<bool> _csv = new("--csv") { Description = "print all figures as CSV, a row a cell" };
    private readonly Option<bool> _markdown = new("--markdown") { Description = "print the tables as Markdown" };
    private readonly Option<bool> _latex = new("--latex") { Description = "print the tables as LaTeX, for the package booktabs" };
    private readonly Option<string?> _output = new("--output", "-o")
    {
        HelpName = "FILE",
        Description = "write to a file instead; without a format, the one of its ending: .csv, .md or .tex",
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

    private IEnumerable<(Option<bool> Option, string Ending, Func<ComparisonTable, string> Write)> Formats =>
    [
        (_csv, ".csv", table => table.ToCsv()),
        (_markdown, ".md", table => table.ToMarkdown()),
        (_latex, ".tex", table => table.ToLatex()),
    ];

    private void OneFormat(CommandResult result)
    {
        if (Formats.Count(format => result.GetValue(format.Option)) > 1)
            result.AddError("give one of --csv, --markdown and --latex");
        else if (result.GetValue(_output) is { } path && Format(path, result.GetValue) is null)
            result.AddError($"--output {path}: of which format? Give --csv, --markdown or --latex, or a name that ends in .csv, .md or .tex");
        else if (result.GetValue(_output) is { } target && s_sources.Contains(Path.GetFileName(target)))
            result.AddError($"--output {target}: is the name of a run's own table, which must not be lost; choose another name");
    }

    private int Compare(ParseResult parsed)
    {
        var comparison = _study.Compare(parsed);
        var output = parsed.GetValue(_output);
        if (Format(output, parsed.GetValue) is not { } write)
        {
            ComparisonView.Write(_terminal, comparison);
            return ExitCode.Done;
        }
        var text = write(ComparisonTable.Of(comparison));
        if (output is null)
        {
            _terminal.Out.Write(text);
        }
        else
        {
            AtomicFile.WriteAllText(output, text);
            _terminal.Out.WriteLine(output);
        }
        foreach (var conclusion in comparison.Conclusions)
            _terminal.Say(ComparisonView.Line(conclusion));
        return ExitCode.Done;
    }

    private Func<ComparisonTable, string>? Format(string? output, Func<Option<bool>, bool> isAsked) =>
        Formats.FirstOrDefault(format => isAsked(format.Option)).Write
        ?? Formats.FirstOrDefault(format => output?.EndsWith(format.Ending, StringComparison.OrdinalIgnoreCase) == true).Write;
}
