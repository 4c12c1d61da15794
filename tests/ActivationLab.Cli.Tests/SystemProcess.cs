using System.Diagnostics;
using System.Globalization;

namespace ActivationLab.Cli.Tests;

/// <summary>Processes of this machine by their ids, as Linux shows them.</summary>
internal static class SystemProcess
{
    /// <summary>Sends a signal to a process, or to a process group by its id with a minus; to none if it is no more.</summary>
    public static void Signal(int id, string name)
    {
        // It complains of processes that are no more.
        using var kill = Process.Start(new ProcessStartInfo("kill", [$"-{name}", "--", id.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardError = true })!;
        kill.WaitForExit();
    }

    /// <summary>Whether a process runs or stands still.</summary>
    public static bool IsAlive(int id) => ParentOf(id) is not null;

    /// <summary>The process that a process is a child of; null for one that is no more, or is only waited for.</summary>
    public static int? ParentOf(int id)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{id}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] is "Z" or "X" ? null : int.Parse(fields[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
