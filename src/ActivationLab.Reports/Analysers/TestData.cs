using ActivationLab.Reports.Comparisons;

namespace ActivationLab.Reports.Analysers;

/// <summary>Why figures of the test images are no product of selection.</summary>
internal sealed class TestData : IAnalyser
{
    /// <inheritdoc/>
    public IEnumerable<Conclusion> Analyse(Comparison comparison)
    {
        if (comparison.Metric.Name.StartsWith("test_", StringComparison.Ordinal))
        {
            yield return new(Severity.Note, "test-data",
                "no epoch was chosen by test images: epochs are chosen on a validation split held out of the training images, and the test images are "
                + "looked at once, after training; whoever picks the best cell of this table picks by them, so pick by --metric val_accuracy");
        }
    }
}
