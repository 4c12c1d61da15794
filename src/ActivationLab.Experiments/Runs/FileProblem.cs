namespace ActivationLab.Experiments.Runs;

/// <summary>Words for what the file system refuses: one line with the file, the reason and what to do.</summary>
public static class FileProblem
{
    // errno, which .NET hands on as the HResult of an IOException that has no type of its own.
    private const int NotADirectory = 20, FileTooLarge = 27, NoSpace = 28, ReadOnly = 30, QuotaExceeded = 122;

    /// <summary>That a file cannot be written, and that what was there before still is.</summary>
    public static UserException Writing(string path, Exception error) =>
        new($"{path}: cannot be written: {(error is FileNotFoundException && FileInTheWay(path) is null ? "no file can be made there" : Reason(path, error))}; what was there before is unchanged", 1, error);

    /// <summary>That a file cannot be read.</summary>
    public static UserException Reading(string path, Exception error) =>
        new($"{path}: cannot be read: {Reason(path, error)}", 1, error);

    /// <summary>The text of a file.</summary>
    public static string ReadAllText(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Reading(path, error);
        }
    }

    /// <summary>Makes a folder and those above it, unless they are there.</summary>
    public static void CreateFolder(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            var reason = File.Exists(path) ? "a file of that name is in its place" : Reason(path, error);
            throw new UserException($"{path}: the folder cannot be made: {reason}; choose another folder", 1, error);
        }
    }

    /// <summary>Renames a file or folder to the first free of <c>name.ending-1</c>, <c>name.ending-2</c> and so on.</summary>
    public static string MoveAside(string path, string ending)
    {
        try
        {
            for (var number = 1; ; number++)
            {
                var aside = $"{path}.{ending}-{number}";
                if (Path.Exists(aside))
                    continue;
                Directory.Move(path, aside); // moves files too
                return aside;
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"{path}: cannot be moved aside: {Reason(path, error)}", 1, error);
        }
    }

    private static string Reason(string path, Exception error)
    {
        if (FileInTheWay(path) is { } file)
        {
            return File.ResolveLinkTarget(file, returnFinalTarget: false) is { Exists: false } target
                ? $"{file} is a link to {target.FullName}, which does not exist"
                : $"{file} is a file where a folder is needed";
        }
        if (Directory.Exists(path))
            return "a folder of that name is in its place";
        return error switch
        {
            UnauthorizedAccessException => "permission denied",
            FileNotFoundException => "the file does not exist",
            DirectoryNotFoundException => "its folder does not exist",
            PathTooLongException => "the path is too long",
            { HResult: NoSpace } => "the disk is full",
            { HResult: QuotaExceeded } => "the disk quota is used up",
            ArgumentOutOfRangeException or { HResult: FileTooLarge } => "the file would exceed the size limit of the process or the file system",
            { HResult: ReadOnly } => "the file system is read-only",
            { HResult: NotADirectory } => "a file is where a folder is needed",
            _ => error.Message.ReplaceLineEndings(" "),
        };
    }

    private static string? FileInTheWay(string path)
    {
        for (var folder = Path.GetDirectoryName(path); !string.IsNullOrEmpty(folder); folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(folder))
                return folder;
        }
        return null;
    }
}
