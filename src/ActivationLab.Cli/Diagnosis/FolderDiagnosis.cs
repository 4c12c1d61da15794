using ActivationLab.Cli.Views;

namespace ActivationLab.Cli.Diagnosis;

/// <summary>Looks whether a folder can be written and has room.</summary>
internal static class FolderDiagnosis
{
    private const long Scarce = 1_000_000_000;

    /// <summary>What was found of a folder that may have to be made yet. Leaves nothing behind.</summary>
    public static Finding Examine(string subject, string folder, string option)
    {
        var existing = Path.GetFullPath(folder);
        while (!Path.Exists(existing))
            existing = Path.GetDirectoryName(existing)!;
        if (WhyNotWritable(existing) is { } reason)
            return new Finding(Severity.Error, subject, $"{folder}: {reason}", $"mend {existing} or choose another folder with {option}");

        var free = new DriveInfo(existing).AvailableFreeSpace;
        var detail = $"{folder}: writable, {Figures.Bytes(free)} free";
        return free < Scarce
            ? new Finding(Severity.Warning, subject, detail, $"make room or choose another folder with {option}")
            : new Finding(Severity.Ok, subject, detail);
    }

    private static string? WhyNotWritable(string folder)
    {
        if (!Directory.Exists(folder))
            return $"{folder} is a file where a folder is needed";
        try
        {
            var probe = Path.Combine(folder, $".activationlab-{Guid.NewGuid():N}");
            using var file = new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return $"cannot be written: {(error is UnauthorizedAccessException ? "permission denied" : error.Message.ReplaceLineEndings(" "))}";
        }
    }
}
