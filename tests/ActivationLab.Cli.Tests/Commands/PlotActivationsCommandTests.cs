using ActivationLab.Cli.Plots;
using ActivationLab.Models.Settings;

namespace ActivationLab.Cli.Tests.Commands;

public class PlotActivationsCommandTests
{
    [Fact]
    public void Run_draws_the_named_activations_and_prints_the_file()
    {
        using var lab = new Lab();
        var file = Path.Combine(lab.Folder, "some.html");

        Assert.Equal(0, lab.Run("plot", "activations", "--names", "leaky_relu, tanh", "-o", file));

        Assert.Equal($"{file}\n", lab.Out.ToString());
        var html = File.ReadAllText(file);
        Assert.Contains("leaky_relu (negative_slope 0.01)", html);
        Assert.Contains("id=\"curves-derivatives\"", html);
        Assert.DoesNotContain("sigmoid", html[..html.IndexOf("<script>", StringComparison.Ordinal)]);
    }

    [Fact]
    public void Run_without_names_draws_all_thirteen_in_families()
    {
        using var lab = new Lab();
        var file = Path.Combine(lab.Folder, "all.html");

        Assert.Equal(0, lab.Run("plot", "activations", "--output", file));

        var html = File.ReadAllText(file);
        Assert.Equal(13, ActivationSampler.All.Count);
        Assert.All(ActivationSampler.All.Keys, name => Assert.Contains($"<th scope=\"row\">{name}", html));
        Assert.All(["rectifiers", "smooth", "saturating"], family => Assert.Contains($"id=\"{family}-values\"", html));
    }

    [Fact]
    public void Sample_at_a_kink_has_the_derivatives_of_both_sides()
    {
        var atZero = ActivationSampler.Sample(new LeakyReluSettings { NegativeSlope = 0.2 }).Points.Where(point => point.Z == 0);

        Assert.Equal([0.2, 1], atZero.Select(point => point.Derivative));
    }

    [Fact]
    public void Sample_a_smooth_activation_has_one_point_at_each_z()
    {
        var points = ActivationSampler.Sample(new TanhSettings()).Points;

        Assert.Equal(points.Select(point => point.Z).Distinct(), points.Select(point => point.Z));
        Assert.All(points, point => Assert.Equal(Math.Tanh(point.Z), point.Value));
    }
}
