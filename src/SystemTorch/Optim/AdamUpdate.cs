using TorchSharp.Native;

namespace TorchSharp.Modules;

/// <summary>A step of Adam and its kin (Kingma and Ba 2015, algorithm 1): eight native calls a group.</summary>
internal abstract class AdamStep(Parameter[] parameters) : GroupUpdate(parameters)
{
    private readonly HandleList _means = new(parameters.Length);
    private readonly HandleList _squares = new(parameters.Length);
    private readonly HandleList _largest = new(parameters.Length);

    /// <summary>The number of the batch's step, from 1: set by <see cref="Add"/>.</summary>
    private long _step;

    protected void Add(long step, torch.Tensor mean, torch.Tensor square, torch.Tensor? largest)
    {
        _step = step;
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

    protected void Update(double lr, double beta1, double beta2, double eps)
    {
        Op.foreach_mul_Scalar_.Run(_means, beta1);
        Op.foreach_add_List_.Run(_means, Gradients, 1 - beta1);
        Op.foreach_mul_Scalar_.Run(_squares, beta2);
        Op.foreach_addcmul_Scalar_.Run(_squares, Gradients, Gradients, 1 - beta2);
        if (_largest.Count > 0)
            Op.foreach_maximum_List_.Run(_largest, _squares);
        Scratch.Take(Op.foreach_sqrt, _largest.Count > 0 ? _largest : _squares);
        Op.foreach_div_Scalar_.Run(Scratch, Math.Sqrt(1 - Math.Pow(beta2, _step)));
        Op.foreach_add_Scalar_.Run(Scratch, eps);
        Op.foreach_addcdiv_Scalar_.Run(Weights, _means, Scratch, -lr / (1 - Math.Pow(beta1, _step)));
    }
}

/// <summary>A step of <see cref="Adam"/>.</summary>
internal sealed class AdamUpdate(ParamGroup group, Parameter[] parameters, Adam.State[] states) : AdamStep(parameters)
{
    protected override long Phase(int index) => states[index].step;

    protected override void AddState(int index)
    {
        var state = states[index];
        Add(++state.step, state.exp_avg, state.exp_avg_sq, state.max_exp_avg_sq);
    }

    protected override void Update()
    {
        var options = (Adam.Options)group.Options;
        if (options.maximize!.Value)
            NewGradients(Op.foreach_neg, Gradients);
        if (options.weight_decay!.Value is not 0 and var decay)
            NewGradients(Op.foreach_add_List, Gradients, Weights, decay);
        Update(options.LearningRate!.Value, options.beta1!.Value, options.beta2!.Value, options.eps!.Value);
    }
}

/// <summary>A step of <see cref="AdamW"/>.</summary>
internal sealed class AdamWUpdate(ParamGroup group, Parameter[] parameters, AdamW.State[] states) : AdamStep(parameters)
{
    protected override long Phase(int index) => states[index].step;

    protected override void AddState(int index)
    {
        var state = states[index];
        Add(++state.step, state.exp_avg, state.exp_avg_sq, state.max_exp_avg_sq);
    }

    protected override void Update()
    {
        var options = (AdamW.Options)group.Options;
        if (options.maximize!.Value)
            NewGradients(Op.foreach_neg, Gradients);
        if (options.weight_decay!.Value is not 0 and var decay)
            Op.foreach_mul_Scalar_.Run(Weights, 1 - options.LearningRate!.Value * decay);
        Update(options.LearningRate!.Value, options.beta1!.Value, options.beta2!.Value, options.eps!.Value);
    }
}
