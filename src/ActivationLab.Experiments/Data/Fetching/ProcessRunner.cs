using System.ComponentModel;
using System.Diagnostics;

namespace ActivationLab.Experiments.Data.Fetching;

/// <summary>Runs programs of this machine, without a shell and without input.</summary>
public sealed class ProcessRunner : IProcessRunner
{
    private const int NoSuchFile = 2;
    private const int NoPermission = 13;

    /// <inheritdoc/>
    public async Task<ProcessResult?> RunAsync(
        string program, IReadOnlyList<string> arguments, string workingFolder, CancellationToken cancellationToken)
    {
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo(program, arguments)
            {
                WorkingDirectory = workingFolder,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        try
        {
            process.Start();
        }
        catch (Win32Exception e) when (e.NativeErrorCode is NoSuchFile or NoPermission)
        {
            return null;
        }

        process.StandardInput.Close();
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var error = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return new ProcessResult(process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            // Its files are removed next, so it must be gone.
            await process.WaitForExitAsync(CancellationToken.None);
            throw;
        }
    }
}
