using System.ComponentModel.DataAnnotations;
using ActivationLab.Experiments.Data;
using ActivationLab.Models.Settings;

namespace ActivationLab.Experiments.Configuration;

/// <summary>Combinations of settings that cannot be run, each fine by itself. The keys named are those at fault, the likeliest first.</summary>
internal static class ExperimentChecks
{
    public static IEnumerable<ValidationResult> Of(Experiment experiment)
    {
        var data = DatasetCatalog.Get(experiment.Data.Name);
        var left = data.TrainCount - experiment.Data.Validation;
        var trainImages = experiment.Data.Train ?? left;
        return new[]
        {
            ValidationLeavesTraining(experiment, data),
            TrainingIsLeft(experiment, left),
            ProbeFitsValidation(experiment),
            BatchFitsTraining(experiment, trainImages),
            BatchNormHasBatches(experiment, trainImages),
            ModelTakesData(experiment, data),
            AugmentTakesData(experiment, data),
            PoolingFitsImage(experiment, data),
            CosineFalls(experiment),
            WarmupFitsTraining(experiment),
        }.OfType<ValidationResult>();
    }

    private static ValidationResult? ValidationLeavesTraining(Experiment experiment, DatasetInfo data)
    {
        var validation = experiment.Data.Validation;
        return validation < data.TrainCount ? null : new(
            $"the validation split is taken from the {data.TrainCount} training samples of {data.Text}: data.validation ({validation}) must be below that",
            ["data.validation", "data.name"]);
    }

    private static ValidationResult? TrainingIsLeft(Experiment experiment, int left) =>
        experiment.Data.Train is not { } train || train <= left || left <= 0 ? null : new(
            $"data.validation leaves {left} training images: data.train ({train}) must not be above that",
            ["data.train", "data.validation", "data.name"]);

    private static ValidationResult? ModelTakesData(Experiment experiment, DatasetInfo data) =>
        data.HasImages || experiment.Model is MlpSettings ? null : new(
            $"model.name {SettingsName.Of(experiment.Model)} convolves images, but a sample of data.name {data.Text} is {data.Width} separate features: use mlp, or another data set",
            ["model.name", "data.name"]);

    private static ValidationResult? AugmentTakesData(Experiment experiment, DatasetInfo data) =>
        data.HasImages || experiment.Data.Augment is NoAugmentSettings ? null : new(
            $"random crops, flips and cutouts are for images, but a sample of data.name {data.Text} is {data.Width} separate features: leave data.augment at none",
            ["data.augment", "data.name"]);

    private static ValidationResult? ProbeFitsValidation(Experiment experiment)
    {
        var (images, validation) = (experiment.Probe.Images, experiment.Data.Validation);
        return images <= validation ? null : new(
            $"the probe set is taken from the validation split: probe.images ({images}) must not be above data.validation ({validation})",
            ["probe.images", "data.validation", "data.name"]);
    }

    private static ValidationResult? BatchFitsTraining(Experiment experiment, int trainImages) =>
        experiment.Train.BatchSize <= trainImages || trainImages <= 0 ? null : new(
            $"a batch of {experiment.Train.BatchSize} is more than the {trainImages} training images",
            ["train.batch_size", "data.train", "data.validation", "data.name"]);

    // A fully connected unit has one value an image, and a batch of one value has no variance.
    private static ValidationResult? BatchNormHasBatches(Experiment experiment, int trainImages)
    {
        var batchSize = experiment.Train.BatchSize;
        var normalisesFeatures = experiment.Model.BatchNorm != BatchNormPlacement.None
            && experiment.Model is MlpSettings or CnnSettings { Hidden.Count: > 0 };
        if (!normalisesFeatures || batchSize > trainImages || trainImages % batchSize != (batchSize == 1 ? 0 : 1))
            return null;
        var message = batchSize == 1
            ? "batch normalisation of fully connected layers needs a batch_size of 2 or more"
            : $"batch normalisation needs 2 or more images a batch, but the last of {trainImages} images in batches of {batchSize} is alone";
        return new(message, ["train.batch_size", "model.batch_norm", "model.hidden", "data.train", "data.validation", "data.name"]);
    }

    private static ValidationResult? PoolingFitsImage(Experiment experiment, DatasetInfo data)
    {
        if (!data.HasImages || experiment.Model is not CnnSettings { Pooling: not Pooling.None } cnn)
            return null;
        var most = int.Log2(Math.Min(data.Height, data.Width));
        return cnn.Channels.Count <= most ? null : new(
            $"each stage halves the image, so {data.Height}×{data.Width} pixels allow at most {most} stages, not {cnn.Channels.Count}",
            ["model.channels", "data.name"]);
    }

    private static ValidationResult? WarmupFitsTraining(Experiment experiment)
    {
        var (warmup, epochs) = (experiment.Train.WarmupEpochs, experiment.Train.Epochs);
        if (warmup > 0 && experiment.Train.Scheduler is OneCycleSchedulerSettings)
            return new("one_cycle warms up by itself (pct_start): leave warmup_epochs at 0", ["train.warmup_epochs", "train.scheduler"]);
        return warmup < epochs || warmup == 0 ? null : new(
            FormattableString.Invariant($"the warm-up must be shorter than the training: warmup_epochs ({warmup}) must be below train.epochs ({epochs})"),
            ["train.warmup_epochs", "train.epochs"]);
    }

    private static ValidationResult? CosineFalls(Experiment experiment)
    {
        var lr = experiment.Train.Optimizer.LearningRate;
        return experiment.Train.Scheduler is not CosineSchedulerSettings cosine || cosine.EtaMin <= lr ? null : new(
            FormattableString.Invariant($"the cosine ends at eta_min ({cosine.EtaMin}), which must not be above the optimizer's lr ({lr})"),
            ["train.scheduler.eta_min", "train.optimizer.lr"]);
    }
}
