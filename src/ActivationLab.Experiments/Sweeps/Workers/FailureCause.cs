namespace ActivationLab.Experiments.Sweeps.Workers;

/// <summary>Why a trial failed, as far as its run folder is concerned.</summary>
internal enum FailureCause
{
    /// <summary>It is the trial's own failure, and its row says so.</summary>
    Error,

    /// <summary>Another process is writing the folder: perhaps the worker of a sweep that was killed, which is about to end.</summary>
    FolderInUse,

    /// <summary>The data set is missing or damaged: every other trial on it would fail alike.</summary>
    Data,

    /// <summary>The folder is of another configuration, and not the trial's to write.</summary>
    OtherConfiguration,
}
