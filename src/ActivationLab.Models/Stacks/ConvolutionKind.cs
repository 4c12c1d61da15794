namespace ActivationLab.Models.Stacks;

/// <summary>How the convolutions of all members of a stack are computed at once. Both give the same numbers, but for their rounding.</summary>
public enum ConvolutionKind
{
    /// <summary>One convolution with a group of channels for each member, on [batch, members · channels, height, width].</summary>
    Grouped,

    /// <summary>
    /// One batched matrix product, of weights [members, out, in · window] and what the window sees [members, in · window, batch · positions]:
    /// faster where a device's grouped convolutions are slow, for window times the memory of the activations.
    /// </summary>
    Batched,
}
