namespace ActivationLab.Experiments.Sweeps.Slurm;

/// <summary>A cluster is not there, cannot be reached or refuses a job: one line, with what Slurm said.</summary>
public sealed class SlurmException(string message) : UserException(message);
