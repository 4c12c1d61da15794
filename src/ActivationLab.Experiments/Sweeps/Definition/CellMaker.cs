using System.Globalization;
using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Configuration.Reading;
using ActivationLab.Experiments.Configuration.Shapes;
using ActivationLab.Experiments.Runs;

namespace ActivationLab.Experiments.Sweeps.Definition;

/// <summary>Multiplies a sweep out into its cells, and checks each with all checks of an experiment.</summary>
internal sealed class CellMaker
{
    // In so many draws without a new cell there is none left to find, or hardly.
    private const int MostIdleDraws = 1000;

    private readonly SweepDefinition _definition;
    private readonly Problems _problems;
    private readonly CellProblems _cellProblems = new();
    private readonly HashSet<ConfigurationProblem> _ofBase;
    private readonly ExcludeCheck _exclude;

    // What is missing because it was reported must not be reported again as what follows from that.
    private readonly bool _isWhole;

    private readonly List<SweepCell> _cells = [];
    private readonly Dictionary<string, (Candidate Candidate, Experiment Experiment)> _byName = [];

    private CellMaker(SweepDefinition definition, Problems problems)
    {
        (_definition, _problems) = (definition, problems);
        _ofBase = [.. definition.BaseProblems];
        _exclude = new ExcludeCheck(definition.Exclude);
        _isWhole = problems.Count == 0;
    }

    /// <summary>The cells that can be used; what is wrong is reported.</summary>
    public static IReadOnlyList<SweepCell> Make(SweepDefinition definition, Problems problems)
    {
        var maker = new CellMaker(definition, problems);
        if (!maker.CheckKeys())
            return [];
        if (definition.Method is RandomMethodSettings random)
            maker.Draw(random);
        else if (maker.CheckGrid())
            maker.MultiplyOut();
        maker._cellProblems.ReportTo(problems);
        maker.CheckTrials();
        return maker._cells;
    }

    // A value that is undone by a later one would be no part of the cell that is named by it.
    private bool CheckKeys()
    {
        var before = _problems.Count;
        var reported = new HashSet<SourcePosition>();
        foreach (var variant in _definition.Variants)
        {
            var set = new List<string>();
            var keys = variant.Overrides.Select(entry => (entry.Key, Position: entry.KeyPosition))
                .Concat(_definition.ParametersOf(variant).Select(parameter => (parameter.Key, parameter.Position)));
            foreach (var (key, position) in keys)
            {
                if (set.Find(earlier => SweptKeys.Undoes(key, earlier)) is { } undone && reported.Add(position))
                {
                    var where = variant.Name.Length == 0 ? "" : $" in variant {variant.Name}";
                    _problems.Add(position, key, key == undone
                        ? $"is set twice{where}, of which only this would count: leave one out"
                        : $"sets {undone} back, which is set before it{where}: write it first, or leave one out");
                }
                set.Add(key);
            }
        }
        return _problems.Count == before;
    }

    private bool CheckGrid()
    {
        var before = _problems.Count;
        var ranges = _definition.Parameters.Concat(_definition.Variants.SelectMany(variant => variant.Parameters)).Where(parameter => parameter.Range is not null);
        foreach (var parameter in ranges)
        {
            _problems.Add(parameter.Range!.Position, parameter.Key,
                "a range is for random search: give a list of values, or write method: { name: random, trials: 20 }");
        }
        var cells = GridCells.Count(_definition);
        if (cells > SweepLoader.MostCells)
        {
            _problems.Add(_definition.Position, "parameters", string.Create(CultureInfo.InvariantCulture,
                $"{cells:N0} cells are more than a sweep can have ({SweepLoader.MostCells:N0}): give fewer values, or draw cells with method: {{ name: random, trials: 20 }}"));
        }
        return _problems.Count == before;
    }

    private void MultiplyOut()
    {
        foreach (var candidate in GridCells.Of(_definition))
        {
            if (TryAdd(candidate) == Outcome.Twin && _isWhole)
                ReportTwin(candidate);
        }
        if (!_isWhole)
            return;
        _exclude.ReportIdle(_problems);
        if (_cells.Count == 0 && _problems.Count == 0 && !_cellProblems.Any)
            _problems.Add(_definition.Exclude[0].Position, ExcludeReader.Key, "leaves no cell of the sweep");
    }

    private void Draw(RandomMethodSettings random)
    {
        var (drawn, found, idle) = (new HashSet<string>(), 0, 0);
        foreach (var draw in RandomCells.Of(_definition, random.Seed))
        {
            idle++;
            foreach (var candidate in draw)
            {
                if (found < random.Trials && drawn.Add(candidate.Text) && TryAdd(candidate) is Outcome.Added or Outcome.Wrong)
                    (found, idle) = (found + 1, 0);
            }
            if (random.Trials is not { } wanted || found == wanted)
                return;
            if (idle > MostIdleDraws)
            {
                if (!_isWhole)
                    return;
                _problems.Add(_definition.MethodPosition, "method.trials", string.Create(CultureInfo.InvariantCulture,
                    $"{wanted} different cells cannot be drawn: there are hardly more than {found}; ask for fewer, or widen what is drawn from"));
                return;
            }
        }
    }

    private Outcome TryAdd(Candidate candidate)
    {
        var own = new Problems();
        var experiment = candidate.Build(_definition, own);
        if (_exclude.Matches(candidate, experiment))
            return Outcome.Excluded;
        if (own.Count > 0)
        {
            foreach (var problem in own.Sorted.Where(problem => !_ofBase.Contains(problem)))
                Report(candidate, problem);
            return Outcome.Wrong;
        }
        var cell = new SweepCell(candidate.Variant.Name, [.. candidate.Values], experiment);
        if (!_byName.TryAdd(cell.Name, (candidate, experiment)))
            return Outcome.Twin;
        _cells.Add(cell);
        return Outcome.Added;
    }

    private void Report(Candidate candidate, ConfigurationProblem problem)
    {
        var position = new SourcePosition(problem.Source, problem.Line, problem.Column);
        var forAll = _definition.Parameters.Any(parameter => parameter.Position == position);
        var advice = forAll && problem.Message.StartsWith(FamilyShape.NotAKeyOf, StringComparison.Ordinal)
            ? "; sweep it only for the variants that have it, in parameters within them"
            : "";
        _cellProblems.Add(position, problem.Key, problem.Message, problem.Message + advice, candidate.Text);
    }

    private void ReportTwin(Candidate candidate)
    {
        var experiment = candidate.Build(_definition, new Problems());
        var (twin, same) = _byName[CellName.Of(experiment)];
        var other = candidate.Chosen.LastOrDefault(chosen => twin.Find(chosen.Parameter.Key) is not { } value || FlowText.Of(value) != chosen.Shown.Text);
        var (position, key) = candidate.Variant != twin.Variant
            ? (candidate.Variant.Position, KeyPath.Join(VariantReader.Key, candidate.Variant.Name))
            : (other?.Value.Position ?? _definition.Position, other?.Parameter.Key ?? "");
        // A cell's name has 32 bits of a hash, of which two may be the same by chance.
        var message = ExperimentYaml.Write(experiment) == ExperimentYaml.Write(same)
            ? $"the configuration is the same as that of cell {twin.Text}: leave one of them out"
            : $"the folder's name would by chance be that of cell {twin.Text}: leave one of them out, or sweep it under another name";
        _cellProblems.Add(position, key, "twin", message, candidate.Text);
    }

    private void CheckTrials()
    {
        var trials = (long)_cells.Count * _definition.Seeds.Count;
        if (trials > SweepLoader.MostTrials)
        {
            _problems.Add(_definition.Position, SeedsReader.Key, string.Create(CultureInfo.InvariantCulture,
                $"{_cells.Count:N0} cells with {_definition.Seeds.Count:N0} seeds are {trials:N0} trials, more than a sweep can have ({SweepLoader.MostTrials:N0})"));
        }
    }

    private enum Outcome
    {
        Added,
        Excluded,
        Wrong,
        Twin,
    }
}
