using System.Text.Json.Serialization;
using ActivationLab.Experiments.Runs;

namespace ActivationLab.Experiments.Sweeps.Workers;

/// <summary>What a worker says, as a line of JSON. A trial is named by its place, from 0, in the request.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(HelloReply), "hello")]
[JsonDerivedType(typeof(ProgressedReply), "progressed")]
[JsonDerivedType(typeof(WarnedReply), "warned")]
[JsonDerivedType(typeof(FinishedReply), "finished")]
[JsonDerivedType(typeof(FailedReply), "failed")]
[JsonDerivedType(typeof(TimedReply), "timed")]
internal abstract record WorkerReply;

/// <summary>The first line of a worker.</summary>
/// <param name="Build">Which build it is: <see cref="WorkerProtocol.Build"/>.</param>
/// <param name="Threads">Threads of its tensor operations.</param>
/// <param name="Gpus">GPUs that it sees.</param>
/// <param name="Warning">What is slow about its tensor library and how to mend it, in a line; null when nothing is.</param>
internal sealed record HelloReply(string Build, int Threads, int Gpus, string? Warning = null) : WorkerReply;

/// <summary>A trial is at this share of all its steps; the first one says that it trains.</summary>
internal sealed record ProgressedReply(int Trial, double Done) : WorkerReply;

/// <summary>A trial goes on though something is not as it should be.</summary>
internal sealed record WarnedReply(int Trial, string Message) : WorkerReply;

/// <summary>A trial is over, without an error; its files are written.</summary>
internal sealed record FinishedReply(int Trial, RunRow Row) : WorkerReply;

/// <summary>A trial ended with an error.</summary>
/// <param name="Trial">Which.</param>
/// <param name="Message">The error, in a line.</param>
/// <param name="Cause">What that means for its folder.</param>
internal sealed record FailedReply(int Trial, string Message, FailureCause Cause = FailureCause.Error) : WorkerReply;

/// <summary>The answer to a <see cref="TimeRequest"/>.</summary>
/// <param name="SecondsPerStep">Of all trials together; null where they could not be tried.</param>
internal sealed record TimedReply(double? SecondsPerStep) : WorkerReply;
