using ActivationLab.Experiments.Runs;
using ActivationLab.Reports.Comparisons;
using ActivationLab.Reports.Reading;

namespace ActivationLab.Reports.Analysers;

/// <summary>Trials of different versions of the program or of libtorch, or on different processors, as far as run folders tell.</summary>
internal sealed class MixedVersions : IAnalyser
{
    /// <inheritdoc/>
    public IEnumerable<Conclusion> Analyse(Comparison comparison)
    {
        var environments = comparison.Study.Trials.Select(trial => TrialEnvironment.Read(trial)).OfType<EnvironmentRecord>().ToList();
        if (Texts.Several(environments.Select(environment => environment.Torch.Libtorch)) is { } libtorch)
            yield return new(Severity.Warning, "mixed-libtorch", $"trials ran with libtorch {libtorch}: their kernels may round differently");
        if (Texts.Several(environments.Select(environment => environment.Build)) is { } versions)
            yield return new(Severity.Note, "mixed-versions", $"trials are of several versions of activationlab ({versions}): see its changelog for what differs");
        if (Texts.Several(environments.Select(environment => environment.Cpu)) is { } processors)
            yield return new(Severity.Note, "mixed-processors", $"trials ran on several processors ({processors}): take ratios of times with caution");
    }
}
