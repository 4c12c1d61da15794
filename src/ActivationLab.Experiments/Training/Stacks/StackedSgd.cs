using ActivationLab.Experiments.Configuration;
using ActivationLab.Models.Stacks;
using static TorchSharp.torch;

namespace ActivationLab.Experiments.Training.Stacks;

/// <summary>Stochastic gradient descent of all members, with momentum and weight decay, as TorchSharp's SGD.</summary>
internal sealed class StackedSgd : StackedOptimizer
{
    private readonly IReadOnlyList<SgdSettings> _settings;
    private readonly bool _nesterov;
    private readonly Tensor _momentum; // [members, 1]
    private readonly Tensor[] _decays; // [members, 1] for each part
    private readonly Tensor? _buffer; // [members, numbers]; zeros before the first step, which comes to the same as none
    private Tensor _rates = null!; // [steps, members, 1]: minus the learning rate

    public StackedSgd(StackedNetwork network, IReadOnlyList<SgdSettings> settings) : base(network, settings)
    {
        (_settings, _nesterov) = (settings, settings[0].Nesterov);
        _momentum = PerMember(settings.Select(one => one.Momentum));
        _decays = [.. Decayed.Select(part => PerMember(part.Decays))];
        using var _ = no_grad();
        if (settings.Any(one => one.Momentum > 0))
            _buffer = zeros_like(network.Parameters).DetachFromDisposeScope();
    }

    public override IReadOnlyList<(string Name, Tensor Rows)> State => _buffer is null ? [] : [("momentum_buffer", _buffer)];

    public override bool Counts => false;

    public override bool Remembers(int member) => base.Remembers(member) && _settings[member].Momentum > 0;

    public override void Begin(double[][] rates) => _rates = PerStep(rates, (step, member) => -rates[step][member]);

    public override void Step(int step, Tensor gradient)
    {
        foreach (var (part, decay) in Decayed.Zip(_decays))
            part.Of(gradient).addcmul_(part.Of(Network.Parameters), decay, 1);
        var change = gradient;
        if (_buffer is not null)
        {
            _buffer.mul_(_momentum).add_(gradient);
            change = _nesterov ? gradient.addcmul_(_buffer, _momentum, 1) : _buffer;
        }
        Network.Parameters.addcmul_(change, _rates.select(0, step), 1);
    }

    public override void Dispose()
    {
        foreach (var tensor in _decays.Append(_momentum).Append(_buffer))
            tensor?.Dispose();
    }
}
