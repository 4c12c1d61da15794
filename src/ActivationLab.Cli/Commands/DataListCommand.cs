using System.CommandLine;
using System.Globalization;
using ActivationLab.Cli.Views;
using ActivationLab.Experiments.Data;

namespace ActivationLab.Cli.Commands;

/// <summary><c>activationlab data list</c>: which data sets are where. Looks at names and sizes only, unless told to verify.</summary>
internal sealed class DataListCommand : Command, IHasExamples
{
    private readonly Terminal _terminal;
    private readonly Option<string?> _data = CommonOptions.Data();
    private readonly Option<bool> _verify = new("--verify") { Description = "read every file, to say which release it is" };

    public DataListCommand(Terminal terminal) : base("list", "List the data sets, where they are and whether they are whole.")
    {
        _terminal = terminal;
        Options.Add(_data);
        Options.Add(_verify);
        SetAction(List);
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Examples { get; } = ["activationlab data list", "activationlab data list --verify"];

    private int List(ParseResult parsed)
    {
        var root = DataFolder.Resolve(parsed.GetValue(_data));
        var verify = parsed.GetValue(_verify);
        TextTable.Write(_terminal.Out, [["name", "images", "state", "release", "where"], .. DatasetCatalog.All.Select(info => Row(info, root, verify))]);
        return ExitCode.Done;
    }

    private static string[] Row(DatasetInfo info, string root, bool verify)
    {
        var images = string.Create(CultureInfo.InvariantCulture, $"{info.TrainCount:N0} + {info.TestCount:N0}");
        var presence = DatasetPresence.Of(info, root, verify);
        return [info.Text, images, presence.State, presence.Release, presence.Folder];
    }
}
