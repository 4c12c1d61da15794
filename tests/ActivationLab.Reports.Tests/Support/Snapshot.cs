using System.Runtime.CompilerServices;

namespace ActivationLab.Reports.Tests.Support;

/// <summary>Texts that were looked at by a person and kept in the folder Snapshots.</summary>
internal static class Snapshot
{
    /// <summary>Holds a text against the kept one, byte by byte; with <c>UPDATE_SNAPSHOTS=1</c> keeps it instead.</summary>
    public static void Matches(string name, string text, [CallerFilePath] string caller = "")
    {
        var path = Path.Combine(Path.GetDirectoryName(caller)!, "..", "Snapshots", name);
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1")
            File.WriteAllText(path, text);
        Assert.Equal(File.ReadAllText(path), text);
    }
}
