using ActivationLab.Cli.Diagnosis;

namespace ActivationLab.Cli.Views;

/// <summary>Lists the doctor's findings on standard output, each cure below what it mends.</summary>
internal static class FindingsView
{
    /// <summary>Writes them, and a last line that sums them up.</summary>
    public static void Write(Terminal terminal, IReadOnlyList<Finding> findings)
    {
        var subjects = findings.Max(finding => finding.Subject.Length);
        var severities = Enum.GetNames<Severity>().Max(name => name.Length);
        foreach (var finding in findings)
        {
            var severity = finding.Severity.ToString().ToLowerInvariant();
            terminal.Out.WriteLine($"{severity.PadRight(severities)}  {finding.Subject.PadRight(subjects)}  {finding.Detail}");
            if (finding.Cure is { } cure)
                terminal.Out.WriteLine($"{new string(' ', severities + subjects + 4)}cure: {cure}");
        }
        terminal.Out.WriteLine();
        terminal.Out.WriteLine(findings.Any(finding => finding.Severity == Severity.Error)
            ? "The lab cannot train here yet."
            : "The lab can train here.");
    }
}
