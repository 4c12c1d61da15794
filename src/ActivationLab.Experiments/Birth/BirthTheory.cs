using ActivationLab.Models.Blueprints;
using ActivationLab.Models.Initialisation;
using ActivationLab.Models.Settings;

namespace ActivationLab.Experiments.Birth;

/// <summary>
/// What is proven of a network at birth: fully connected layers of rectifiers without normalisation, zero biases, independent weights from a
/// distribution that is symmetric about 0. A network has L layers of weights: L - 1 hidden ones, of N_1 … N_(L-1) units, and the output.
/// </summary>
internal sealed class BirthTheory
{
    private readonly IReadOnlyList<LinearLayer> _linear;
    private readonly IReadOnlyList<double> _slopes;
    private readonly IReadOnlyList<InitialDistribution> _distributions;

    private BirthTheory(
        IReadOnlyList<LinearLayer> linear, IReadOnlyList<double> slopes, IReadOnlyList<InitialDistribution> distributions) =>
        (_linear, _slopes, _distributions) = (linear, slopes, distributions);

    private IEnumerable<int> HiddenUnits => _linear.SkipLast(1).Select(layer => layer.OutFeatures);

    /// <summary>The theory of a network; null where its assumptions do not hold.</summary>
    public static BirthTheory? Of(Blueprint blueprint, InitSettings init)
    {
        if (!StackedMlps.CanBuild(blueprint) || init.Bias != 0 || blueprint.Activations.Any(layer => !layer.Settings.IsRectifier))
            return null;
        var distributions = InitialDistribution.OfLayers(blueprint, init).Select(layer => layer.Distribution).ToArray();
        return distributions.Any(distribution => distribution.StandardDeviation == 0) ? null : new BirthTheory(
            [.. blueprint.Layers.OfType<LinearLayer>()],
            [.. blueprint.Activations.Select(layer => layer.Settings.InitialNegativeSlope!.Value)],
            distributions);
    }

    /// <summary>
    /// E[q_l / q_1] for each layer of weights l = 1 … L, where q_l is the mean of z_l² over units and inputs, whatever the inputs:
    /// the product over the layers k = 2 … l of fan_in_k · Var[w_k] · (1 + a²) / 2 with the slope a before layer k. For Kaiming
    /// initialisation with the slope a_init that is ((1 + a²) / (1 + a_init²))^(l-1) (He et al. 2015, arXiv 1502.01852, section 2.2).
    /// </summary>
    /// <remarks>
    /// The paper's Var[z_l] is over the draws. That the mean of the ratio is the same product, exactly and at every width, follows from the
    /// signs: given z_(k-1), the weights of layer k make E[q_k] = fan_in · Var[w] · mean f(z_(k-1))²; and turning the signs of all weights of
    /// a unit, which changes neither the distribution nor q_1, turns z into -z on all inputs at once, so that f(z)² has the mean
    /// (f(z)² + f(-z)²) / 2 = (1 + a²) / 2 · z².
    /// </remarks>
    public IReadOnlyList<double> SecondMomentRatios()
    {
        var ratios = new double[_linear.Count];
        ratios[0] = 1;
        for (var layer = 1; layer < ratios.Length; layer++)
        {
            var (a, deviation) = (_slopes[layer - 1], _distributions[layer].StandardDeviation);
            ratios[layer] = ratios[layer - 1] * _linear[layer].FanIn * deviation * deviation * (1 + a * a) / 2;
        }
        return ratios;
    }

    /// <summary>
    /// The expected share of dead units of each hidden layer on one nonzero input: half of them by symmetry, and all after a dead layer.
    /// Null for other inputs.
    /// </summary>
    public IReadOnlyList<double>? DeadRatios(InputGeometry inputs)
    {
        if (inputs != InputGeometry.Ray)
            return null;
        var deadBefore = DeadAfterEachLayer();
        return [.. deadBefore.SkipLast(1).Select(dead => 0.5 + dead / 2)];
    }

    /// <summary>
    /// The probability that a network is born dead: a constant function because all units of a hidden layer are 0 (Lu et al. 2019,
    /// arXiv 1903.06733). Null for inputs that are all zero.
    /// </summary>
    /// <remarks>
    /// On one nonzero input every unit of a ReLU layer is 0 with probability 1/2, independently, as long as the layer before is alive: so the
    /// probability is exactly 1 - ∏ (1 - 2^-N_l) over the hidden layers of ReLU. On any other inputs it is at most that.
    /// </remarks>
    public BornDeadTheory? BornDead(InputGeometry inputs)
    {
        if (inputs == InputGeometry.Zero)
            return null;
        var upper = DeadAfterEachLayer()[^1];
        return new BornDeadTheory(
            Lower: inputs == InputGeometry.Line && _slopes.All(slope => slope == 0) ? LowerBoundOnALine() : null,
            upper,
            IsExact: inputs == InputGeometry.Ray || upper == 0);
    }

    // The probability that some layer is dead, before the first hidden layer and after each. Only a slope of 0 kills.
    private double[] DeadAfterEachLayer()
    {
        var dead = new double[_slopes.Count + 1];
        foreach (var (layer, units) in HiddenUnits.Index())
            dead[layer + 1] = dead[layer] + (_slopes[layer] == 0 ? (1 - dead[layer]) * Math.ScaleB(1, -units) : 0);
        return dead;
    }

    // One input unit, positive and negative inputs (after Lu et al. 2019, whose bound for equal widths is what these three states add up to).
    // Both sides of 0 live, or only one of them does, or none. Two sides of which one unit alone lives are counted as one, as they share
    // their fate. Going from layer to layer a unit is active on either side with probability 1/2 and on none with at least 1/4: exactly that
    // after the first layer, where no unit is active on both, and more the more the sides are alike, as the activations are not negative.
    private double LowerBoundOnALine()
    {
        var units = HiddenUnits.ToArray();
        var one = Math.ScaleB(1, 1 - units[0]);
        var both = 1 - one;
        var dead = 0.0;
        foreach (var n in units.Skip(1))
        {
            var none = Math.ScaleB(1, -n);
            dead += one * none + both * none * none;
            one = one * (1 - none) + both * (2 * none + (n - 2) * none * none);
            both *= 1 - 2 * none - (n - 1) * none * none;
        }
        return dead;
    }
}
