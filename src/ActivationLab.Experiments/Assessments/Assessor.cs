using System.Globalization;
using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Data;
using ActivationLab.Experiments.Measures;
using ActivationLab.Experiments.Runs;
using ActivationLab.Experiments.Runtime;
using ActivationLab.Experiments.Statistics;
using ActivationLab.Experiments.Training;
using ActivationLab.Models;
using static TorchSharp.torch;

namespace ActivationLab.Experiments.Assessments;

/// <summary>Looks at what the weights of a stored run do, as its trial did when it trained them: the same images give the same numbers.</summary>
public static class Assessor
{
    /// <summary>Measures loss, accuracy, classes and units.</summary>
    /// <param name="run">The run.</param>
    /// <param name="options">Which of its weights, on which images, where.</param>
    /// <param name="load">Loads the data set from a data folder; null for <see cref="DatasetStore"/>.</param>
    /// <exception cref="UserException">The run has no such weights, they are damaged, or the data or the device is not as it must be.</exception>
    public static Assessment Assess(StoredRun run, AssessmentOptions options, Func<DatasetName, string, LoadedDataset>? load = null)
    {
        TorchRuntime.SetThreads(options.Threads);
        TorchRuntime.SetPrecision(run.Experiment.Train.ComputesIn);
        var device = TorchRuntime.Device(options.Device);
        var (experiment, info) = (run.Experiment, DatasetCatalog.Get(run.Experiment.Data.Name));
        var path = run.Weights(options.Epoch);
        using var network = Network.Build(
            experiment.Model, info.Shape, info.ClassNames.Count, experiment.Seed, device);
        var epoch = EpochOf(path, WeightsReader.Load(path, network));

        var data = (load ?? DatasetStore.Load)(experiment.Data.Name, DataFolder.Resolve(options.DataFolder));
        CheckRelease(run, data);
        var split = Split.Of(data.Train.Count, experiment);
        var (set, range, measuredOn) = Choose(data, split, options);
        using var images = new ResidentImages(set, info, device);
        var confusion = new Confusion(info.ClassNames.Count);
        var evaluation = Evaluator.Evaluate(network, images, range, (logits, labels) => Count(confusion, logits, labels));
        var units = new Measurement(UnitProbe.Measure(network, images, range), Turnovers: null, measuredOn, range.Count, Seconds: 0);

        return new Assessment(
            Summary(run, options, epoch, data, confusion, evaluation, measuredOn),
            [.. Classes(info, confusion, measuredOn)],
            [.. Pairs(info, confusion, measuredOn)],
            TrialRows.Layers(epoch, units));
    }

    // Weights of one release and images of another give a number that looks like an accuracy and means nothing.
    private static void CheckRelease(StoredRun run, LoadedDataset data)
    {
        if (run.DataVariant is { } trainedOn && trainedOn != data.Variant)
        {
            var title = DatasetCatalog.Get(data.Name).Title;
            throw new UserException(
                $"{run.FullName}: trained on the release '{trainedOn}' of {title}, but the data folder holds '{data.Variant}'; name the other by --data-folder");
        }
    }

    private static int EpochOf(string path, IReadOnlyDictionary<string, string> metadata) =>
        int.TryParse(metadata.GetValueOrDefault("epoch"), NumberStyles.None, CultureInfo.InvariantCulture, out var epoch)
            ? epoch
            : throw new DamagedFileException(path, "its metadata do not say of which epoch the weights are");

    private static (ImageSet Set, ImageRange Range, string MeasuredOn) Choose(LoadedDataset data, Split split, AssessmentOptions options)
    {
        var (set, whole, words) = options.Split switch
        {
            ImageSplit.Validation => (data.Train, split.Validation, "validation images {0}-{1} of the training files"),
            ImageSplit.Train => (data.Train, split.Train, "training images {0}-{1} of the training files"),
            _ => (data.Test, new ImageRange(0, data.Test.Count), "test images {0}-{1}"),
        };
        if (options.Images > whole.Count)
            throw new UserException($"--images {options.Images}: there are only {whole.Count} {SnakeCase.Of(options.Split)} images", 2);
        var range = whole with { Count = options.Images ?? whole.Count };
        return (set, range, string.Format(CultureInfo.InvariantCulture, words, range.Start, range.End - 1));
    }

    private static void Count(Confusion confusion, Tensor logits, Tensor labels)
    {
        foreach (var (actual, predicted) in labels.ToLongs().Zip(logits.argmax(1).ToLongs()))
            confusion.Add(actual, predicted);
    }

    private static EvaluationRow Summary(
        StoredRun run, AssessmentOptions options, int epoch, LoadedDataset data, Confusion confusion, Evaluation evaluation, string measuredOn)
    {
        var interval = WilsonInterval.Of(confusion.Correct, confusion.Images);
        return new EvaluationRow
        {
            Experiment = run.Experiment.Name,
            Cell = run.Cell,
            Seed = run.Experiment.Seed,
            Status = run.Status,
            Weights = SnakeCase.Of(options.Epoch),
            Epoch = epoch,
            Data = SnakeCase.Of(data.Name),
            DataVariant = data.Variant,
            Split = SnakeCase.Of(options.Split),
            Images = confusion.Images,
            Correct = confusion.Correct,
            Loss = evaluation.Loss,
            Accuracy = evaluation.Accuracy,
            AccuracyLow = interval.Low,
            AccuracyHigh = interval.High,
            MeasuredOn = measuredOn,
        };
    }

    private static IEnumerable<ClassRow> Classes(DatasetInfo info, Confusion confusion, string measuredOn) =>
        info.ClassNames.Select((name, index) =>
        {
            var (images, correct, predicted) = (confusion.Of(index), confusion[index, index], confusion.TakenFor(index));
            var mistake = confusion.MostFrequentMistake(index);
            return new ClassRow
            {
                Class = index,
                Name = name,
                Images = images,
                Correct = correct,
                Accuracy = images == 0 ? null : (double)correct / images,
                Predicted = predicted,
                Precision = predicted == 0 ? null : (double)correct / predicted,
                MistakenFor = mistake is { } other ? info.ClassNames[other] : "",
                Mistakes = mistake is { } wrong ? confusion[index, wrong] : 0,
                MeasuredOn = measuredOn,
            };
        });

    private static IEnumerable<ConfusionRow> Pairs(DatasetInfo info, Confusion confusion, string measuredOn) =>
        from actual in Enumerable.Range(0, confusion.Classes)
        from predicted in Enumerable.Range(0, confusion.Classes)
        select new ConfusionRow
        {
            Class = actual,
            Name = info.ClassNames[actual],
            Predicted = predicted,
            PredictedName = info.ClassNames[predicted],
            Images = confusion[actual, predicted],
            MeasuredOn = measuredOn,
        };
}
