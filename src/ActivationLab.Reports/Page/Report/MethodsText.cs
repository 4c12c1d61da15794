using System.Globalization;
using ActivationLab.Experiments.Data;
using ActivationLab.Experiments.Runs;
using ActivationLab.Reports.Charts;
using ActivationLab.Reports.Comparisons;
using ActivationLab.Reports.Reading;
using ActivationLab.Reports.Tables;

namespace ActivationLab.Reports.Page.Report;

/// <summary>The methods of a study as paragraphs that can stand in a paper, made from its configurations. What is not known is left out.</summary>
internal sealed class MethodsText(Comparison comparison, StudySettings settings, StudyRecords records)
{
    private readonly IReadOnlyList<RunRow> _rows = [.. comparison.Study.Trials.Select(trial => trial.Row)];

    /// <summary>The paragraphs.</summary>
    public string Write() => string.Join("\n\n", new[] { Networks(), Training(), Measures(), Statistics(), Software() }.Where(text => text.Length > 0)) + "\n";

    private string Networks() => Sentences(
        $"We compared {StudySettings.InWords([.. comparison.Cells.Select(cell => cell.Label).Distinct()])}{Activations()} in {Model()}"
            + (Parameters() is { Length: > 0 } parameters ? $" ({parameters} parameters)" : ""),
        settings.List("model.batch_norm") switch { "" => "", "none" => "There was no batch normalisation", "before" or "after" => With("model.batch_norm", "Batch normalisation stood {0} the activations"), var places => $"Batch normalisation (model.batch_norm) was {places}" },
        settings.List("model.dropout") switch { "" or "0" => "", var p => $"Dropout had the probability {p}" },
        Initialisation());

    // Labels say slopes where nothing else differs, and variants may have any name.
    private string Activations()
    {
        var names = settings.Of("model.activation.name").Select(Title).ToList();
        var labels = comparison.Cells.Select(cell => Letters(cell.Label)).ToList();
        return names.TrueForAll(name => labels.Exists(label => label.Contains(Letters(name), StringComparison.OrdinalIgnoreCase)))
            ? ""
            : $" ({(names.Count == 1 ? "activation" : "activations")}: {StudySettings.InWords(names)})";
    }

    private static string Letters(string name) => string.Concat(name.Where(char.IsLetterOrDigit));

    private static string Title(string activation) => activation switch
    {
        "relu" => "ReLU",
        "leaky_relu" => "LeakyReLU",
        "prelu" => "PReLU",
        "rrelu" => "RReLU",
        "dynamic_leaky_relu" => "dynamic LeakyReLU",
        "elu" => "ELU",
        "gelu" => "GELU",
        "silu" => "SiLU",
        _ => activation.Replace('_', ' '),
    };

    private string Model() => settings.List("model.name") switch
    {
        "mlp" => $"multilayer perceptrons{Hidden()}",
        "cnn" => $"convolutional networks{With("model.channels", " with {0} channels")}{With("model.hidden", " and fully connected layers of {0} units")}",
        "resnet" => $"residual networks{With("model.depth", " of {0} layers")}{With("model.width", ", {0} channels wide at the start")}",
        "nin" => "networks in networks",
        "" => "networks",
        var several => $"networks of the kinds {several}",
    };

    private string Hidden() => settings.Of("model.hidden").Count > 0
        ? With("model.hidden", " with hidden layers of {0} units")
        : With("model.depth", " with {0} hidden layers") + With("model.width", " of {0} units");

    private string With(string key, string format) => settings.List(key) is { Length: > 0 } value
        ? string.Format(CultureInfo.InvariantCulture, format, value)
        : "";

    private string Parameters()
    {
        var counts = _rows.Select(row => row.Parameters).Distinct().Order().ToList();
        return counts switch
        {
            [] => "",
            [var one] => one.ToString("N0", CultureInfo.InvariantCulture),
            _ => string.Create(CultureInfo.InvariantCulture, $"{counts[0]:N0} to {counts[^1]:N0}"),
        };
    }

    private string Initialisation()
    {
        var kinds = settings.Of("model.init.name").Select(name => name.Replace('_', ' ')).Select(Capital).ToList();
        if (kinds.Count == 0)
            return "";
        var gain = settings.List("model.init.a") switch
        {
            "" => "",
            "auto" => ", with the gain of each activation",
            var a => $", with the gain of a negative slope of {a} (auto: of the activation's own)",
        };
        var bias = settings.List("model.init.bias") switch { "" => "", "0" => "; biases started at 0", var values => $"; biases started at {values}" };
        return $"Weights were initialised by {StudySettings.InWords(kinds)}{With("model.init.mode", " ({0})")}{gain}{bias}";
    }

    private string Training()
    {
        var optimizers = StudySettings.InWords([.. settings.Of("train.optimizer.name").Select(name => name switch { "sgd" => "SGD", "adam" => "Adam", "adamw" => "AdamW", _ => name })]);
        var details = new[]
        {
            With("train.optimizer.lr", "learning rate {0}"), With("train.optimizer.momentum", "momentum {0}"), With("train.optimizer.beta1", "β₁ {0}"),
            With("train.optimizer.beta2", "β₂ {0}"), settings.List("train.optimizer.weight_decay") == "0" ? "no weight decay" : With("train.optimizer.weight_decay", "weight decay {0}"),
        };
        var by = optimizers.Length == 0 ? "" : $" by {optimizers} ({string.Join(", ", details.Where(detail => detail.Length > 0))})";
        return Sentences(
            Images(),
            $"Each network was trained{Epochs("train.epochs", " for {0}")}{With("train.batch_size", " in batches of {0}")}{by} on the cross-entropy",
            settings.List("train.scheduler.name") switch
            {
                "" => "",
                "constant" => "The learning rate was constant" + Warmup(),
                var schedule => $"The learning rate followed a {schedule.Replace('_', ' ')} schedule" + Warmup(),
            },
            Unless("train.label_smoothing", "Labels were smoothed by {0}"),
            Unless("train.clip_grad_norm", "Gradients were clipped at the norm {0}"),
            Precision());
    }

    // The usual one needs no words, and mostly has none in the configuration.
    private string Precision() => settings.Of("train.precision").Where(name => name != "float32").ToList() is { Count: > 0 } chosen
        ? $"Training steps were computed in {StudySettings.InWords(chosen)}{(settings.Common("train.precision") is null ? " where that was the setting" : "")}, with weights kept in single precision"
        : "";

    private string Warmup() => settings.List("train.warmup_epochs") is "" or "0" ? "" : Epochs("train.warmup_epochs", " after a linear warm-up over {0}");

    private string Epochs(string key, string format) => With(key, string.Format(CultureInfo.InvariantCulture, format, settings.List(key) == "1" ? "{0} epoch" : "{0} epochs"));

    private string Unless(string key, string format) => settings.List(key) is "" or "0" ? "" : With(key, format);

    private string Images()
    {
        var data = settings.Of("data.name").Select(name => DatasetCatalog.Find(name)?.Title ?? name).ToList();
        if (data.Count == 0)
            return "";
        var train = settings.List("data.train") is { Length: > 0 } count ? $"The first {count} training images of {StudySettings.InWords(data)} were used" : $"The training images of {StudySettings.InWords(data)} were used";
        var copies = _rows.Any(row => row.DataVariant == DatasetCatalog.JpegCopy) ? ", decoded from a copy in JPEG files, on which accuracies are not those of the original" : "";
        var validation = settings.List("data.validation") is { Length: > 0 } held ? $"; {held} others were held out for validation" : "";
        var augment = settings.List("data.augment.name") switch { "" or "none" => ", without augmentation", "random" => ", with random crops, flips or cutout", var some => $", with augmentation ({some})" };
        return train + augment + copies + validation;
    }

    private string Measures()
    {
        var metric = comparison.Metric;
        var what = metric.Name switch
        {
            "test_accuracy" or "test_loss" => $"The {metric.Text} is that of the weights after the last epoch",
            "test_accuracy_best" or "test_loss_best" => $"The {metric.Text} is that of the epoch with the highest validation accuracy",
            _ => $"The compared figure is the {metric.Text} (column {metric.Name} of results.csv)",
        };
        var probe = StudySettings.InWords([.. _rows.Select(row => row.MeasuredOn).Where(set => set.Length > 0).Distinct()]);
        return Sentences(
            what,
            "Each trial looked at the test images once, at its end, and no epoch was chosen by them",
            "A unit (a neuron, or a channel of a convolution) counts as dead when its pre-activation is not positive for any image of the probe set, in evaluation mode"
                + (probe.Length > 0 ? $"; the probe set is {probe}" : ""));
    }

    private string Statistics()
    {
        var cells = comparison.Cells.ToList();
        var seeds = cells.SelectMany(cell => cell.Cell.Trials).Select(trial => trial.Seed).Distinct().Order().ToList();
        var trained = cells.ConvertAll(cell => cell.Cell.Trials.Count);
        var n = cells.ConvertAll(cell => cell.Metric?.N ?? 0);
        var isWhole = n.SequenceEqual(trained);
        var lost = comparison.Study.Trials.Count(trial => !trial.IsCompleted) + comparison.Study.Cells.Sum(cell => cell.Missing.Count);
        return Sentences(
            seeds.Count == 0 ? "" : $"Each configuration was trained with {(isWhole ? "n = " : "")}{CellColumns.Range(trained, "seed")} ({SeedRanges.Of(seeds)})"
                + (isWhole ? "" : $", of which {CellRows.N(n)} completed with the compared figure"),
            "Trials of one seed saw the same images in the same order and started from the same directions of the weights, so that configurations are compared in pairs",
            lost == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"Of all planned trials {lost} did not complete; they are counted, and have no part in means; in P(better) a seed at which one of two diverged is won by the other"),
            cells.Exists(cell => cell.Difference is not null)
                ? $"Intervals are 95 % confidence intervals by Student's t; p is that of a two-sided sign-flip permutation test of the paired differences ({(cells.TrueForAll(cell => cell.Difference?.Permutation is not { IsExact: false }) ? "exact" : "exact where there are few pairs, drawn otherwise")}), corrected by Holm's method over all comparisons; "
                    + "P(better) is the share of seeds at which a configuration beats its baseline, with a percentile bootstrap interval, and a difference is called meaningful where that interval reaches beyond 0.75 (Bouthillier et al. 2021)"
                : "Intervals are 95 % confidence intervals by Student's t");
    }

    private string Software()
    {
        var environments = records.Environments;
        if (environments.Count == 0)
            return "";
        return Sentences(
            $"Experiments were run with ActivationLab {StudySettings.InWords([.. environments.Select(record => record.AppVersion).Distinct()])} "
            + $"on libtorch {StudySettings.InWords([.. environments.Select(record => record.Torch.Libtorch).Distinct()])}, "
            + $"{StudySettings.InWords([.. environments.Select(Hardware).Distinct()])}");
    }

    private static string Hardware(EnvironmentRecord record) => string.Create(CultureInfo.InvariantCulture,
        $"{(record.Device == "cpu" ? record.Cpu ?? "a CPU" : record.Device)} with {record.Threads} {(record.Threads == 1 ? "thread" : "threads")} a trial");

    private static string Capital(string name) => name.Length == 0 ? name : char.ToUpperInvariant(name[0]) + name[1..];

    private static string Sentences(params string[] sentences) => string.Join(" ", sentences.Where(text => text.Length > 0).Select(text => $"{text}."));
}
