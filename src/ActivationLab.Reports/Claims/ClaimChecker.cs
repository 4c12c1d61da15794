using ActivationLab.Experiments;
using ActivationLab.Experiments.Configuration.Reading;
using ActivationLab.Experiments.Runs;
using ActivationLab.Reports.Reading;
using ActivationLab.Reports.Statistics;

namespace ActivationLab.Reports.Claims;

/// <summary>Holds claims against the trials of their studies.</summary>
/// <param name="runsFolder">The folder of the studies' results: each in a folder of its name.</param>
public sealed class ClaimChecker(string runsFolder)
{
    private readonly Dictionary<string, Study> _studies = [];

    /// <summary>Checks all claims; p are adjusted over all predictions of a difference that count, and over all asides.</summary>
    /// <returns>The claims in the file's order; those of a study that is not there, undecided.</returns>
    /// <exception cref="UserException">The runs folder is not there, or a study has no such variant, setting or figure.</exception>
    public IReadOnlyList<CheckedClaim> Check(ClaimsFile file)
    {
        if (!Directory.Exists(runsFolder))
            throw new UserException($"{runsFolder}: there is no such folder; train the studies first, or name the folder of their results with --runs", 2);
        var claims = file.Claims.Select(claim => new CheckedClaim(
            claim,
            [.. claim.Predictions.Select(prediction => Check(claim, prediction))],
            [.. claim.Costs.Select(cost => CheckedCost.Check(cost, runsFolder))])).ToArray();
        var adjusted = Adjust([.. claims.SelectMany(claim => claim.Predictions)]);
        return [.. claims.Select(claim => claim with { Predictions = [.. claim.Predictions.Select(prediction => adjusted[prediction])] })];
    }

    private static Dictionary<CheckedPrediction, CheckedPrediction> Adjust(IReadOnlyList<CheckedPrediction> predictions)
    {
        // Two predictions with equal figures are two all the same.
        var adjusted = predictions.ToDictionary<CheckedPrediction, CheckedPrediction>(prediction => prediction, ReferenceEqualityComparer.Instance);
        // What decides a claim, and what is shown beside it: a family each.
        foreach (var family in predictions.Where(prediction => prediction.P is not null && prediction.Prediction.Expect != Expectation.Same).GroupBy(prediction => prediction.Prediction.Aside))
        {
            var needed = SignFlipTest.NeededPairs(family.Count());
            foreach (var (prediction, p) in family.Zip(Holm.Adjust([.. family.Select(prediction => prediction.P!.Value)])))
                adjusted[prediction] = prediction with { AdjustedP = p, NeededSeeds = needed };
        }
        return adjusted;
    }

    private CheckedPrediction Check(ClaimSettings claim, Prediction prediction)
    {
        var study = Study(prediction.Study ?? claim.Study);
        var measure = TrialMeasure.Find(prediction.Metric);
        if (study.Cells is [])
            return new CheckedPrediction(prediction, study, measure, [], [], null, null, 0, 0);
        var figures = Figures(claim, study, measure, prediction, prediction.Variant, prediction.At);
        var against = prediction.Against is { } other
            ? Figures(claim, study, measure, prediction, other, prediction.AgainstAt ?? prediction.At)
            : figures.ToDictionary(figure => figure.Key, _ => (Value: prediction.Value, IsImputed: false));

        long[] seeds = [.. figures.Keys.Union(against.Keys).Order()];
        long[] paired = [.. seeds.Where(seed => Of(figures, seed) is not null && Of(against, seed) is not null)];
        var octaves = prediction.BestOver is not null;
        double[] values = [.. paired.Select(seed => Of(figures, seed)!.Value - Of(against, seed)!.Value)];
        return new CheckedPrediction(
            prediction, study, measure, paired, values, Mean(figures, paired, octaves), Mean(against, paired, octaves), seeds.Length - paired.Length,
            paired.Count(seed => figures[seed].IsImputed) + paired.Count(seed => against[seed].IsImputed));
    }

    private static double? Of(Dictionary<long, (double? Value, bool IsImputed)> figures, long seed) =>
        figures.TryGetValue(seed, out var figure) ? figure.Value : null;

    private static double? Mean(Dictionary<long, (double? Value, bool IsImputed)> figures, IReadOnlyList<long> seeds, bool octaves)
    {
        if (seeds.Count == 0)
            return null;
        var mean = seeds.Average(seed => figures[seed].Value!.Value);
        return octaves ? Math.Pow(2, mean) : mean;
    }

    private static Dictionary<long, (double? Value, bool IsImputed)> Figures(
        ClaimSettings claim, Study study, TrialMeasure measure, Prediction prediction, string variant, string at)
    {
        var cells = Cells(claim, study, variant, at);
        if (prediction.BestOver is not { } key)
        {
            return cells is [var cell] ? FiguresOf(cell, measure, prediction) : throw new UserException(
                $"{claim.Id}: {study.Name} has {cells.Count} cells of variant {variant}; say which with at: {string.Join(" or ", cells.Take(3).Select(Words))}", 2);
        }
        var settings = cells.Select(cell => (Setting: Math.Log2(Setting(claim, cell, key)), Figures: FiguresOf(cell, measure, prediction))).ToArray();
        return cells.SelectMany(cell => cell.Trials).Select(trial => trial.Seed).Distinct().ToDictionary(seed => seed, seed => (Best(seed), false));

        // A setting that diverged is not the best one; of one that has not been tried nobody knows.
        bool AllTried(long seed) => cells.All(cell => cell.Trials.Any(trial => trial.Seed == seed && trial.Row.Status is RunStatus.Completed or RunStatus.Diverged));

        double? Best(long seed)
        {
            var there = settings.Where(each => Of(each.Figures, seed) is not null).ToArray();
            if (there.Length == 0 || !AllTried(seed))
                return null;
            var sign = measure.HigherIsBetter ? 1 : -1;
            return there.MaxBy(each => sign * Of(each.Figures, seed)!.Value).Setting;
        }
    }

    private static Dictionary<long, (double? Value, bool IsImputed)> FiguresOf(StudyCell cell, TrialMeasure measure, Prediction prediction)
    {
        var figures = cell.Missing.ToDictionary(seed => seed, _ => ((double?)null, false));
        foreach (var trial in cell.Trials)
        {
            var imputed = trial.Row.Status == RunStatus.Diverged && prediction.DivergedCountsAs is not null;
            figures[trial.Seed] = (imputed ? prediction.DivergedCountsAs : trial.IsCompleted ? measure.Of(trial) : null, imputed);
        }
        return figures;
    }

    private static double Setting(ClaimSettings claim, StudyCell cell, string key) =>
        cell.Settings.FirstOrDefault(setting => setting.Key == key) is { } found
        && double.TryParse(found.Text, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out var value) && value > 0
            ? value
            : throw new UserException($"{claim.Id}: best_over {key}: cell {cell.Name} has no positive number there", 2);

    private static IReadOnlyList<StudyCell> Cells(ClaimSettings claim, Study study, string variant, string at)
    {
        StudyCell[] named = [.. study.Cells.Where(cell => cell.Variant == variant)];
        if (named.Length == 0)
        {
            var names = study.Cells.Select(cell => cell.Variant).Distinct().ToArray();
            throw new UserException($"{claim.Id}: {study.Name} has no variant {variant}{Spelling.DidYouMean(variant, names)}", 2);
        }
        string[] wanted = at.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        StudyCell[] cells = [.. named.Where(cell => wanted.All(setting => cell.Settings.Any(own => own.ToString() == setting)))];
        return cells.Length > 0 ? cells : throw new UserException(
            $"{claim.Id}: {study.Name}, variant {variant}, has no cell with {at}; it has {string.Join(" and ", named.Take(5).Select(Words))}", 2);
    }

    private static string Words(StudyCell cell) => string.Join("; ", cell.Settings);

    private Study Study(string name)
    {
        var folder = Path.Combine(runsFolder, name);
        if (!_studies.TryGetValue(name, out var study))
            _studies[name] = study = Directory.Exists(folder) ? StudyReader.Read(folder) : new Study(folder, name, []);
        return study;
    }
}
