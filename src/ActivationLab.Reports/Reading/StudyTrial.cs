using ActivationLab.Experiments.Runs;

namespace ActivationLab.Reports.Reading;

/// <summary>One trial that has ended, as its row of <c>results.csv</c> tells.</summary>
/// <param name="Row">The row.</param>
/// <param name="Folder">Its run folder, whether it is still there or not; only a report looks into it.</param>
public sealed record StudyTrial(RunRow Row, string Folder)
{
    /// <summary>The seed.</summary>
    public long Seed => Row.Seed;

    /// <summary>Whether all its epochs are done and tested: only then has it figures.</summary>
    public bool IsCompleted => Row.Status == RunStatus.Completed;
}
