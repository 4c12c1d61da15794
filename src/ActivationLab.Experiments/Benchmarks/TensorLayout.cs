namespace ActivationLab.Experiments.Benchmarks;

/// <summary>In which order the numbers of a tensor lie in memory.</summary>
public enum TensorLayout
{
    /// <summary>The last dimension innermost: all positions of a channel lie together.</summary>
    Contiguous,

    /// <summary>The channels innermost, as the lab's convolutions give them. Only a tensor of four dimensions can be laid out so.</summary>
    ChannelsLast,
}
