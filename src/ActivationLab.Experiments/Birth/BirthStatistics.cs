using ActivationLab.Models.Blueprints;

namespace ActivationLab.Experiments.Birth;

/// <summary>Means over initialisations, whichever way those were drawn.</summary>
internal sealed class BirthStatistics
{
    private readonly Blueprint _blueprint;
    private readonly Row[] _layers;
    private long _networks;
    private long _constant;

    public BirthStatistics(Blueprint blueprint)
    {
        _blueprint = blueprint;
        var output = blueprint.Leaves.OfType<WeightLayer>().Last();
        _layers =
        [
            .. blueprint.Activations.Select(layer => new Row(layer.Name, layer.Units, IsOutput: false)),
            new Row(output.Name, blueprint.Classes, IsOutput: true),
        ];
    }

    public void Add(BirthSample sample)
    {
        _networks++;
        _constant += sample.IsConstant ? 1 : 0;
        foreach (var (index, layer) in _layers.Index())
        {
            var (mean, secondMoment) = (sample.Means[index], sample.SecondMoments[index]);
            layer.SecondMoment.Add(secondMoment);
            layer.Variance.Add(Math.Max(0, secondMoment - mean * mean));
            layer.Ratio.Add(secondMoment / sample.SecondMoments[0]);
            layer.DeadRatio.Add((double)sample.DeadUnits[index] / layer.Units);
        }
    }

    public BirthResult Result(BirthInputs inputs, BirthTheory? theory)
    {
        var ratios = theory?.SecondMomentRatios();
        var deadRatios = theory?.DeadRatios(inputs.Geometry);
        var layers = _layers.Select((layer, index) => new BirthLayer
        {
            Layer = index + 1,
            Module = layer.Module,
            Units = layer.Units,
            SecondMoment = layer.SecondMoment.Estimate,
            Variance = layer.Variance.Estimate,
            Ratio = layer.Ratio.Estimate,
            RatioTheory = inputs.Geometry == InputGeometry.Zero ? null : ratios?[index],
            DeadRatio = layer.IsOutput ? null : layer.DeadRatio.Estimate,
            DeadRatioTheory = layer.IsOutput ? null : deadRatios?[index],
        });
        return new BirthResult(
            [.. layers], new Proportion(_constant, _networks), theory?.BornDead(inputs.Geometry), inputs.Description, inputs.Count,
            _blueprint.Input.Size);
    }

    private sealed record Row(string Module, long Units, bool IsOutput)
    {
        public RunningMean SecondMoment { get; } = new();

        public RunningMean Variance { get; } = new();

        public RunningMean Ratio { get; } = new();

        public RunningMean DeadRatio { get; } = new();
    }
}
