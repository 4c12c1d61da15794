using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SystemTorch.Tests.PyTorch;

/// <summary>Runs a script of this folder with the system's Python: JSON in, JSON out.</summary>
internal static class PythonScript
{
    private const string Python = "/usr/bin/python3";

    private static readonly JsonSerializerOptions Options = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    private static readonly Lazy<string?> Missing = new(FindMissing);

    /// <summary>Why there is nothing to compare with, or null.</summary>
    public static string? WhyMissing => Missing.Value;

    public static T Run<T>(string script, object input)
    {
        using var process = Start(Path.Combine(AppContext.BaseDirectory, "PyTorch", script));
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        process.StandardInput.Write(JsonSerializer.Serialize(input, Options));
        process.StandardInput.Close();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{script} failed: {errors.Result}");
        return JsonSerializer.Deserialize<T>(output.Result, Options)!;
    }

    private static Process Start(params string[] arguments) => Process.Start(new ProcessStartInfo(Python, arguments)
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;

    private static string? FindMissing()
    {
        if (!File.Exists(Python))
            return $"there is no {Python}";
        using var process = Start("-c", "import importlib.util as u, sys; sys.exit(u.find_spec('torch') is None)");
        process.WaitForExit();
        return process.ExitCode == 0 ? null : $"{Python} has no torch; install python3-torch";
    }
}
