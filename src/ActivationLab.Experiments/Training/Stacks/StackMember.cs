using ActivationLab.Experiments.Configuration;
using ActivationLab.Models;

namespace ActivationLab.Experiments.Training.Stacks;

/// <summary>A trial inside a stack.</summary>
/// <param name="Experiment">Its settings.</param>
/// <param name="Network">Its own network, initialised: what is evaluated, measured and saved between epochs.</param>
internal sealed record StackMember(Experiment Experiment, Network Network);
