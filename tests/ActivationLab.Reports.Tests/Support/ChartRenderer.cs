using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using ActivationLab.Reports.Charts;

namespace ActivationLab.Reports.Tests.Support;

/// <summary>Draws charts as a browser would, in Node.js, with the libraries that the report page carries.</summary>
internal static class ChartRenderer
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    // The libraries are made for browsers: they put themselves among the global names.
    private const string Script = """
        const fs = require('fs');
        const vm = require('vm');
        const [folder] = process.argv.slice(2);
        for (const library of ['vega', 'vega-lite'])
          vm.runInThisContext(fs.readFileSync(`${folder}/${library}.js`, 'utf8'), library);

        function count(mark, tally) {
          for (const item of mark.items ?? []) {
            if (mark.marktype === 'group')
              for (const child of item.items ?? []) count(child, tally);
            else if (mark.role === 'mark')
              tally[mark.marktype] = (tally[mark.marktype] ?? 0) + 1;
          }
          return tally;
        }

        async function draw({ id, spec, rows }) {
          const problems = [];
          const note = (...texts) => { problems.push(texts.join(' ')); return logger; };
          const quiet = () => logger;
          const logger = { level: quiet, error: note, warn: note, info: quiet, debug: quiet };
          const whole = { ...spec, width: 300, datasets: { table: rows } };
          const view = new vega.View(vega.parse(vegaLite.compile(whole, { logger }).spec), { renderer: 'none', logger });
          const svg = await view.toSVG();
          return { id, problems, svg, marks: count(view.scenegraph().root, {}) };
        }

        Promise.all(JSON.parse(fs.readFileSync(`${folder}/charts.json`, 'utf8')).map(draw))
          .then(drawn => fs.writeFileSync(`${folder}/drawn.json`, JSON.stringify(drawn)));
        """;

    /// <summary>Why tests that draw are skipped; null where they can.</summary>
    public static string? WhyMissing()
    {
        if (Library("vega") is null || Library("vega-lite") is null)
            return "the program was built without the chart libraries";
        return Run(["--version"], out _) ? null : "there is no node here: install nodejs";
    }

    /// <summary>Draws them, in order.</summary>
    public static IReadOnlyList<DrawnChart> Draw(IReadOnlyList<Chart> charts)
    {
        var folder = Directory.CreateTempSubdirectory("activationlab-charts-").FullName;
        try
        {
            foreach (var name in new[] { "vega", "vega-lite" })
                File.WriteAllText(Path.Combine(folder, $"{name}.js"), Library(name));
            File.WriteAllText(Path.Combine(folder, "draw.cjs"), Script);
            File.WriteAllText(Path.Combine(folder, "charts.json"), new JsonArray([.. charts.Select(chart =>
                new JsonObject { ["id"] = chart.Id, ["spec"] = chart.Spec.DeepClone(), ["rows"] = chart.Data.ToJson() })]).ToJsonString());
            if (!Run([Path.Combine(folder, "draw.cjs"), folder], out var errors))
                throw new InvalidOperationException($"node failed: {errors}");
            return JsonSerializer.Deserialize<List<DrawnChart>>(File.ReadAllText(Path.Combine(folder, "drawn.json")), JsonSerializerOptions.Web)!;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string? Library(string name)
    {
        using var stream = typeof(Chart).Assembly.GetManifestResourceStream($"libraries/{name}.js");
        return stream is null ? null : new StreamReader(stream).ReadToEnd();
    }

    private static bool Run(IEnumerable<string> arguments, out string errors)
    {
        try
        {
            var start = new ProcessStartInfo("node", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
            using var process = Process.Start(start)!;
            var printed = process.StandardOutput.ReadToEndAsync();
            var failed = process.StandardError.ReadToEndAsync();
            if (!process.WaitForExit(Longest))
                process.Kill(entireProcessTree: true);
            process.WaitForExit();
            errors = printed.Result + failed.Result;
            return process.ExitCode == 0;
        }
        catch (Win32Exception exception)
        {
            errors = exception.Message;
            return false;
        }
    }
}

/// <summary>A chart as it was drawn.</summary>
/// <param name="Id">Which.</param>
/// <param name="Problems">Warnings and errors of the libraries.</param>
/// <param name="Svg">The drawing.</param>
/// <param name="Marks">How many of each kind of mark there are, axes and legends left out.</param>
internal sealed record DrawnChart(string Id, IReadOnlyList<string> Problems, string Svg, IReadOnlyDictionary<string, int> Marks);
