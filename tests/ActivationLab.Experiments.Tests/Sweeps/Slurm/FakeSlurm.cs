using System.Globalization;
using ActivationLab.Experiments.Data.Fetching;
using ActivationLab.Experiments.Sweeps.Slurm;
using ActivationLab.Experiments.Tests.Data;

namespace ActivationLab.Experiments.Tests.Sweeps.Slurm;

/// <summary>Answers as the commands of Slurm 22.05 do.</summary>
internal sealed class FakeSlurm
{
    private int _job = 100;

    public FakeSlurm() => Programs = new FakePrograms()
        .With("scontrol", (_, _) => new ProcessResult(0, $"Configuration data as of 2026-11-22T10:06:07\nMaxArraySize            = {MaxArraySize}\nMaxDBDMsgs              = 20008\n", ""))
        .With("squeue", (_, _) => Queue)
        .With("sbatch", (_, _) => --Accepts < 0
            ? new ProcessResult(1, "", "sbatch: error: QOSMaxSubmitJobPerUserLimit\nsbatch: error: Batch job submission failed: Job violates accounting/QOS policy\n")
            : new ProcessResult(0, $"{(++_job).ToString(CultureInfo.InvariantCulture)}{ClusterSuffix}\n", ""));

    public FakePrograms Programs { get; }

    public int MaxArraySize { get; set; } = 1001;

    /// <summary>Submissions that are taken before the cluster refuses.</summary>
    public int Accepts { get; set; } = int.MaxValue;

    public string ClusterSuffix { get; set; } = "";

    public ProcessResult Queue { get; set; } = new(0, "", "");

    public SlurmCluster Cluster => new(Programs);

    public IEnumerable<string> Calls(string program) => Programs.Runs.Where(run => run.StartsWith(program + " ", StringComparison.Ordinal));
}
