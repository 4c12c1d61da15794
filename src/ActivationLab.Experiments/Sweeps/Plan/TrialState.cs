using ActivationLab.Experiments.Runs;

namespace ActivationLab.Experiments.Sweeps.Plan;

/// <summary>Where a trial stands.</summary>
public enum TrialCondition
{
    /// <summary>All epochs done and tested.</summary>
    Completed,

    /// <summary>The loss was no longer finite.</summary>
    Diverged,

    /// <summary>An error ended it; the next <c>sweep</c> tries it again.</summary>
    Failed,

    /// <summary>A signal ended it; the next <c>sweep</c> goes on with it.</summary>
    Interrupted,

    /// <summary>A process is at it: it has shown within the last minute that it lives.</summary>
    Running,

    /// <summary>Its process is gone without a word; the next <c>sweep</c> goes on from its checkpoint.</summary>
    Stopped,

    /// <summary>Not begun, or not so far that there is anything to go on from.</summary>
    Missing,
}

/// <summary>A trial as its folder tells of it.</summary>
/// <param name="Cell">Name of the cell.</param>
/// <param name="Seed">Seed of the trial.</param>
/// <param name="Variant">The name that the sweep gives to the cell's variant; empty when there is none.</param>
/// <param name="Settings">What was swept, <c>key=value; key=value</c>; empty when nothing was, or nobody says.</param>
/// <param name="Condition">Where it stands.</param>
/// <param name="Epoch">Its last whole epoch; 0 when there is none.</param>
/// <param name="Epochs">The epochs that it is to have; null when nothing says.</param>
/// <param name="Row">The row that it left; of an earlier attempt while it is running. Null when there is none.</param>
/// <param name="Holder">Who is at it, in words, while it is running; else null.</param>
public sealed record TrialState(
    string Cell, long Seed, string Variant, string Settings, TrialCondition Condition, int Epoch, int? Epochs, RunRow? Row, string? Holder);
