namespace ActivationLab.Experiments.Birth;

/// <summary>What theory asks of inputs. A network without biases does not tell x from a positive multiple of x, but for the scale.</summary>
public enum InputGeometry
{
    /// <summary>All inputs are zero.</summary>
    Zero,

    /// <summary>One nonzero input, or positive multiples of one.</summary>
    Ray,

    /// <summary>Single numbers of both signs.</summary>
    Line,

    /// <summary>Any others.</summary>
    General,
}
