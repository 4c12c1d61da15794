using System.Diagnostics;
using System.Text.Json;

namespace ActivationLab.Experiments.Tests.Support;

/// <summary>A Python process that does in PyTorch what it is asked to: see <c>twin.py</c>. Started when it is first asked.</summary>
public sealed class PyTorchTwin : IDisposable
{
    private Process? _process;

    /// <summary>Sends a request and waits for its answer. An exception there fails the test with its traceback.</summary>
    public JsonElement Ask(object request)
    {
        _process ??= Start(Path.Combine(AppContext.BaseDirectory, "Support", "PyTorch", "twin.py"));
        _process.StandardInput.WriteLine(JsonSerializer.Serialize(request));
        _process.StandardInput.Flush();
        var line = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("the PyTorch process ended");
        var reply = JsonDocument.Parse(line).RootElement;
        if (reply.TryGetProperty("error", out var error))
            throw new InvalidOperationException(error.GetString());
        return reply.GetProperty("answer");
    }

    public void Dispose()
    {
        if (_process is null)
            return;
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static Process Start(string script) => Process.Start(new ProcessStartInfo(Python.Program, [script])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
    })!;
}
