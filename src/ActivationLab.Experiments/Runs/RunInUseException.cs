namespace ActivationLab.Experiments.Runs;

/// <summary>Another process is writing a run's folder. Its message is one line that says which.</summary>
public sealed class RunInUseException(string message) : UserException(message);
