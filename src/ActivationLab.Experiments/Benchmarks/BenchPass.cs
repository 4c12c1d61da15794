namespace ActivationLab.Experiments.Benchmarks;

/// <summary>Which pass through an activation is timed.</summary>
public enum BenchPass
{
    /// <summary>f(z), with what autograd keeps for the way back.</summary>
    Forward,

    /// <summary>The gradients of z and of the slopes, if the activation learns any.</summary>
    Backward,

    /// <summary>Both, one after the other.</summary>
    Both,
}
