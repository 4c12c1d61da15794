using ActivationLab.Experiments;
using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Runs;
using ActivationLab.Experiments.Training;

namespace ActivationLab.Cli.Tests.Commands;

public class TrainCommandTests
{
    [Fact]
    public void Train_prints_the_folder_alone_on_standard_output()
    {
        using var lab = new Lab();
        lab.Trains((experiment, _, observer, _) => FakeTrial.Play(experiment, observer));

        Assert.Equal(0, Train(lab));

        Assert.Equal("runs/tiny/cell/seed-42\n", lab.Out.ToString());
        Assert.Contains("epoch 2/2: ", lab.Lines);
        Assert.Contains("test accuracy", lab.Lines);
    }

    [Fact]
    public void Train_hands_options_and_overrides_on()
    {
        using var lab = new Lab();
        (Experiment Experiment, TrialOptions Options)? heard = null;
        lab.Trains((experiment, options, observer, _) =>
        {
            heard = (experiment, options);
            return FakeTrial.Play(experiment, observer);
        });

        Assert.Equal(0, Train(lab, "--set", "train.epochs=3", "--set", "name=a-b", "--seed", "7", "--runs", "there", "--threads", "3", "--fresh"));

        Assert.Equal((3, "a-b", 7L), (heard!.Value.Experiment.Train.Epochs, heard.Value.Experiment.Name, heard.Value.Experiment.Seed));
        var options = heard.Value.Options;
        Assert.Equal(("there", 3, true), (options.RunsFolder, options.Threads, options.Fresh));
        Assert.StartsWith("activationlab train --config ", options.CommandLine);
        Assert.EndsWith("--seed 7 --runs there --threads 3 --fresh", options.CommandLine);
    }

    [Fact]
    public void Train_quiet_shows_nothing()
    {
        using var lab = new Lab { ErrorIsTerminal = true };
        lab.Services = lab.Services with { DescribeTorch = _ => Lab.GoodTorch with { Warning = "slow" } };
        lab.Trains((experiment, _, observer, _) => FakeTrial.Play(experiment, observer));

        Assert.Equal(0, Train(lab, "--quiet"));

        Assert.Empty(lab.Lines);
        Assert.Equal("runs/tiny/cell/seed-42\n", lab.Out.ToString());
    }

    [Fact]
    public void Train_slow_blas_is_said_once()
    {
        using var lab = new Lab();
        lab.Services = lab.Services with { DescribeTorch = _ => Lab.GoodTorch with { Warning = "slow BLAS; install another" } };
        lab.Trains((experiment, _, observer, _) => FakeTrial.Play(experiment, observer));

        Train(lab);

        Assert.Equal(2, lab.Lines.Split("activationlab: slow BLAS; install another\n").Length);
    }

    [Theory]
    [InlineData(null, "bf16", 1)]
    [InlineData("AVX512-BF16", "bf16", 0)]
    [InlineData(null, "float32", 0)]
    public void Train_bf16_without_instructions_for_it_is_said_once(string? cpu, string precision, int times)
    {
        using var lab = new Lab();
        lab.Services = lab.Services with { CpuBf16 = () => cpu };
        lab.Trains((experiment, _, observer, _) => FakeTrial.Play(experiment, observer));

        Assert.Equal(0, Train(lab, "--set", $"train.precision={precision}"));

        Assert.Equal(times, lab.Lines.Split('\n').Count(line => line.StartsWith("activationlab: train.precision: bf16 is slow here", StringComparison.Ordinal)));
        Assert.Equal(precision == "bf16", lab.Lines.Contains(", bf16\n", StringComparison.Ordinal));
    }

    [Fact]
    public void Train_diverged_run_is_said_in_a_line_and_ends_with_1()
    {
        using var lab = new Lab();
        lab.Trains((experiment, _, _, _) => FakeTrial.Result(experiment, RunStatus.Diverged, 1, "the loss was not finite"));

        Assert.Equal(1, Train(lab, "--quiet"));

        Assert.Equal("activationlab: diverged: the loss was not finite\n", lab.Lines);
        Assert.Equal("runs/tiny/cell/seed-42\n", lab.Out.ToString());
    }

    [Fact]
    public void Train_missing_data_that_cannot_be_fetched_is_one_line_and_trains_nothing()
    {
        using var lab = new Lab();

        Assert.Equal(1, lab.Run("train", "-c", lab.Write("a.yaml", "seed: 1\n"), "--data", Path.Combine(lab.Folder, "none"), "--quiet"));

        Assert.Single(lab.Lines.TrimEnd('\n').Split('\n'));
        Assert.StartsWith("activationlab: ", lab.Lines);
        Assert.Empty(lab.Out.ToString());
    }

    [Fact]
    public void Train_user_exception_of_the_trial_is_one_line()
    {
        using var lab = new Lab { ErrorIsTerminal = true };
        lab.Trains((_, _, _, _) => throw new UserException("device: cuda, but there is no GPU", 2));

        Assert.Equal(2, Train(lab));

        Assert.Equal("activationlab: device: cuda, but there is no GPU", Screen.Of(lab.Lines).Text);
        Assert.Empty(lab.Out.ToString());
    }

    [Fact]
    public void Train_wrong_configuration_is_said_before_anything_runs()
    {
        using var lab = new Lab();

        Assert.Equal(2, lab.Run("train", "-c", lab.Write("a.yaml", "sede: 1\n"), "--seed", "x"));

        Assert.Equal(2, lab.Lines.TrimEnd('\n').Split('\n').Length);
    }

    [Fact]
    public void Train_with_a_sweep_names_the_command_for_it()
    {
        using var lab = new Lab();
        var path = lab.Write("sweep.yaml", "base: a.yaml\nseeds: 2\n");

        Assert.Equal(2, lab.Run("train", "-c", path));

        Assert.Equal($"activationlab: {path}: is a sweep; use 'activationlab sweep --config {path}'\n", lab.Lines);
    }

    [Fact]
    public void Train_without_an_experiment_says_how_to_give_one()
    {
        using var lab = new Lab();

        Assert.Equal(2, lab.Run("train"));

        Assert.Contains("train needs an experiment: --config FILE, or --resume RUN", lab.Lines);
    }

    [Fact]
    public void Train_resume_takes_everything_from_the_run_folder()
    {
        using var lab = new Lab();
        var folder = WriteRun(lab);
        (Experiment Experiment, TrialOptions Options)? heard = null;
        lab.Trains((experiment, options, observer, _) =>
        {
            heard = (experiment, options);
            return FakeTrial.Play(experiment, observer);
        });

        Assert.Equal(0, lab.Run("train", "--resume", folder + "/", "--data", lab.WriteHollowMnist()));

        Assert.Equal(("tiny", 7L, 2), (heard!.Value.Experiment.Name, heard.Value.Experiment.Seed, heard.Value.Experiment.Train.Epochs));
        Assert.Equal(folder, RunFolder.For(heard.Value.Options.RunsFolder, heard.Value.Experiment).FullName);
    }

    [Fact]
    public void Train_resume_with_a_configuration_that_agrees_goes_on()
    {
        using var lab = new Lab();
        var folder = WriteRun(lab);
        lab.Trains((experiment, _, observer, _) => FakeTrial.Play(experiment, observer));

        Assert.Equal(0, Train(lab, "--seed", "7", "--resume", folder));
    }

    [Fact]
    public void Train_resume_with_another_configuration_names_the_keys()
    {
        using var lab = new Lab();
        var folder = WriteRun(lab);

        Assert.Equal(2, Train(lab, "--set", "train.optimizer.lr=0.01", "--resume", folder));

        Assert.Equal(
            [
                $"{folder}/config.yaml: seed: 7 there, 42 here; use --fresh or another name",
                $"{folder}/config.yaml: train.optimizer.lr: 0.001 there, 0.01 here; use --fresh or another name",
            ],
            lab.Lines.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public void Train_resume_of_a_renamed_or_edited_folder_says_whose_configuration_it_is()
    {
        using var lab = new Lab();
        var folder = WriteRun(lab);
        var config = Path.Combine(folder, "config.yaml");
        File.WriteAllText(config, File.ReadAllText(config).Replace("seed: 7", "seed: 8"));

        Assert.Equal(2, lab.Run("train", "--resume", folder));

        Assert.Matches($"^activationlab: --resume {folder}: its config.yaml is that of .*/seed-8: the folder was renamed or the file changed\n$", lab.Lines);
    }

    [Fact]
    public void Train_resume_of_something_else_is_one_line()
    {
        using var lab = new Lab();

        Assert.Equal(2, lab.Run("train", "--resume", lab.Folder));

        Assert.Equal($"activationlab: --resume {lab.Folder}: is no run folder: it has no config.yaml\n", lab.Lines);
    }

    [Fact]
    public void Train_resume_with_a_folder_of_runs_is_refused()
    {
        using var lab = new Lab();

        Assert.Equal(2, lab.Run("train", "--resume", WriteRun(lab), "--runs=there"));

        Assert.Contains("--resume says which run it is: --runs can only be given without it", lab.Lines);
    }

    [Fact]
    public void Train_resume_fresh_starts_the_run_over()
    {
        using var lab = new Lab();
        bool? fresh = null;
        lab.Trains((experiment, options, _, _) =>
        {
            fresh = options.Fresh;
            return FakeTrial.Result(experiment, RunStatus.Completed, 1);
        });

        Assert.Equal(0, lab.Run("train", "--resume", WriteRun(lab), "--fresh"));

        Assert.True(fresh);
    }

    [Fact]
    public void Train_stopped_run_says_that_the_command_goes_on_and_ends_with_75()
    {
        using var lab = new Lab();
        lab.Trains((experiment, _, _, _) => FakeTrial.Result(experiment, RunStatus.Interrupted, 0) with { Resumable = true });

        Assert.Equal(75, Train(lab));

        Assert.Matches("interrupted after 0 of 2 epochs, in [^;]*; the same command goes on from there", lab.Lines);
    }

    private static string WriteRun(Lab lab)
    {
        var experiment = ExperimentLoader.Load(lab.Write("a.yaml", "name: tiny\nseed: 7\ntrain: { epochs: 2 }\n"), []);
        var folder = RunFolder.For(Path.Combine(lab.Folder, "runs"), experiment);
        Directory.CreateDirectory(folder.FullName);
        File.WriteAllText(folder.ConfigFile, ExperimentYaml.Write(experiment));
        return folder.FullName;
    }

    private static int Train(Lab lab, params string[] more)
    {
        var config = lab.Write("a.yaml", "name: tiny\ntrain: { epochs: 2 }\n");
        return lab.Run(["train", "--config", config, "--data", lab.WriteHollowMnist(), .. more]);
    }
}
