using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace ActivationLab.Cli.Tests.Slurm;

/// <summary>A real Slurm cluster of this one machine, for as long as the tests' process lives; it needs no service of the system.</summary>
internal sealed class SlurmMachine
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    private static readonly Lazy<SlurmMachine> s_machine = new(() => new SlurmMachine());

    private readonly Process? _process;

    private SlurmMachine()
    {
        string[] missing = [.. new[] { "slurmctld", "slurmd", "sbatch", "munged" }.Where(program => !IsInstalled(program))];
        if (missing.Length > 0)
        {
            WhyNot = $"{string.Join(", ", missing)} not installed: apt-get install slurm-wlm munge";
            return;
        }
        var ports = FreePorts(2);
        _process = Process.Start(new ProcessStartInfo("bash", [Path.Combine(AppContext.BaseDirectory, "Slurm", "one-machine-cluster.sh"), $"{ports[0]}", $"{ports[1]}"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = _process.StandardError.ReadToEndAsync();
        Configuration = _process.StandardOutput.ReadLine() ?? "";
        if (Configuration.Length == 0)
            WhyNot = $"Slurm's daemons do not start here: {errors.Result.Trim().ReplaceLineEndings("; ")}";
        // If this process dies without saying so, the end of its standard input tells the cluster.
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Stop();
    }

    /// <summary>Starts it when first asked for.</summary>
    public static SlurmMachine Instance => s_machine.Value;

    /// <summary>Why there is none; null if there is one.</summary>
    public string? WhyNot { get; }

    /// <summary>What <c>SLURM_CONF</c> must be.</summary>
    public string Configuration { get; } = "";

    /// <summary>Runs one of Slurm's commands and returns what it says.</summary>
    public string Run(string command, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(command, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["SLURM_CONF"] = Configuration },
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output + errors.Result;
    }

    private void Stop()
    {
        _process!.StandardInput.Close();
        _process.WaitForExit(s_patience);
    }

    private static bool IsInstalled(string program) => $"{Environment.GetEnvironmentVariable("PATH")}:/usr/sbin:/sbin"
        .Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));

    private static int[] FreePorts(int count)
    {
        TcpListener[] listeners = [.. Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0))];
        Array.ForEach(listeners, listener => listener.Start());
        int[] ports = [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        Array.ForEach(listeners, listener => listener.Stop());
        return ports;
    }
}
