using System.CommandLine;
using ActivationLab.Experiments.Runtime;
using ActivationLab.Reports.Charts;
using ActivationLab.Reports.Page.Report;
using ActivationLab.Reports.Reading;
using ActivationLab.Reports.Tables;

namespace ActivationLab.Cli.Commands;

/// <summary><c>activationlab report</c>: a study on one HTML page. Standard output has one line: its path.</summary>
internal sealed class ReportCommand : Command, IHasExamples
{
    private const string DefaultName = "report.html";

    private readonly Terminal _terminal;
    private readonly StudyArguments _study = new();
    private readonly Option<string?> _output = OutputFile.Page($"DIR/{DefaultName}");

    public ReportCommand(Terminal terminal)
        : base("report", "Write one HTML page about a study: finding, comparison, charts, methods and where the figures come from.")
    {
        _terminal = terminal;
        _study.AddTo(this);
        Options.Add(_output);
        SetAction(Report);
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Examples { get; } =
    [
        "activationlab report runs/mnist-mlp-slopes",
        "activationlab report runs/mnist-mlp-variants --metric dead_ratio -o dead-units.html",
    ];

    private int Report(ParseResult parsed)
    {
        var asked = OutputFile.Of(parsed, _output, OutputFile.PageEnding);
        var comparison = _study.Compare(parsed);
        var study = comparison.Study;
        var histories = StudyHistories.Read(study);
        var page = ReportPage.Write(new ReportContent
        {
            Comparison = comparison,
            Finding = Finding.Of(comparison),
            Charts = AllCharts.Of(comparison, histories),
            Histories = histories,
            Records = StudyRecords.Read(study),
            Generator = $"ActivationLab {ThisProgram.Version}",
        });
        OutputFile.Write(_terminal, asked ?? Path.Combine(study.Folder, DefaultName), page);
        return ExitCode.Done;
    }
}
