using System.Text.Json.Serialization;
using ActivationLab.Experiments.Training;

namespace ActivationLab.Experiments.Sweeps.Workers;

/// <summary>What a worker is asked for, as a line of JSON. The end of its input asks it to stop and to end.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(RunRequest), "run")]
[JsonDerivedType(typeof(TimeRequest), "time")]
internal abstract record WorkerRequest;

/// <summary>Run trials: one alone, several as a stack.</summary>
internal sealed record RunRequest(IReadOnlyList<TrialReference> Trials, TrialOptions Options) : WorkerRequest;

/// <summary>Measure what a step of these trials costs, together if there are several.</summary>
internal sealed record TimeRequest(IReadOnlyList<TrialReference> Trials, TrialOptions Options) : WorkerRequest;

/// <summary>A trial, as a worker finds it.</summary>
/// <param name="Config">The file of its cell's configuration.</param>
/// <param name="Seed">Its seed, whatever the file says.</param>
/// <param name="Cell">The name of the cell that the file must have.</param>
internal sealed record TrialReference(string Config, long Seed, string Cell);
