using ActivationLab.Experiments.Configuration;

namespace ActivationLab.Experiments.Data;

/// <summary>
/// How the training images are divided: the last so many of the files are the validation split, whatever the seed, so that every trial
/// is chosen on the same images; the first of those are the probe set. All others, or the first so many of them, are trained on.
/// </summary>
/// <param name="Train">Images that are trained on.</param>
/// <param name="Validation">Images that epochs are chosen by.</param>
/// <param name="Probe">Images that units are measured on.</param>
public sealed record Split(ImageRange Train, ImageRange Validation, ImageRange Probe)
{
    /// <summary>Divides so many training images as an experiment asks for.</summary>
    public static Split Of(int images, Experiment experiment)
    {
        var (data, left) = (experiment.Data, images - experiment.Data.Validation);
        return new Split(new ImageRange(0, data.Train ?? left), new ImageRange(left, data.Validation), new ImageRange(left, experiment.Probe.Images));
    }

    /// <summary>The probe set in words, for the files: <c>validation images 55000-55999 of the training files</c>.</summary>
    public string ProbeText => $"validation images {Probe.Start}-{Probe.End - 1} of the training files";
}
