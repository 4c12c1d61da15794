using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SystemTorch.Tests.PyTorch;

/// <summary>Runs a script of this folder with the Python that the tests compare with: JSON in, JSON out.</summary>
internal static class PythonScript
{
    private static readonly string Python =
        Environment.GetEnvironmentVariable("ACTIVATIONLAB_PYTHON") is { Length: > 0 } named ? named : "/usr/bin/python3";

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
        try
        {
            using var process = Start("-c", "import importlib.util as u, sys; sys.exit(u.find_spec('torch') is None)");
            process.WaitForExit();
            return process.ExitCode == 0 ? null : $"{Python} has no torch; install python3-torch";
        }
        catch (Win32Exception)
        {
            return $"there is no {Python}";
        }
    }
}
