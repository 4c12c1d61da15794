using ActivationLab.Experiments.Measures;

namespace ActivationLab.Experiments.Tests.Measures;

public class DeadUnitHistoryTests
{
    private static readonly LayerMeasures[] s_first = [Layer("1000"), Layer("11")];
    private static readonly LayerMeasures[] s_second = [Layer("0111"), Layer("10")];

    [Fact]
    public void Add_first_measurement_has_nothing_to_compare_with()
    {
        var history = new DeadUnitHistory();
        Assert.Null(history.Dead);

        Assert.Null(history.Add(s_first));
        Assert.Equal(s_first.Select(layer => layer.DeadUnits), history.Dead);
    }

    [Fact]
    public void Add_counts_the_units_of_each_layer_that_changed_sides()
    {
        var history = new DeadUnitHistory();
        history.Add(s_first);

        Assert.Equal([new UnitTurnover(3, 1), new UnitTurnover(0, 1)], history.Add(s_second)!);
        Assert.Equal([new UnitTurnover(0, 0), new UnitTurnover(0, 0)], history.Add(s_second)!);
        Assert.Equal([new UnitTurnover(1, 3), new UnitTurnover(1, 0)], history.Add(s_first)!);
    }

    [Fact]
    public void History_made_from_the_flags_of_another_goes_on_as_that_one()
    {
        var history = new DeadUnitHistory();
        history.Add(s_first);

        Assert.Equal(new DeadUnitHistory(history.Dead).Add(s_second), history.Add(s_second));
    }

    [Fact]
    public void Add_measurement_of_another_network_is_refused()
    {
        var history = new DeadUnitHistory();
        history.Add(s_first);

        Assert.Throws<ArgumentException>(() => history.Add([s_second[0]]));
        Assert.Throws<ArgumentException>(() => history.Add([s_second[1], s_second[0]]));
        Assert.Equal(s_first.Select(layer => layer.DeadUnits), history.Dead);
    }

    private static LayerMeasures Layer(string dead) => new()
    {
        Module = "layer",
        DeadUnits = [.. dead.Select(flag => flag == '1')],
        Linear = 0,
        Rare = 0,
        GradientDead = 0,
        Dormant = 0,
        Zeros = 0,
        Count = dead.Length,
        Mean = 0,
        StandardDeviation = 0,
        EffectiveRank = 0,
        RankImages = 0,
        GradientNorm = 0,
        NegativeSlopes = null,
    };
}
