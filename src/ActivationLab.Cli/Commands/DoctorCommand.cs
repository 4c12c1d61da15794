using System.CommandLine;
using ActivationLab.Cli.Diagnosis;
using ActivationLab.Cli.Views;
using ActivationLab.Experiments.Data;

namespace ActivationLab.Cli.Commands;

/// <summary><c>activationlab doctor</c>: says whether the lab can train here and how to mend what keeps it from that.</summary>
internal sealed class DoctorCommand : Command, IHasExamples
{
    private readonly Terminal _terminal;
    private readonly Services _services;
    private readonly Option<string> _runs = CommonOptions.Runs();
    private readonly Option<string?> _data = CommonOptions.Data();
    private readonly Option<int?> _threads = CommonOptions.Threads();

    public DoctorCommand(Terminal terminal, Services services)
        : base("doctor", "Say whether this machine can train, how fast its matrix products are, and how to mend what is wrong.")
    {
        _terminal = terminal;
        _services = services;
        Options.Add(_runs);
        Options.Add(_data);
        Options.Add(_threads);
        SetAction(Examine);
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Examples { get; } = ["activationlab doctor"];

    private int Examine(ParseResult parsed)
    {
        var data = DataFolder.Resolve(parsed.GetValue(_data));
        List<Finding> findings =
        [
            .. TorchDiagnosis.Examine(_services, parsed.GetValue(_threads)),
            .. DatasetDiagnosis.Examine(data),
            FolderDiagnosis.Examine("data folder", data, $"--data or {DataFolder.Variable}"),
            FolderDiagnosis.Examine("runs folder", parsed.GetValue(_runs)!, "--runs"),
        ];
        FindingsView.Write(_terminal, findings);
        return findings.Any(finding => finding.Severity == Severity.Error) ? ExitCode.Failed : ExitCode.Done;
    }
}
