using ActivationLab.Experiments.Runs;

namespace ActivationLab.Cli.Tests.Commands;

[Collection(TorchCollection.Name)]
public class ExportCommandTests
{
    [Fact]
    public void Export_prints_the_path_of_the_file()
    {
        using var lab = new Lab();
        var folder = StoredTrial.Train(lab);
        var target = Path.Combine(lab.Folder, "net.safetensors");

        Assert.Equal(0, lab.Run("export", folder.FullName, "--format", "safetensors", "-o", target));

        Assert.Equal($"{target}\n", lab.Out.ToString());
        Assert.Equal("last", SafetensorsFile.Read(target).Metadata["weights"]);
        Assert.Empty(lab.Lines);
    }

    [Fact]
    public void Export_into_a_folder_names_the_file_after_the_run()
    {
        using var lab = new Lab();
        var folder = StoredTrial.Train(lab);

        Assert.Equal(0, lab.Run("export", folder.FullName, "--epoch", "best", "--output", lab.Folder));

        var path = Path.Combine(lab.Folder, $"tiny-{folder.Cell}-seed-42.best.safetensors");
        Assert.Equal($"{path}\n", lab.Out.ToString());
        Assert.Equal("best", SafetensorsFile.Read(path).Metadata["weights"]);
    }

    [Fact]
    public void Export_replaces_a_file_only_by_force()
    {
        using var lab = new Lab();
        var folder = StoredTrial.Train(lab);
        var target = lab.Write("there", "mine");

        Assert.Equal(2, lab.Run("export", folder.FullName, "-o", target));
        Assert.Equal($"activationlab: {target}: is there already; --force would replace it\n", lab.Lines);
        Assert.Equal("mine", File.ReadAllText(target));

        Assert.Equal(0, lab.Run("export", folder.FullName, "-o", target, "--force"));
        Assert.Equal("last", SafetensorsFile.Read(target).Metadata["weights"]);
    }

    [Theory]
    [InlineData(2, "there is no such run folder", "nowhere", "x")]
    [InlineData(1, "cannot be written: its folder does not exist", null, "no/folder/x")]
    [InlineData(2, "is inside the run's own folder", null, null)]
    public void Export_what_cannot_be_done_is_one_line(int code, string message, string? run, string? target)
    {
        using var lab = new Lab();
        var folder = StoredTrial.Train(lab);

        Assert.Equal(code, lab.Run(
            "export", run is null ? folder.FullName : Path.Combine(lab.Folder, run),
            "-o", target is null ? folder.WeightsFile : Path.Combine(lab.Folder, target), "--force"));

        Assert.Contains(message, lab.Lines);
        Assert.Equal(1, lab.Lines.Count(letter => letter == '\n'));
        Assert.Empty(lab.Out.ToString());
    }
}
