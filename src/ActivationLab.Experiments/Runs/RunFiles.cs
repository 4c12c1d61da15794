namespace ActivationLab.Experiments.Runs;

/// <summary>Names of the files in a run's folder, whoever writes or reads them.</summary>
public static class RunFiles
{
    /// <summary>The whole resolved configuration.</summary>
    public const string Config = "config.yaml";

    /// <summary>Versions, device, threads, data: see <see cref="EnvironmentRecord"/>.</summary>
    public const string Environment = "environment.json";

    /// <summary>A row an epoch: see <see cref="EpochRow"/>.</summary>
    public const string Epochs = "epochs.csv";

    /// <summary>A row an epoch and layer: see <see cref="LayerRow"/>.</summary>
    public const string Layers = "layers.csv";

    /// <summary>The trial's one row: see <see cref="RunRow"/>. Written last: it says how the trial ended, or where it was stopped.</summary>
    public const string Run = "run.csv";

    /// <summary>The weights after the last whole epoch.</summary>
    public const string Weights = "weights.safetensors";

    /// <summary>The weights of the epoch that is best on the validation split.</summary>
    public const string BestWeights = "weights.best.safetensors";

    /// <summary>The structured log: see <see cref="RunLog"/>.</summary>
    public const string Log = "log.jsonl";
}
