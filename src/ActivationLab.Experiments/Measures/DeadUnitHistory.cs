namespace ActivationLab.Experiments.Measures;

/// <summary>Units of one layer that changed sides between two measurements.</summary>
/// <param name="Died">Units that are dead and were not.</param>
/// <param name="Revived">Units that were dead and no longer are.</param>
public readonly record struct UnitTurnover(long Died, long Revived);

/// <summary>
/// Remembers which units were dead at the last measurement of a trial. Its whole state is <see cref="Dead"/>: a history made from the
/// flags of another goes on where that one stood.
/// </summary>
public sealed class DeadUnitHistory
{
    /// <summary>Begins before the first measurement, or after the one that saw these flags.</summary>
    /// <param name="dead">[layer][unit] as <see cref="Dead"/> had them; null before the first measurement.</param>
    public DeadUnitHistory(IReadOnlyList<IReadOnlyList<bool>>? dead = null) => Dead = dead;

    /// <summary>For each layer, from the image to the logits, and each unit: dead at the last measurement. Null before the first.</summary>
    public IReadOnlyList<IReadOnlyList<bool>>? Dead { get; private set; }

    /// <summary>Takes note of a measurement, and says how many units of each layer changed sides since the one before; null at the first.</summary>
    /// <exception cref="ArgumentException">The layers or units are not those of the measurement before.</exception>
    public IReadOnlyList<UnitTurnover>? Add(IReadOnlyList<LayerMeasures> measures)
    {
        var (before, now) = (Dead, measures.Select(layer => layer.DeadUnits).ToArray());
        if (before is not null && !before.Select(layer => layer.Count).SequenceEqual(now.Select(layer => layer.Count)))
            throw new ArgumentException("these are not the layers and units of the measurement before", nameof(measures));
        Dead = now;
        return before is null ? null : [.. before.Zip(now, Turnover)];
    }

    private static UnitTurnover Turnover(IReadOnlyList<bool> before, IReadOnlyList<bool> now)
    {
        var units = before.Zip(now).ToArray();
        return new UnitTurnover(units.LongCount(unit => !unit.First && unit.Second), units.LongCount(unit => unit.First && !unit.Second));
    }
}
