using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Data;
using ActivationLab.Experiments.Runs;

namespace ActivationLab.Experiments.Training;

/// <summary>Sees to it that a run folder is of the images that are to be trained on.</summary>
internal static class TrialData
{
    /// <summary>Throws unless the images of a checkpoint are those that were loaded.</summary>
    /// <exception cref="UserException">They are others.</exception>
    public static void CheckSame(RunFolder folder, DataRecord then, DataRecord now)
    {
        if (then.Variant != now.Variant)
            throw OtherRelease(folder, then.Variant, now.Variant);
        var changed = now.Sha256.FirstOrDefault(file => then.Sha256.GetValueOrDefault(file.Key) != file.Value).Key;
        if (changed is not null || then.Sha256.Count != now.Sha256.Count)
            throw new UserException($"{folder.FullName}: was trained on other images ({changed ?? "more files"} differ); give it its own with --data, or use --fresh or another name");
    }

    /// <summary>
    /// Throws if a trial that has ended was trained on another release of the data set than the files that are there now, as far as that can
    /// be told from one file: nobody wants to wait for an answer that is there already.
    /// </summary>
    /// <exception cref="UserException">It was.</exception>
    public static void CheckRelease(RunFolder folder, RunRow end, Experiment experiment, TrialOptions options, LoadedDataset? loaded)
    {
        var now = loaded?.Variant ?? DatasetStore.ReleaseOf(experiment.Data.Name, DataFolder.Resolve(options.DataFolder));
        if (now is not null && end.DataVariant.Length > 0 && end.DataVariant != now)
            throw OtherRelease(folder, end.DataVariant, now);
    }

    private static UserException OtherRelease(RunFolder folder, string then, string now) =>
        new($"{folder.FullName}: was trained on the release '{then}' of the images, and here is '{now}'; give it its own with --data, or use --fresh or another name");
}
