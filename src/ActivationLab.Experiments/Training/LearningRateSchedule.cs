using ActivationLab.Experiments.Configuration;

namespace ActivationLab.Experiments.Training;

/// <summary>The learning rate as a function of the step, by closed forms: so a resumed run needs to remember nothing.</summary>
public static class LearningRateSchedule
{
    /// <summary>The factor on the optimizer's learning rate at a step: the schedule's, which counts from the first step, times the warm-up's.</summary>
    /// <param name="settings">How the network is trained.</param>
    /// <param name="step">Steps done before, from 0.</param>
    /// <param name="stepsPerEpoch">Steps of one epoch.</param>
    public static double Factor(TrainSettings settings, long step, int stepsPerEpoch) =>
        Warmup(settings.WarmupEpochs, step, stepsPerEpoch)
        * Factor(settings.Scheduler, settings.Optimizer.LearningRate, step, stepsPerEpoch, settings.Epochs);

    /// <summary>The schedule's factor on the optimizer's learning rate at a step, without warm-up.</summary>
    /// <param name="scheduler">The schedule.</param>
    /// <param name="lr">The optimizer's learning rate.</param>
    /// <param name="step">Steps done before, from 0.</param>
    /// <param name="stepsPerEpoch">Steps of one epoch.</param>
    /// <param name="epochs">Epochs of the whole training.</param>
    public static double Factor(SchedulerSettings scheduler, double lr, long step, int stepsPerEpoch, int epochs)
    {
        var total = (long)stepsPerEpoch * epochs;
        return scheduler switch
        {
            ConstantSchedulerSettings => 1,
            CosineSchedulerSettings cosine => Cosine(lr, cosine.EtaMin, (double)step / total) / lr,
            StepSchedulerSettings steps => Math.Pow(steps.Gamma, step / stepsPerEpoch / steps.StepSize),
            OneCycleSchedulerSettings cycle => OneCycle(cycle, lr, step, total) / lr,
            _ => throw new ArgumentException($"no schedule for {scheduler.GetType().Name}", nameof(scheduler)),
        };
    }

    // 1/W, 2/W … 1 over the W steps nearest to so many epochs.
    private static double Warmup(double epochs, long step, int stepsPerEpoch)
    {
        var steps = Math.Round(epochs * stepsPerEpoch, MidpointRounding.AwayFromZero);
        return step < steps ? (step + 1) / steps : 1;
    }

    // Two halves of a cosine that meet at the peak; the ends of both are steps, as in PyTorch's OneCycleLR.
    private static double OneCycle(OneCycleSchedulerSettings cycle, double peak, long step, long total)
    {
        var first = peak / cycle.DivFactor;
        var last = first / cycle.FinalDivFactor;
        var rise = cycle.PctStart * total - 1;
        return step <= rise
            ? Cosine(first, peak, rise == 0 ? 1 : step / rise)
            : Cosine(peak, last, Math.Min(1, (step - rise) / (total - 1 - rise)));
    }

    private static double Cosine(double from, double to, double part) => to + (from - to) * (1 + Math.Cos(Math.PI * part)) / 2;
}
