namespace ActivationLab.Experiments.Training;

/// <summary>The parts of a training step, in their order.</summary>
public enum StepPhase
{
    /// <summary>What lies between two steps: looks at the loss, reports, and the beginning of an epoch.</summary>
    BetweenSteps,

    /// <summary>Selects, converts, augments and normalises the batch.</summary>
    Data,

    /// <summary>The network and its loss.</summary>
    Forward,

    /// <summary>The gradients.</summary>
    Backward,

    /// <summary>Clips the gradients, sets the learning rate and updates the parameters.</summary>
    Optimizer,

    /// <summary>Sums loss and accuracy on the device, and frees the tensors of the step.</summary>
    Bookkeeping,
}
