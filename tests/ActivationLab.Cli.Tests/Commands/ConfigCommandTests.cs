namespace ActivationLab.Cli.Tests.Commands;

public class ConfigCommandTests
{
    [Fact]
    public void Check_says_all_problems_of_all_files()
    {
        using var lab = new Lab();
        var good = lab.Write("good.yaml", "seed: 1\n");
        var bad = lab.Write("bad.yaml", "sede: 1\ntrain: { epochs: 0 }\n");
        var missing = Path.Combine(lab.Folder, "missing.yaml");

        Assert.Equal(2, lab.Run("config", "check", bad, good, missing));

        Assert.Equal($"{good}: ok\n", lab.Out.ToString());
        var lines = lab.Lines.TrimEnd('\n').Split('\n');
        Assert.Equal(3, lines.Length);
        Assert.StartsWith($"{bad}:1:1 sede: ", lines[0]);
        Assert.Contains("seed", lines[0]);
        Assert.StartsWith($"{bad}:2:18 train.epochs: ", lines[1]);
        Assert.StartsWith($"{missing}: no such file", lines[2]);
    }

    [Fact]
    public void Check_good_files_ends_with_0()
    {
        using var lab = new Lab();
        var file = lab.Write("good.json", "{ \"seed\": 1 }");

        Assert.Equal(0, lab.Run("config", "check", file));

        Assert.Empty(lab.Lines);
    }

    [Fact]
    public void Check_of_a_sweep_checks_its_cells()
    {
        using var lab = new Lab();
        lab.Write("base.yaml", "model: { activation: leaky_relu }\n");
        var good = lab.Write("good.yaml", "base: base.yaml\nparameters: { model.activation.negative_slope: [0, 0.1] }\n");
        var bad = lab.Write("bad.yaml", "base: base.yaml\nparameters: { model.activation.negative_slope: [0, steep] }\n");

        Assert.Equal(2, lab.Run("config", "check", good, bad));

        Assert.Equal($"{good}: ok\n", lab.Out.ToString());
        Assert.StartsWith($"{bad}:2:", Assert.Single(lab.Lines.TrimEnd('\n').Split('\n')));
    }

    [Fact]
    public void Show_writes_defaults_and_overrides_that_can_be_read_again()
    {
        using var lab = new Lab();
        var file = lab.Write("a.yaml", "seed: 1\n");

        Assert.Equal(0, lab.Run("config", "show", file, "--set", "train.epochs=7", "--set", "name=mine"));

        var shown = lab.Out.ToString();
        Assert.Contains("name: mine\nseed: 1\n", shown);
        Assert.Contains("epochs: 7", shown);
        Assert.Contains("batch_size: 64", shown);
        Assert.Equal(0, lab.Run("config", "check", lab.Write("shown.yaml", shown)));
    }

    [Fact]
    public void Show_wrong_override_is_a_problem_line()
    {
        using var lab = new Lab();

        Assert.Equal(2, lab.Run("config", "show", lab.Write("a.yaml", "seed: 1\n"), "--set", "train.epoch=7"));

        Assert.Single(lab.Lines.TrimEnd('\n').Split('\n'));
        Assert.Contains("train.epoch", lab.Lines);
        Assert.Empty(lab.Out.ToString());
    }

    [Fact]
    public void Schema_is_json()
    {
        using var lab = new Lab();

        Assert.Equal(0, lab.Run("config", "schema"));

        using var schema = System.Text.Json.JsonDocument.Parse(lab.Out.ToString());
        Assert.Contains("draft-07", schema.RootElement.GetProperty("$schema").GetString());
    }
}
