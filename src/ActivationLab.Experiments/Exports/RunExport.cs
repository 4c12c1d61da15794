using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Data;
using ActivationLab.Experiments.Runs;
using ActivationLab.Experiments.Runtime;
using ActivationLab.Experiments.Training;
using ActivationLab.Models;

namespace ActivationLab.Experiments.Exports;

/// <summary>
/// Writes the network of a stored run as one safetensors file that explains itself: the weights, and in its metadata the layers, the
/// normalisation of images, the classes, the configuration and the accuracies. <c>scripts/load_export.py</c> builds it anew in PyTorch.
/// </summary>
public static class RunExport
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The name of the file if nobody gives one: experiment, cell, seed and which weights.</summary>
    public static string NameFor(StoredRun run, StoredEpoch epoch) => string.Create(
        CultureInfo.InvariantCulture, $"{run.Experiment.Name}-{run.Cell}-seed-{run.Experiment.Seed}.{SnakeCase.Of(epoch)}.safetensors");

    /// <summary>Writes the file, atomically.</summary>
    /// <param name="run">The run.</param>
    /// <param name="epoch">Which of its weights.</param>
    /// <param name="target">The file to write.</param>
    /// <param name="overwrite">Whether a file that is there may be replaced.</param>
    /// <exception cref="UserException">
    /// The run has no such weights, they are not of its network, the file is there already (exit code 2) or cannot be written.
    /// </exception>
    public static void Write(StoredRun run, StoredEpoch epoch, string target, bool overwrite)
    {
        if (run.Holds(target))
            throw new UserException($"{target}: is inside the run's own folder, which an export leaves as it is; name a file elsewhere", 2);
        if (File.Exists(target) && !overwrite)
            throw new UserException($"{target}: is there already; --force would replace it", 2);

        var path = run.Weights(epoch);
        var info = DatasetCatalog.Get(run.Experiment.Data.Name);
        using var network = Network.Build(
            run.Experiment.Model, info.Shape, info.ClassNames.Count, run.Experiment.Seed);
        var stored = WeightsReader.Load(path, network);
        using var weights = WeightsSnapshot.Take(network);
        SafetensorsFile.Write(
            target, weights.Tensors.Select(named => WeightsFile.Convert(named.Key, named.Value)), Metadata(run, epoch, stored, info, network));
    }

    private static Dictionary<string, string> Metadata(
        StoredRun run, StoredEpoch epoch, IReadOnlyDictionary<string, string> stored, DatasetInfo info, Network network)
    {
        var torch = TorchRuntime.Describe();
        var metadata = new Dictionary<string, string>
        {
            ["format"] = "pt",
            ["activationlab"] = ThisProgram.FullVersion,
            ["torch"] = $"{torch.Provider} {torch.Libtorch}",
            ["experiment"] = run.Experiment.Name,
            ["cell"] = run.Cell,
            ["seed"] = run.Experiment.Seed.ToString(CultureInfo.InvariantCulture),
            ["status"] = run.Status,
            ["weights"] = SnakeCase.Of(epoch),
            ["epoch"] = stored.GetValueOrDefault("epoch", ""),
            ["config"] = ExperimentYaml.Write(run.Experiment),
            ["data"] = info.Text,
            ["data_variant"] = run.DataVariant ?? "",
            ["input"] = Text([info.Channels, info.Height, info.Width]),
            ["normalisation"] = "(pixel / 255 - mean) / std for each channel, pixels from 0 to 255",
            ["mean"] = Text([.. info.Mean]),
            ["std"] = Text([.. info.Std]),
            ["classes"] = Text([.. info.ClassNames]),
            ["layers"] = new LayerJson(network).Layers.ToJsonString(Json),
        };
        if (run.Run is { } row)
        {
            var isLast = epoch == StoredEpoch.Last;
            AddNumber("validation_accuracy", isLast ? row.ValAccuracy : row.ValAccuracyBest);
            AddNumber("test_accuracy", isLast ? row.TestAccuracy : row.TestAccuracyBest);
            AddNumber("test_loss", isLast ? row.TestLoss : row.TestLossBest);
        }
        return metadata;

        void AddNumber(string key, double? value)
        {
            if (value is { } number)
                metadata[key] = number.ToString("R", CultureInfo.InvariantCulture);
        }
    }

    private static string Text(JsonArray values) => values.ToJsonString(Json);
}
