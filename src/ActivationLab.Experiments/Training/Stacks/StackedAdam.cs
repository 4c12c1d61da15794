using ActivationLab.Experiments.Configuration;
using ActivationLab.Models.Stacks;
using static TorchSharp.torch;

namespace ActivationLab.Experiments.Training.Stacks;

/// <summary>Adam (Kingma and Ba 2015, algorithm 1) or AdamW of all members, as TorchSharp's.</summary>
internal sealed class StackedAdam : StackedOptimizer
{
    private readonly IReadOnlyList<AdamFamilySettings> _settings;
    private readonly bool _decoupled;
    private readonly Tensor _meanShare; // [members, 1]: 1 - beta1
    private readonly Tensor _squareKept; // beta2
    private readonly Tensor _squareShare; // 1 - beta2
    private readonly Tensor[] _decays; // of Adam: [members, 1] for each part
    private readonly Tensor _mean; // [members, numbers]
    private readonly Tensor _square;
    private Tensor[] _kept = []; // of AdamW: [steps, members, 1] for each part: what decay leaves of a weight
    private Tensor _rates = null!; // [steps, members, 1]
    private Tensor _eps = null!;

    public StackedAdam(StackedNetwork network, IReadOnlyList<AdamFamilySettings> settings) : base(network, settings)
    {
        (_settings, _decoupled) = (settings, settings[0] is AdamWSettings);
        _meanShare = PerMember(settings.Select(one => 1 - one.Beta1));
        _squareKept = PerMember(settings.Select(one => one.Beta2));
        _squareShare = PerMember(settings.Select(one => 1 - one.Beta2));
        _decays = _decoupled ? [] : [.. Decayed.Select(part => PerMember(part.Decays))];
        using var _ = no_grad();
        _mean = zeros_like(network.Parameters).DetachFromDisposeScope();
        _square = zeros_like(network.Parameters).DetachFromDisposeScope();
    }

    public override IReadOnlyList<(string Name, Tensor Rows)> State => [("exp_avg", _mean), ("exp_avg_sq", _square)];

    public override bool Counts => true;

    // There is a state before the first step, of zeros.
    public override bool Remembers(int member) => true;

    // With the corrections c = 1 - beta^t, the step lr/c1 · m / (sqrt(v) / sqrt(c2) + eps) is lr·sqrt(c2)/c1 · m / (sqrt(v) + eps·sqrt(c2)).
    public override void Begin(double[][] rates)
    {
        _rates = PerStep(rates, (step, member) => -rates[step][member] * Root(step, member) / Correction(_settings[member].Beta1, step, member));
        _eps = PerStep(rates, (step, member) => _settings[member].Eps * Root(step, member));
        if (_decoupled)
            _kept = [.. Decayed.Select(part => PerStep(rates, (step, member) => 1 - rates[step][member] * part.Decays[member]))];

        double Root(int step, int member) => Math.Sqrt(Correction(_settings[member].Beta2, step, member));
        double Correction(double beta, int step, int member) => 1 - Math.Pow(beta, StepsOf(member) + step + 1);
    }

    public override void Step(int step, Tensor gradient)
    {
        var parameters = Network.Parameters;
        foreach (var (part, decay) in Decayed.Zip(_decays))
            part.Of(gradient).addcmul_(part.Of(parameters), decay, 1);
        foreach (var (part, kept) in Decayed.Zip(_kept))
            part.Of(parameters).mul_(kept.select(0, step));
        _mean.lerp_(gradient, _meanShare);
        _square.mul_(_squareKept).addcmul_(gradient.square(), _squareShare, 1);
        parameters.addcdiv_(_mean * _rates.select(0, step), _square.sqrt().add_(_eps.select(0, step)));
    }

    public override void Dispose()
    {
        foreach (var tensor in _decays.Append(_meanShare).Append(_squareKept).Append(_squareShare).Append(_mean).Append(_square))
            tensor.Dispose();
    }
}
