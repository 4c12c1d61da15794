using ActivationLab.Experiments.Data;

namespace ActivationLab.Cli.Diagnosis;

/// <summary>Looks for the data sets.</summary>
internal static class DatasetDiagnosis
{
    /// <summary>One finding a data set. What is missing is fetched when it is needed, so it is no error.</summary>
    public static IEnumerable<Finding> Examine(string root) => DatasetCatalog.All.Select(info =>
    {
        var presence = DatasetPresence.Of(info, root, verify: false);
        if (info.IsGenerated)
            return new Finding(Severity.Ok, info.Title, $"{presence.State}: {presence.Folder}");
        return presence.IsWhole
            ? new Finding(Severity.Ok, info.Title, $"{presence.State} in {presence.Folder}")
            : new Finding(Severity.Warning, info.Title, $"{presence.State} in {presence.Folder}", $"{info.FetchCommand} ('train' does it by itself)");
    });
}
