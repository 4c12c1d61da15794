using ActivationLab.Reports.Comparisons;

namespace ActivationLab.Reports.Analysers;

/// <summary>Results on copies of CIFAR-10 that were stored as JPEG: quoted as what they are.</summary>
internal sealed class CopiedImages : IAnalyser
{
    private const string JpegCopy = "jpeg-copy";

    /// <inheritdoc/>
    public IEnumerable<Conclusion> Analyse(Comparison comparison)
    {
        if (comparison.Study.Trials.Any(trial => trial.Row.DataVariant == JpegCopy))
        {
            yield return new(Severity.Warning, "jpeg-copy",
                "the images are a copy of CIFAR-10 that was stored as JPEG: quote these accuracies as of the \"jpeg-copy\", not as CIFAR-10's");
        }
    }
}
