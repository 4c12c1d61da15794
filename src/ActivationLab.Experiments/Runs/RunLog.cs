using System.Globalization;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting.Json;
using Serilog.Sinks.SystemConsole.Themes;

namespace ActivationLab.Experiments.Runs;

/// <summary>The structured log of a run: <c>log.jsonl</c>, one JSON object a line, with the message both as template and as text.</summary>
public static class RunLog
{
    private const string ConsoleLine = "{Timestamp:HH:mm:ss} {Level:u3} {Message:lj}{NewLine}";

    /// <summary>Opens a log that goes on at the end of the file. Dispose of it at the end of the run.</summary>
    /// <param name="path">The file.</param>
    /// <param name="toConsole">Whether the log is also written, as text, to standard error.</param>
    public static Logger Open(string path, bool toConsole = false)
    {
        DropHalfLine(path);
        var configuration = new LoggerConfiguration()
            .MinimumLevel.Debug()
            .WriteTo.File(
                new JsonFormatter(closingDelimiter: "\n", renderMessage: true, formatProvider: CultureInfo.InvariantCulture),
                path,
                fileSizeLimitBytes: null);
        if (toConsole)
        {
            configuration.WriteTo.Console(
                outputTemplate: ConsoleLine,
                formatProvider: CultureInfo.InvariantCulture,
                standardErrorFromLevel: LogEventLevel.Verbose,
                theme: ConsoleTheme.None);
        }
        return configuration.CreateLogger();
    }

    // What a killed process may leave: the next line would be glued to it, and neither could be read.
    private static void DropHalfLine(string path)
    {
        if (!File.Exists(path))
            return;
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
            var end = file.Length;
            while (end > 0)
            {
                file.Position = end - 1;
                if (file.ReadByte() == '\n')
                    break;
                end--;
            }
            if (end < file.Length)
                file.SetLength(end);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw FileProblem.Writing(path, error);
        }
    }
}
