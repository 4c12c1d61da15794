using TorchSharp.Native;

namespace TorchSharp.Modules;

/// <summary>A step of Adam and its kin (Kingma and Ba 2015, algorithm 1).</summary>
internal abstract class AdamStep(Parameter[] parameters) : GroupUpdate(parameters)
{
    private readonly HandleList _means = new(parameters.Length);
    private readonly HandleList _squares = new(parameters.Length);
    private readonly HandleList _largest = new(parameters.Length);
    private readonly long[] _steps = new long[parameters.Length];

    /// <summary>The number of the batch's step, from 1.</summary>
    private long _step;

    /// <summary>The options of the group as they are now.</summary>
    protected abstract Numbers Options { get; }

    /// <summary>The steps that a parameter has done.</summary>
    protected abstract ref long StepsOf(int index);

    /// <summary>The tensors of a parameter's state.</summary>
    protected abstract (torch.Tensor Mean, torch.Tensor Square, torch.Tensor? Largest) StateOf(int index);

    protected override unsafe bool StepFused(long[] parameters)
    {
        for (var i = 0; i < parameters.Length; i++)
        {
            var (mean, square, largest) = StateOf(i);
            _steps[i] = StepsOf(i);
            _means.Add(mean.LiveHandle);
            _squares.Add(square.LiveHandle);
            _largest.Add(largest?.LiveHandle ?? 0);
        }
        var options = Options;
        try
        {
            fixed (long* first = parameters, means = _means.Handles, squares = _squares.Handles, largest = _largest.Handles, steps = _steps)
            {
                var done = NativeMethods.Check(NativeMethods.st_adam_step(
                    first, means, squares, largest, steps, parameters.Length, options.LearningRate, options.Beta1, options.Beta2, options.Eps,
                    options.Decay, options.IsDecoupled ? 1 : 0, options.Maximize ? 1 : 0));
                if (done == 0)
                    return false;
            }
        }
        finally
        {
            ClearState();
        }
        for (var i = 0; i < parameters.Length; i++)
            StepsOf(i) = _steps[i];
        return true;
    }

    protected override long Phase(int index) => StepsOf(index);

    protected override void AddState(int index)
    {
        var (mean, square, largest) = StateOf(index);
        _step = ++StepsOf(index);
        _means.Add(mean.LiveHandle);
        _squares.Add(square.LiveHandle);
        if (largest is not null)
            _largest.Add(largest.LiveHandle);
    }

    protected override void ClearState()
    {
        _means.Clear();
        _squares.Clear();
        _largest.Clear();
    }

    protected override void Update()
    {
        var options = Options;
        if (options.Maximize)
            NewGradients(Op.foreach_neg, Gradients);
        if (options.Decay != 0 && options.IsDecoupled)
            Op.foreach_mul_Scalar_.Run(Weights, 1 - options.LearningRate * options.Decay);
        else if (options.Decay != 0)
            NewGradients(Op.foreach_add_List, Gradients, Weights, options.Decay);
        Op.foreach_mul_Scalar_.Run(_means, options.Beta1);
        Op.foreach_add_List_.Run(_means, Gradients, 1 - options.Beta1);
        Op.foreach_mul_Scalar_.Run(_squares, options.Beta2);
        Op.foreach_addcmul_Scalar_.Run(_squares, Gradients, Gradients, 1 - options.Beta2);
        if (_largest.Count > 0)
            Op.foreach_maximum_List_.Run(_largest, _squares);
        Scratch.Take(Op.foreach_sqrt, _largest.Count > 0 ? _largest : _squares);
        Op.foreach_div_Scalar_.Run(Scratch, Math.Sqrt(1 - Math.Pow(options.Beta2, _step)));
        Op.foreach_add_Scalar_.Run(Scratch, options.Eps);
        Op.foreach_addcdiv_Scalar_.Run(Weights, _means, Scratch, -options.LearningRate / (1 - Math.Pow(options.Beta1, _step)));
    }

    /// <summary>Options of a group. Decay that is decoupled shrinks the weights, other decay enters the gradients.</summary>
    protected readonly record struct Numbers(
        double LearningRate, double Beta1, double Beta2, double Eps, double Decay, bool IsDecoupled, bool Maximize);
}

/// <summary>A step of <see cref="Adam"/>.</summary>
internal sealed class AdamUpdate(ParamGroup group, Parameter[] parameters, Adam.State[] states) : AdamStep(parameters)
{
    protected override Numbers Options
    {
        get
        {
            var options = (Adam.Options)group.Options;
            return new(
                options.LearningRate!.Value, options.beta1!.Value, options.beta2!.Value, options.eps!.Value, options.weight_decay!.Value,
                IsDecoupled: false, options.maximize!.Value);
        }
    }

    protected override ref long StepsOf(int index) => ref states[index].step;

    protected override (torch.Tensor Mean, torch.Tensor Square, torch.Tensor? Largest) StateOf(int index) =>
        (states[index].exp_avg, states[index].exp_avg_sq, states[index].max_exp_avg_sq);
}

/// <summary>A step of <see cref="AdamW"/>.</summary>
internal sealed class AdamWUpdate(ParamGroup group, Parameter[] parameters, AdamW.State[] states) : AdamStep(parameters)
{
    protected override Numbers Options
    {
        get
        {
            var options = (AdamW.Options)group.Options;
            return new(
                options.LearningRate!.Value, options.beta1!.Value, options.beta2!.Value, options.eps!.Value, options.weight_decay!.Value,
                IsDecoupled: true, options.maximize!.Value);
        }
    }

    protected override ref long StepsOf(int index) => ref states[index].step;

    protected override (torch.Tensor Mean, torch.Tensor Square, torch.Tensor? Largest) StateOf(int index) =>
        (states[index].exp_avg, states[index].exp_avg_sq, states[index].max_exp_avg_sq);
}
