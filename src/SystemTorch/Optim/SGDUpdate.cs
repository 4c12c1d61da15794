using TorchSharp.Native;

namespace TorchSharp.Modules;

/// <summary>A step of <see cref="SGD"/>.</summary>
internal sealed class SGDUpdate(ParamGroup group, Parameter[] parameters, SGD.State[] states) : GroupUpdate(parameters)
{
    private readonly HandleList _momentum = new(states.Length);
    private readonly long[] _buffers = new long[states.Length];
    private bool _first;

    private SGD.Options Options => (SGD.Options)group.Options;

    protected override unsafe bool StepFused(long[] parameters)
    {
        var options = Options;
        var momentum = options.momentum!.Value;
        for (var i = 0; momentum != 0 && i < states.Length; i++)
            _buffers[i] = states[i].momentum_buffer?.LiveHandle ?? 0;
        fixed (long* first = parameters, buffers = _buffers)
        {
            var done = NativeMethods.Check(NativeMethods.st_sgd_step(
                first, momentum != 0 ? buffers : null, parameters.Length, options.LearningRate!.Value, momentum, options.dampening!.Value,
                options.weight_decay!.Value, options.nesterov!.Value ? 1 : 0, options.maximize!.Value ? 1 : 0));
            if (done == 0)
                return false;
        }
        for (var i = 0; momentum != 0 && i < states.Length; i++)
            if (_buffers[i] != 0)
                states[i].momentum_buffer ??= torch.Tensor.Wrap(_buffers[i]).DetachFromDisposeScope();
        return true;
    }

    // The first step with momentum makes the buffers.
    protected override long Phase(int index) => states[index].momentum_buffer is null ? 0 : 1;

    protected override void AddState(int index)
    {
        if (Options.momentum == 0)
            return;
        _first = states[index].momentum_buffer is null;
        _momentum.Add(states[index].Buffer().LiveHandle);
    }

    protected override void ClearState() => _momentum.Clear();

    protected override void Update()
    {
        var options = Options;
        var momentum = options.momentum!.Value;
        if (options.maximize!.Value)
            NewGradients(Op.foreach_neg, Gradients);
        if (options.weight_decay!.Value is not 0 and var decay)
            NewGradients(Op.foreach_add_List, Gradients, Weights, decay);
        var change = Gradients;
        if (momentum != 0)
        {
            UpdateMomentum(momentum, options.dampening!.Value);
            if (options.nesterov!.Value)
                NewGradients(Op.foreach_add_List, Gradients, _momentum, momentum);
            else
                change = _momentum;
        }
        Op.foreach_add_List_.Run(Weights, change, -options.LearningRate!.Value);
    }

    private void UpdateMomentum(double momentum, double dampening)
    {
        // The first momentum is the gradient itself, not damped; the buffers are zeros still.
        if (!_first)
            Op.foreach_mul_Scalar_.Run(_momentum, momentum);
        Op.foreach_add_List_.Run(_momentum, Gradients, _first ? 1 : 1 - dampening);
    }
}
