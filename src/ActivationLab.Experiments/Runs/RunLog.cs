using System.Globalization;
using Serilog;
using Serilog.Core;
using Serilog.Formatting.Json;

namespace ActivationLab.Experiments.Runs;

/// <summary>The structured log of a run: <c>log.jsonl</c>, one JSON object a line, with the message both as template and as text.</summary>
public static class RunLog
{
    /// <summary>Opens a log that goes on at the end of the file. Dispose of it at the end of the run.</summary>
    public static Logger Open(string path) => new LoggerConfiguration()
        .MinimumLevel.Debug()
        .WriteTo.File(
            new JsonFormatter(closingDelimiter: "\n", renderMessage: true, formatProvider: CultureInfo.InvariantCulture),
            path,
            fileSizeLimitBytes: null)
        .CreateLogger();
}
