using System.Globalization;
using System.Text;
using ActivationLab.Experiments.Runs;
using ActivationLab.Experiments.Sweeps.Plan;
using ActivationLab.Reports.Charts;
using ActivationLab.Reports.Comparisons;
using ActivationLab.Reports.Page.Report;
using ActivationLab.Reports.Reading;
using ActivationLab.Reports.Tables;
using ActivationLab.Reports.Tests.Support;

namespace ActivationLab.Reports.Tests.Page;

/// <summary>A study with run folders, made by hand: three variants, one with a name that means something in HTML, and a trial that diverged.</summary>
internal sealed class ReportFiles : IDisposable
{
    public const string EvilName = "</script><script>alert(\"x\")</script> & <b>'Leaky'</b>";

    private const int Epochs = 3;
    private readonly StudyFiles _files = new();

    public ReportFiles(int seeds = 6, bool withRunFolders = true)
    {
        var planned = new List<PlannedTrialRow>();
        var rows = new List<RunRow>();
        foreach (var (cell, variant, slope, gain) in new[] { ("mlp-relu-11111111", "ReLU", 0, 0), ("mlp-leaky_relu-0.01-22222222", EvilName, 0.01, 0.002), ("mlp-prelu-33333333", "PReLU", 0.25, 0.004) })
        {
            for (var seed = 42; seed < 42 + seeds; seed++)
            {
                var accuracy = 0.88 + gain + 0.001 * (seed * 7 % 5);
                var activation = cell.Split('-')[1];
                var row = StudyFiles.Row(cell, seed, accuracy) with
                {
                    Activation = activation,
                    NegativeSlope = slope,
                    InitA = slope,
                    Epochs = Epochs,
                    LastEpoch = Epochs,
                    BestEpoch = Epochs,
                    Data = "fashion_mnist",
                    DeadRatio = slope == 0 ? 0.1 : 0.01,
                    MeasuredOn = "validation images 55000-55999 of the training files",
                };
                if (variant == EvilName && seed == 42)
                    row = StudyFiles.Diverged(row);
                rows.Add(row);
                planned.Add(new PlannedTrialRow { Cell = cell, Seed = seed, Variant = variant, Settings = "" });
                if (withRunFolders)
                    WriteRun(row, activation, slope, seed);
            }
        }
        _files.Write(rows);
        if (withRunFolders)
            _files.Plan(planned);
    }

    public string Folder => _files.Folder;

    public ReportContent Content()
    {
        var study = StudyReader.Read(Folder);
        var comparison = Comparer.Compare(study, new ComparisonOptions());
        var histories = StudyHistories.Read(study);
        return new ReportContent
        {
            Comparison = comparison,
            Finding = Finding.Of(comparison),
            Charts = AllCharts.Of(comparison, histories),
            Histories = histories,
            Records = StudyRecords.Read(study),
            Generator = "ActivationLab 0.1.0",
        };
    }

    public string Report() => ReportPage.Write(Content());

    public void Dispose() => _files.Dispose();

    private void WriteRun(RunRow row, string activation, double slope, int seed)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Folder, row.Cell, $"seed-{seed}")).FullName;
        var value = slope.ToString(CultureInfo.InvariantCulture);
        var settings = activation switch { "leaky_relu" => $", negative_slope: {value}", "prelu" => $", per: layer, init: {value}", _ => "" };
        File.WriteAllText(Path.Combine(folder, RunFiles.Config), $$"""
            name: study
            seed: {{seed}}
            device: auto
            data:
              name: fashion_mnist
              validation: 5000
              train: 20000
              augment: { name: none }
            model:
              name: mlp
              hidden: [256, 128]
              batch_norm: none
              dropout: 0.0
              activation: { name: {{activation}}{{settings}} }
              init: { name: kaiming_normal, mode: fan_in, a: auto, bias: 0.0 }
            train:
              epochs: 3
              batch_size: 64
              optimizer: { name: sgd, lr: 0.1, momentum: 0.9, nesterov: false, weight_decay: 0.0005, decay_slopes: false }
              scheduler: { name: constant }
              warmup_epochs: 0.0
              label_smoothing: 0.0
              clip_grad_norm: 0.0
            probe: { images: 1000, every_epochs: 1 }

            """);
        File.WriteAllText(Path.Combine(folder, RunFiles.Environment), new EnvironmentRecord
        {
            Started = new DateTime(2025, 3, seed == 42 ? 1 : 2, 12, 0, 0, DateTimeKind.Utc),
            CommandLine = "activationlab sweep --config study.yaml",
            Seed = seed,
            AppVersion = "0.1.0",
            Commit = "0123456789abcdef",
            Dotnet = ".NET 10.0.0",
            Os = "Debian GNU/Linux 12 (bookworm)",
            Architecture = "x64",
            Cpu = "A <fast> CPU",
            Cores = 2,
            Torch = new TorchRecord("system", "1.13.1", "OpenBLAS (OpenMP)", null),
            Device = "cpu",
            Threads = 1,
            Data = new DataRecord("fashion_mnist", "original", new Dictionary<string, string> { ["train-images-idx3-ubyte"] = "c59f468a" }),
        }.ToJson(), new UTF8Encoding(false));
        if (row.Status != RunStatus.Completed)
            return;
        CsvTable.Write(Path.Combine(folder, RunFiles.Epochs), Enumerable.Range(1, Epochs).Select(epoch => new EpochRow
        {
            Epoch = epoch,
            Step = 313 * epoch,
            Lr = 0.1,
            TrainLoss = 1.0 / epoch + 0.01 * (seed % 5),
            TrainAccuracy = 0.8 + 0.03 * epoch,
            ValLoss = 1.1 / epoch,
            ValAccuracy = row.ValAccuracy!.Value - 0.01 * (Epochs - epoch),
            DeadRatio = row.DeadRatio * epoch / Epochs,
            Died = 3,
            Revived = 1,
            EpochSeconds = 1 + 0.01 * (seed % 3),
            ImagesPerSecond = 20000,
        }));
        CsvTable.Write(Path.Combine(folder, RunFiles.Layers), from epoch in Enumerable.Range(0, Epochs + 1)
                                                              from layer in new[] { 1, 2 }
                                                              select new LayerRow
                                                              {
                                                                  Epoch = epoch,
                                                                  Layer = layer,
                                                                  Module = $"layers.{2 * layer - 1}",
                                                                  Units = 256 / layer,
                                                                  Dead = (long)(row.DeadRatio!.Value * 256 / layer * epoch / Epochs),
                                                                  Linear = 0,
                                                                  Rare = 0,
                                                                  DeadRatio = row.DeadRatio.Value * epoch / Epochs,
                                                                  ZeroFraction = 0.5,
                                                                  ZMean = -0.1,
                                                                  ZStd = 1.4 - 0.1 * layer,
                                                                  SlopeMin = slope,
                                                                  SlopeMean = slope,
                                                                  SlopeMax = slope,
                                                                  MeasuredOn = row.MeasuredOn,
                                                              });
    }
}
