namespace ActivationLab.Cli.Tests;

public class CommandLineTests
{
    [Theory]
    [InlineData("trian", "unknown command 'trian' (did you mean train?); see 'activationlab --help'")]
    [InlineData("train --conifg x", "unknown option '--conifg' (did you mean --config?); see 'activationlab train --help'")]
    [InlineData("train --config x --frehs", "unknown option '--frehs' (did you mean --fresh?); see 'activationlab train --help'")]
    [InlineData("train --hepl", "unknown option '--hepl' (did you mean --help?); see 'activationlab train --help'")]
    [InlineData("train", "train needs an experiment: --config FILE, or --resume RUN; see 'activationlab train --help'")]
    [InlineData("train --config", "required argument missing for option: '--config'; see 'activationlab train --help'")]
    [InlineData("train x --config y", "unexpected argument 'x'; see 'activationlab train --help'")]
    [InlineData("train --config x --threads 0", "--threads 0: must be a whole number from 1 to 1024; see 'activationlab train --help'")]
    [InlineData("train --config x --threads many", "--threads many: must be a whole number from 1 to 1024; see 'activationlab train --help'")]
    [InlineData("describe", "a configuration is missing; see 'activationlab describe --help'")]
    [InlineData("describe a.yaml --config b.yaml", "give the configuration once, as FILE or by --config; see 'activationlab describe --help'")]
    [InlineData("describe a.yaml b.yaml", "unexpected argument 'b.yaml'; see 'activationlab describe --help'")]
    [InlineData("sweep", "sweep needs a sweep or an experiment: --config FILE; see 'activationlab sweep --help'")]
    [InlineData("sweep a.yaml", "unexpected argument 'a.yaml'; see 'activationlab sweep --help'")]
    [InlineData("sweep stauts runs/a", "unknown command 'stauts' (did you mean status?); see 'activationlab sweep --help'")]
    [InlineData("sweep --config x --gird a=1", "unknown option '--gird' (did you mean --grid?); see 'activationlab sweep --help'")]
    [InlineData("sweep --config x --grid", "required argument missing for option: '--grid'; see 'activationlab sweep --help'")]
    [InlineData("sweep --config x --jobs 0", "--jobs 0: must be a whole number from 1 to 1024; see 'activationlab sweep --help'")]
    [InlineData("sweep --config x --jobs all", "--jobs all: must be a whole number from 1 to 1024; see 'activationlab sweep --help'")]
    [InlineData("sweep --config x --stack 0", "--stack 0: must be auto, off or a whole number from 1 to 1024; see 'activationlab sweep --help'")]
    [InlineData("sweep --config x --stack 1025", "--stack 1025: must be auto, off or a whole number from 1 to 1024; see 'activationlab sweep --help'")]
    [InlineData("sweep --config x --stack on", "--stack on: must be auto, off or a whole number from 1 to 1024; see 'activationlab sweep --help'")]
    [InlineData("sweep --config x --launcher slrum", "--launcher slrum: must be local or slurm (did you mean slurm?); see 'activationlab sweep --help'")]
    [InlineData("sweep --config x --launcher ray", "--launcher ray: must be local or slurm; see 'activationlab sweep --help'")]
    [InlineData("sweep --config x --trials-per-task 4", "--trials-per-task: there are no tasks without --launcher slurm; see 'activationlab sweep --help'")]
    [InlineData("sweep --config x --trials-per-task 4 --launcher local", "--trials-per-task: there are no tasks without --launcher slurm; see 'activationlab sweep --help'")]
    [InlineData("sweep --config x --launcher slurm --trials-per-task 0", "--trials-per-task 0: must be a whole number from 1 to 100000; see 'activationlab sweep --help'")]
    [InlineData("sweep --config x --launcher slurm --fail-fast", "--fail-fast: tasks of a cluster do not know of each other; leave it away, or use --launcher local; see 'activationlab sweep --help'")]
    [InlineData("sweep status", "required argument missing for command: 'status'; see 'activationlab sweep status --help'")]
    [InlineData("sweep status a b", "unexpected argument 'b'; see 'activationlab sweep status --help'")]
    [InlineData("sweep status a --quite", "unknown option '--quite' (did you mean --quiet?); see 'activationlab sweep status --help'")]
    [InlineData("compare", "required argument missing for command: 'compare'; see 'activationlab compare --help'")]
    [InlineData("compare x --csv --latex", "give one of --csv, --markdown and --latex; see 'activationlab compare --help'")]
    [InlineData("compare x -o y.txt", "--output y.txt: of which format? Give --csv, --markdown or --latex, or a name that ends in .csv, .md or .tex; see 'activationlab compare --help'")]
    [InlineData("compare x --metrics y", "unknown option '--metrics' (did you mean --metric?); see 'activationlab compare --help'")]
    [InlineData("evaluate", "required argument missing for command: 'evaluate'; see 'activationlab evaluate --help'")]
    [InlineData("evaluate x --data tset", "--data tset: must be test, validation or train (did you mean test?); see 'activationlab evaluate --help'")]
    [InlineData("evaluate x --epoch first", "--epoch first: must be last or best; see 'activationlab evaluate --help'")]
    [InlineData("evaluate x --images 0", "--images 0: must be a whole number from 1; see 'activationlab evaluate --help'")]
    [InlineData("evaluate x --device gpu", "--device gpu: must be auto, cpu, cuda or cuda:N; see 'activationlab evaluate --help'")]
    [InlineData("export", "required argument missing for command: 'export'; see 'activationlab export --help'")]
    [InlineData("export x --format onnx", "--format onnx: must be safetensors; see 'activationlab export --help'")]
    [InlineData("bench", "a command is missing: activations, step; see 'activationlab bench --help'")]
    [InlineData("bench activatoins", "unknown command 'activatoins' (did you mean activations?); see 'activationlab bench --help'")]
    [InlineData("bench activations --names relu,leaky_rleu", "--names leaky_rleu: is no activation (did you mean leaky_relu?); there are relu, leaky_relu, prelu, prelu_layer, rrelu, dynamic_leaky_relu, elu, selu, gelu, silu, sigmoid, tanh, softplus, identity; see 'activationlab bench activations --help'")]
    [InlineData("bench activations --names relu,", "--names relu,: a word is missing between or beside commas; see 'activationlab bench activations --help'")]
    [InlineData("bench activations --sizes 64x512,64", "--sizes 64: must be BATCHxUNITS, such as 256x512, or BATCHxCHANNELSxHEIGHTxWIDTH, such as 64x32x28x28, of whole numbers from 1; see 'activationlab bench activations --help'")]
    [InlineData("bench activations --layout chanels_last", "--layout chanels_last: must be contiguous or channels_last (did you mean channels_last?); see 'activationlab bench activations --help'")]
    [InlineData("bench activations --rounds 0", "--rounds 0: must be a whole number from 1 to 10000; see 'activationlab bench activations --help'")]
    [InlineData("bench activations --device gpu", "--device gpu: must be auto, cpu, cuda or cuda:N; see 'activationlab bench activations --help'")]
    [InlineData("bench step", "option '--config' is required; see 'activationlab bench step --help'")]
    [InlineData("bench step --config x --steps 0", "--steps 0: must be a whole number from 1 to 1000000; see 'activationlab bench step --help'")]
    [InlineData("bench step --config x --activations rellu", "--activations rellu: is no activation (did you mean relu?); there are relu, leaky_relu, prelu, prelu_layer, rrelu, dynamic_leaky_relu, elu, selu, gelu, silu, sigmoid, tanh, softplus, identity; see 'activationlab bench step --help'")]
    [InlineData("report", "required argument missing for command: 'report'; see 'activationlab report --help'")]
    [InlineData("plot", "a command is missing: activations; see 'activationlab plot --help'")]
    [InlineData("plot activations --names rleu", "--names: there is no activation 'rleu' (did you mean relu?); see 'activationlab plot activations --help'")]
    [InlineData("data", "a command is missing: list, fetch, verify; see 'activationlab data --help'")]
    [InlineData("data ftech mnist", "unknown command 'ftech' (did you mean fetch?); see 'activationlab data --help'")]
    [InlineData("data fetch mnits", "unknown data set 'mnits' (did you mean mnist?); see 'activationlab data fetch --help'")]
    [InlineData("data verify imagenet", "unknown data set 'imagenet'; there are mnist, fashion_mnist, cifar10, clusters; see 'activationlab data verify --help'")]
    [InlineData("config check", "required argument missing for command: 'check'; see 'activationlab config check --help'")]
    [InlineData("", "a command is missing: train, sweep, compare, report, plot, findings, evaluate, export, describe, probe, bench, config, data, doctor; see 'activationlab --help'")]
    public void Run_wrong_usage_says_one_line_and_ends_with_2(string arguments, string line)
    {
        using var lab = new Lab();

        Assert.Equal(2, lab.Run(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)));

        Assert.Equal($"activationlab: {line}\n", lab.Lines);
        Assert.Empty(lab.Out.ToString());
    }

    [Theory]
    [InlineData("--help", "activationlab train --config configs/cnn-leaky.json")]
    [InlineData("train --help", "  -c, --config <FILE>  the experiment")]
    [InlineData("train --help --wrong", "Examples:\n  activationlab train --config")]
    [InlineData("config --help", "  activationlab config schema >")]
    [InlineData("config check -h", "config check <FILE>... [options]")]
    [InlineData("sweep --help", "activationlab sweep -c configs/cnn-leaky.json --grid")]
    [InlineData("sweep status --help", "Examples:\n  activationlab sweep status")]
    [InlineData("data --help", "  activationlab data fetch mnist")]
    [InlineData("data fetch --help", "mnist, fashion_mnist, cifar10, clusters")]
    [InlineData("doctor --help", "Examples:\n  activationlab doctor")]
    public void Run_help_goes_to_standard_output_with_examples(string arguments, string part)
    {
        using var lab = new Lab();

        Assert.Equal(0, lab.Run(arguments.Split(' ')));

        Assert.Contains(part, lab.Out.ToString());
        Assert.Empty(lab.Lines);
    }

    [Fact]
    public void Run_every_command_has_a_description_and_an_example()
    {
        foreach (var command in new[] { "train", "sweep", "sweep status", "compare", "report", "plot activations", "evaluate", "export", "describe", "probe", "bench activations", "bench step", "config check", "config show", "config schema", "data list", "data fetch", "data verify", "doctor" })
        {
            using var lab = new Lab();
            lab.Run([.. command.Split(' '), "--help"]);
            var help = lab.Out.ToString();
            Assert.Matches(@"^Description:\n  [A-Z].+\.\n", help);
            Assert.Contains($"Examples:\n  activationlab {command}", help);
        }
    }

    [Fact]
    public void Run_version_names_version_commit_and_provider()
    {
        using var lab = new Lab();

        Assert.Equal(0, lab.Run("--version"));

        Assert.Matches(@"^activationlab \d+\.\d+\.\d+ \((commit [0-9a-f]{12}|no commit), torch provider (system|cpu|cuda)\)\n$", lab.Out.ToString());
    }

    [Fact]
    public void Run_argument_with_at_sign_is_a_file_name_and_not_a_response_file()
    {
        using var lab = new Lab();

        Assert.Equal(2, lab.Run("config", "check", "@missing.yaml"));

        Assert.StartsWith("@missing.yaml: no such file", lab.Lines);
    }
}
