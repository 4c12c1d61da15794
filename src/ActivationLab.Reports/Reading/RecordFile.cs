using System.Text.Json;
using ActivationLab.Experiments;
using YamlDotNet.Core;

namespace ActivationLab.Reports.Reading;

/// <summary>Reads a file of a run folder that is for the record, not computed with: a report of a hundred trials must not be lost with one of them.</summary>
internal static class RecordFile
{
    /// <summary>Reads it; null where it is not there or cannot be used.</summary>
    /// <param name="path">The file.</param>
    /// <param name="parse">Reads its text.</param>
    /// <param name="problem">Told, in a line, what is wrong with a file that is there.</param>
    public static T? Read<T>(string path, Func<string, T> parse, Action<string> problem) where T : class
    {
        if (!File.Exists(path))
            return null;
        try
        {
            return parse(File.ReadAllText(path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or UserException)
        {
            problem($"{path}: cannot be read: {error.Message.ReplaceLineEndings(" ")}");
        }
        // InvalidOperationException: a text in it is no Unicode.
        catch (Exception error) when (error is JsonException or InvalidOperationException or YamlException)
        {
            problem($"{path}: is damaged; the report does without it");
        }
        return null;
    }
}
