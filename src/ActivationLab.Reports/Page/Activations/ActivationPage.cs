using ActivationLab.Reports.Charts;

namespace ActivationLab.Reports.Page.Activations;

/// <summary>The page of <c>plot activations</c>: curves and derivatives, in groups that can be told apart, and a table of formulas.</summary>
public static class ActivationPage
{
    // More lines than that in one drawing cannot be told apart.
    private const int MostInOne = 6;

    /// <summary>The HTML.</summary>
    /// <param name="curves">The activations, in the order to show them.</param>
    /// <param name="generator">Name and version of the program.</param>
    public static string Write(IReadOnlyList<ActivationCurve> curves, string generator)
    {
        var groups = Groups(curves).ToList();
        return new PageFrame
        {
            Title = "Activations and their derivatives",
            Subtitle = Markup.Of($"{curves.Count} activations f(z) of a pre-activation z, from their closed forms, with the settings that a configuration has by default. Slopes that are learned or random are drawn where they start, or at their mean."),
            Description = $"Curves and derivatives of {string.Join(", ", curves.Select(curve => curve.Name))}.",
            FileName = "activations",
            Generator = generator,
            Charts = [.. groups.SelectMany(group => group.Charts)],
            Sections =
            [
                .. groups.Select(group => new PageSection(group.Id, group.Heading, Markup.Of($"<div class=\"charts\">{group.Charts.Select(ChartFigure.Of)}</div>"))),
                new PageSection("formulas", "Formulas", Table(curves)),
            ],
        }.Write();
    }

    private static IEnumerable<(string Id, string Heading, IReadOnlyList<Chart> Charts)> Groups(IReadOnlyList<ActivationCurve> curves)
    {
        if (curves.Count <= MostInOne)
            return [("curves", "Curves", Charts("curves", curves))];
        return curves.GroupBy(curve => curve.Family).OrderBy(family => family.Key).Select(family =>
        {
            var (id, heading) = family.Key switch
            {
                ActivationFamily.Rectifier => ("rectifiers", "The rectifier family"),
                ActivationFamily.Smooth => ("smooth", "Smooth relatives"),
                _ => ("saturating", "Saturating activations"),
            };
            return (id, heading, Charts(id, [.. family]));
        });
    }

    private static IReadOnlyList<Chart> Charts(string group, IReadOnlyList<ActivationCurve> curves)
    {
        List<Chart> charts = [ActivationCharts.Values(group, curves), ActivationCharts.Derivatives(group, curves)];
        if (curves.Count(curve => curve.Family == ActivationFamily.Rectifier) > 1)
            charts.Add(ActivationCharts.CloseToZero(group, curves));
        return charts;
    }

    private static Markup Table(IReadOnlyList<ActivationCurve> curves) => DataTable.Of(
        "The gain is that of Kaiming initialisation: sqrt(1 / E[f(z)²]) for standard normal z.",
        [
            new("<th scope=\"col\">Activation</th>"), new("<th scope=\"col\">f(z)</th>"),
            new("<th scope=\"col\" class=\"number\">f(−1)</th>"), new("<th scope=\"col\" class=\"number\">f′(−1)</th>"),
            new("<th scope=\"col\" class=\"number\">f(1)</th>"), new("<th scope=\"col\" class=\"number\">f′(1)</th>"),
            new("<th scope=\"col\" class=\"number\">Gain</th>"),
        ],
        curves.Select(curve =>
        {
            var (below, above) = (At(curve, -1), At(curve, 1));
            return Markup.Of($"<th scope=\"row\">{curve.Settings}</th><td>{curve.Formula}</td>")
                .Then(new[] { below.Value, below.Derivative, above.Value, above.Derivative, curve.Gain }
                    .Select(number => Markup.Of($"<td class=\"number\">{number + 0.0:0.0000}</td>")));
        }));

    private static CurvePoint At(ActivationCurve curve, double z) => curve.Points.MinBy(point => Math.Abs(point.Z - z))!;
}
