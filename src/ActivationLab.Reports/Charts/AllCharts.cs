using ActivationLab.Reports.Comparisons;
using ActivationLab.Reports.Reading;

namespace ActivationLab.Reports.Charts;

/// <summary>The charts of a report.</summary>
public static class AllCharts
{
    /// <summary>All that the study has something to draw for, in the order of a report.</summary>
    /// <param name="comparison">The compared cells.</param>
    /// <param name="histories">The epochs of their trials; without any, the charts that need them are left out.</param>
    public static IReadOnlyList<Chart> Of(Comparison comparison, StudyHistories histories)
    {
        var epochs = EpochCharts.Of(comparison, histories);
        return
        [
            .. OneOrNone(MetricByVariantChart.Of(comparison)),
            .. OneOrNone(MetricByVariantChart.CloseUpOf(comparison)),
            .. OneOrNone(DifferencesChart.Of(comparison)),
            .. OneOrNone(DifferencesChart.CloseUpOf(comparison)),
            .. OneOrNone(MetricBySlopeChart.Of(comparison)),
            .. SweptKeyCharts.Of(comparison),
            .. OneOrNone(DeadByLayerChart.Of(comparison, histories)),
            .. epochs,
            .. OneOrNone(MetricByDeadRatioChart.Of(comparison)),
            .. LearnedSlopeCharts.Of(comparison, histories),
            .. VarianceByDepthCharts.Of(comparison, histories),
            .. OneOrNone(TimeChart.Of(comparison)),
        ];
    }

    private static IEnumerable<Chart> OneOrNone(Chart? chart) => chart is null ? [] : [chart];
}
