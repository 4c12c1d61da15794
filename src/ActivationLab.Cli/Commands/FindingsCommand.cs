using System.CommandLine;
using ActivationLab.Experiments.Configuration.Reading;
using ActivationLab.Reports.Claims;

namespace ActivationLab.Cli.Commands;

/// <summary><c>activationlab findings</c>: claims about activations, held against the studies that test them.</summary>
internal sealed class FindingsCommand : Command, IHasExamples
{
    private readonly Terminal _terminal;
    private readonly Argument<string> _claims = new("FILE") { Description = "the claims: a YAML or JSON file such as configs/studies/claims.yaml" };
    private readonly Option<string> _runs = new("--runs")
    {
        HelpName = "DIR",
        Description = "the folder of the studies' results",
        DefaultValueFactory = _ => Path.Combine("runs", "studies"),
    };
    private readonly Option<string?> _output = new("--output", "-o")
    {
        HelpName = "FILE",
        Description = "write a page in Markdown, which ends in .md, and findings.csv in a folder of its name beside it, where its charts are expected as SVG; without it a line a claim is printed",
    };
    private readonly Option<string?> _charts = new("--charts") { HelpName = "DIR", Description = "write the charts' Vega-Lite specifications here" };

    public FindingsCommand(Terminal terminal)
        : base("findings", "Hold claims against the studies that test them: does each hold, does it not, or can the trials not tell?")
    {
        _terminal = terminal;
        Arguments.Add(_claims);
        foreach (var option in new Option[] { _runs, _output, _charts })
            Options.Add(option);
        SetAction(Find);
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Examples { get; } =
        ["activationlab findings configs/studies/claims.yaml", "activationlab findings configs/studies/claims.yaml -o docs/findings.md"];

    private int Find(ParseResult parsed)
    {
        var (file, runs) = (parsed.GetRequiredValue(_claims), parsed.GetRequiredValue(_runs));
        _ = OutputFile.Of(parsed, _output, ".md", input: file);
        var checkedClaims = Findings.Check(file, runs);
        Complain(checkedClaims.Claims, runs);
        if (parsed.GetValue(_charts) is { } folder)
            Findings.WriteCharts(checkedClaims.Claims, folder);
        if (parsed.GetValue(_output) is { } path)
        {
            Findings.Write(checkedClaims, path, $"activationlab findings {file} --runs {runs} -o {path}");
            _terminal.Out.WriteLine(path);
            return ExitCode.Done;
        }
        foreach (var claim in checkedClaims.Claims)
        {
            _terminal.Out.WriteLine($"{claim.VerdictInWords}: {claim.Claim.Claim}");
            foreach (var line in claim.Lines)
                _terminal.Out.WriteLine($"  {line.InWords}");
        }
        return ExitCode.Done;
    }

    private void Complain(IReadOnlyList<CheckedClaim> claims, string runs)
    {
        var missing = claims.SelectMany(claim => claim.Predictions).Select(check => check.Study).Where(study => study.Cells is []).DistinctBy(study => study.Name);
        foreach (var study in missing)
        {
            var near = Spelling.DidYouMean(study.Name, Directory.EnumerateDirectories(runs).Select(folder => Path.GetFileName(folder)!));
            _terminal.Complain($"{study.Folder}: there is no such folder{near}: claims of study {study.Name} stay undecided until it is trained");
        }
    }
}
