namespace ActivationLab.Reports.Charts;

/// <summary>Stacks dots that would hide each other.</summary>
internal static class Swarm
{
    // A dot's width as a share of the axis: 6 of the 250 pixels that a phone leaves.
    private const double DotWidth = 0.024;

    /// <summary>The level at which each dot is free, from 0, in the order of the dots.</summary>
    /// <param name="places">Where the dots are on the axis, from 0 to 1.</param>
    public static int[] Levels(IEnumerable<double> places)
    {
        var levels = new List<List<double>>();
        return [.. places.Select(place =>
        {
            var free = levels.FindIndex(level => level.TrueForAll(other => Math.Abs(place - other) >= DotWidth));
            if (free < 0)
            {
                free = levels.Count;
                levels.Add([]);
            }
            levels[free].Add(place);
            return free;
        })];
    }
}
