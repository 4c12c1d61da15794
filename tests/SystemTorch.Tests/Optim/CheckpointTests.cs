using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SystemTorch.Tests.Optim;

/// <summary>What a checkpoint does: reads every value of the state, and sets it on an optimizer that has not stepped yet.</summary>
public sealed class CheckpointTests
{
    // Past the step from which on one more parameter gets gradients, so that its state is younger.
    private const int Saved = TinyTraining.LateFrom + 5;

    public static TheoryData<string> Cases => [.. OptimizerCase.All.Where(one => one.Decay is null).Select(one => one.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Training_goes_on_from_values_as_if_never_stopped(string name)
    {
        var one = OptimizerCase.All.Single(known => known.Name == name);
        using var whole = new TinyTraining();
        using var undisturbed = whole.Optimizer(one);
        for (var step = 0; step < 2 * Saved; step++)
            whole.Step(undisturbed);

        using var second = new TinyTraining();
        var (parameters, states) = FirstHalf(one);
        using (no_grad())
            foreach (var (key, values) in parameters)
                second.Parameters[key].bytes = System.Runtime.InteropServices.MemoryMarshal.AsBytes(values.AsSpan());
        using var after = second.Optimizer(one);
        var fresh = ((OptimizerHelper)after).state_dict().State;
        Assert.Equal(states.Count, fresh.Count);
        for (var index = 0; index < fresh.Count; index++)
            Set(fresh[index], states[index]);
        for (var step = 0; step < Saved; step++)
            second.Skip();
        for (var step = 0; step < Saved; step++)
            second.Step(after);

        foreach (var (key, values) in whole.Values())
            Assert.Equal(values, second.Values()[key]);
    }

    private static (Dictionary<string, double[]> Parameters, List<Saving> States) FirstHalf(OptimizerCase one)
    {
        using var first = new TinyTraining();
        using var before = first.Optimizer(one);
        for (var step = 0; step < Saved; step++)
            first.Step(before);
        return (first.Values(), ((OptimizerHelper)before).state_dict().State.Select(Get).ToList());
    }

    private static Saving Get(OptimizerState state) => state switch
    {
        SGD.State sgd => new(0, [Copy(sgd.momentum_buffer)]),
        Adam.State adam => new(adam.step, [Copy(adam.exp_avg), Copy(adam.exp_avg_sq), Copy(adam.max_exp_avg_sq)]),
        AdamW.State adam => new(adam.step, [Copy(adam.exp_avg), Copy(adam.exp_avg_sq), Copy(adam.max_exp_avg_sq)]),
        _ => throw new InvalidOperationException(state.GetType().Name),
    };

    private static void Set(OptimizerState state, Saving saving)
    {
        switch (state)
        {
            case SGD.State sgd:
                sgd.momentum_buffer = Made(saving.Tensors[0]);
                break;
            case Adam.State adam:
                adam.step = saving.Step;
                (adam.exp_avg, adam.exp_avg_sq, adam.max_exp_avg_sq) = (Made(saving.Tensors[0])!, Made(saving.Tensors[1])!, Made(saving.Tensors[2]));
                break;
            case AdamW.State adam:
                adam.step = saving.Step;
                (adam.exp_avg, adam.exp_avg_sq, adam.max_exp_avg_sq) = (Made(saving.Tensors[0])!, Made(saving.Tensors[1])!, Made(saving.Tensors[2]));
                break;
        }
    }

    private static (double[] Values, long[] Shape)? Copy(Tensor? tensor) =>
        tensor is null ? null : (Tensors.Inputs.Numbers(tensor), tensor.shape);

    private static Tensor? Made((double[] Values, long[] Shape)? saved) => saved is var (values, shape) ? tensor(values, shape) : null;

    private sealed record Saving(long Step, (double[] Values, long[] Shape)?[] Tensors);
}
