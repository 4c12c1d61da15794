using ActivationLab.Models.Settings;
using MathNet.Numerics;
using MathNet.Numerics.Integration;

namespace ActivationLab.Models.Activations;

/// <summary>An activation as a function of one number, at its initial slope and in evaluation mode: what is drawn, and compared with.</summary>
/// <param name="Formula">f(z) in words of mathematics.</param>
/// <param name="Value">f(z).</param>
/// <param name="Derivative">f'(z); at a kink the one that libtorch uses, which is that of the negative side.</param>
public sealed record ActivationFunction(string Formula, Func<double, double> Value, Func<double, double> Derivative)
{
    // Klambauer et al. 2017, eq. 14.
    private const double SeluAlpha = 1.6732632423543772848170429916717, SeluScale = 1.0507009873554804934193349852946;

    /// <summary>E[f(z)²] for z ~ N(0, 1); (1 + a²) / 2 for the rectifier with the negative slope a.</summary>
    public double NormalSecondMoment
    {
        get
        {
            // Halves that meet where the kinks are; beyond 12 standard deviations there is nothing left at double precision.
            return Integral(-12, 0) + Integral(0, 12);

            double Integral(double from, double to) => GaussLegendreRule.Integrate(
                z => Value(z) * Value(z) * Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI), from, to, order: 128);
        }
    }

    /// <summary>The function of an activation.</summary>
    public static ActivationFunction Of(ActivationSettings settings) => settings switch
    {
        ReluSettings => Rectifier("max(0, z)", 0),
        LeakyReluSettings leaky => Rectifier("z for z > 0, negative_slope·z otherwise", leaky.NegativeSlope),
        PReluSettings prelu => Rectifier("z for z > 0, a·z otherwise, with learned a", prelu.Init),
        RReluSettings rrelu => Rectifier(
            "z for z > 0, a·z otherwise, with a uniform in [lower, upper] while training and (lower + upper)/2 in evaluation",
            rrelu.InitialNegativeSlope!.Value),
        DynamicLeakyReluSettings dynamic => Rectifier(
            "z for z > 0, clamp(a, min, max)·z otherwise, with learned a", dynamic.InitialNegativeSlope!.Value),
        IdentitySettings => Rectifier("z", 1),
        EluSettings { Alpha: var alpha } => Elu("z for z > 0, alpha·(e^z - 1) otherwise", scale: 1, alpha),
        SeluSettings => Elu("1.0507·z for z > 0, 1.0507·1.6733·(e^z - 1) otherwise", SeluScale, SeluAlpha),
        GeluSettings => new("z·Φ(z)", z => z * NormalDistribution(z), z => NormalDistribution(z) + z * NormalDensity(z)),
        SiluSettings => new("z / (1 + e^-z)", z => z * Logistic(z), z => Logistic(z) * (1 + z * Logistic(-z))),
        SigmoidSettings => new("1 / (1 + e^-z)", Logistic, z => Logistic(z) * Logistic(-z)),
        TanhSettings => new("tanh(z)", Math.Tanh, z => 1 / (Math.Cosh(z) * Math.Cosh(z))),
        SoftplusSettings { Beta: var beta } => new("ln(1 + e^(beta·z)) / beta", z => Softplus(beta * z) / beta, z => Logistic(beta * z)),
        _ => throw new ArgumentException($"no function for {settings.GetType().Name}", nameof(settings)),
    };

    private static ActivationFunction Rectifier(string formula, double a) => new(formula, z => z > 0 ? z : a * z, z => z > 0 ? 1 : a);

    // e^z - 1 = tanh(z/2)·(e^z + 1) keeps the digits near 0, which the difference and MathNet's Expm1 (by 1e-9 at -0.1) do not.
    private static ActivationFunction Elu(string formula, double scale, double alpha) => new(
        formula,
        z => scale * (z > 0 ? z : alpha * Math.Tanh(z / 2) * (Math.Exp(z) + 1)),
        z => scale * (z > 0 ? 1 : alpha * Math.Exp(z)));

    private static double Logistic(double z) => z >= 0 ? 1 / (1 + Math.Exp(-z)) : Math.Exp(z) / (1 + Math.Exp(z));

    private static double Softplus(double z) => Math.Max(z, 0) + SpecialFunctions.Log1p(Math.Exp(-Math.Abs(z)));

    private static double NormalDistribution(double z) => SpecialFunctions.Erfc(-z / Math.Sqrt(2)) / 2;

    private static double NormalDensity(double z) => Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI);
}
