using System.Globalization;
using ActivationLab.Experiments.Configuration;
using ActivationLab.Models.Settings;

namespace ActivationLab.Experiments.Tests.Configuration;

public sealed class ExperimentYamlTests : IDisposable
{
    private const string Defaults = """
        name: experiment
        seed: 42
        device: auto
        data:
          name: mnist
          validation: 5000
          augment: { name: none }
        model:
          name: cnn
          channels: [32, 64]
          convs_per_stage: 1
          kernel_size: 3
          pooling: max
          hidden: [128]
          batch_norm: none
          dropout: 0.0
          activation: { name: leaky_relu, negative_slope: 0.01 }
          init: { name: kaiming_normal, mode: fan_in, a: auto, bias: 0.0 }
        train:
          epochs: 5
          batch_size: 64
          optimizer: { name: adam, lr: 0.001, beta1: 0.9, beta2: 0.999, eps: 0.00000001, weight_decay: 0.0, decay_slopes: false }
          scheduler: { name: constant }
          warmup_epochs: 0.0
          label_smoothing: 0.0
          clip_grad_norm: 0.0
        probe: { images: 500, every_epochs: 1 }

        """;

    private readonly ConfigurationFolder folder = new();

    /// <summary>Every kind of every setting.</summary>
    public static IReadOnlyList<string> KindTexts { get; } =
    [
        "model: cnn", "model: mlp", "model: {name: mlp, width: 3, depth: 2}", "model: {name: cnn, hidden: []}",
        "model: {activation: relu}", "model: {activation: leaky_relu}", "model: {activation: prelu}", "model: {init: {a: 0.3}}",
        "model: nin", "model: resnet", "model: {name: resnet, depth: 32, shortcut: projection}", "model: {name: cnn, convs_per_stage: 2, pooling: average}",
        "model: {activation: rrelu}", "model: {activation: dynamic_leaky_relu}", "model: {activation: elu}", "model: {activation: selu}",
        "model: {activation: gelu}", "model: {activation: silu}", "model: {activation: sigmoid}", "model: {activation: tanh}",
        "model: {activation: softplus}", "model: {activation: identity}", "model: {name: mlp, activations: [relu, {name: leaky_relu, negative_slope: 0.3}]}",
        "model: {init: kaiming_uniform}", "model: {init: xavier_normal}", "model: {init: xavier_uniform}", "model: {init: {name: normal, std: 0.02, bias: 0.1}}",
        "model: {batch_norm: before}", "model: {batch_norm: after}", "data: {augment: random}",
        "train: {optimizer: sgd}", "train: {optimizer: adam}", "train: {optimizer: adamw}",
        "train: {scheduler: constant}", "train: {scheduler: cosine}", "train: {scheduler: step}", "train: {scheduler: one_cycle}",
        "train: {precision: bf16}", "train: {precision: tf32}", "train: {precision: float32}",
    ];

    public static TheoryData<string> Kinds => new(KindTexts);

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Write_defaults_is_this_text() => Assert.Equal(Defaults.ReplaceLineEndings("\n"), ExperimentYaml.Write(new Experiment()));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Write_then_load_is_equal(string text)
    {
        var written = ExperimentYaml.Write(ExperimentLoader.Load(folder.Write("kind.yaml", text), []));

        Assert.Equal(written, ExperimentYaml.Write(ExperimentLoader.Load(folder.Write("written.yaml", written), [])));
    }

    [Theory]
    [InlineData("true")]
    [InlineData("No")]
    [InlineData("null")]
    [InlineData("2024")]
    [InlineData("1e5")]
    [InlineData("1.5")]
    [InlineData("0x10")]
    [InlineData("plain-name_1.2")]
    public void Write_name_that_looks_like_another_type_stays_a_name(string name)
    {
        var written = ExperimentYaml.Write(new Experiment { Name = name });

        Assert.Equal(name, ExperimentLoader.Load(folder.Write("written.yaml", written), []).Name);
    }

    [Theory]
    [InlineData(0.0, "0.0")]
    [InlineData(-0.0, "-0.0")]
    [InlineData(1.0, "1.0")]
    [InlineData(-10.0, "-10.0")]
    [InlineData(0.001, "0.001")]
    [InlineData(0.1 + 0.2, "0.30000000000000004")]
    [InlineData(1e-15, "0.000000000000001")]
    [InlineData(9.999999999999998, "9.999999999999998")]
    [InlineData(double.Epsilon, "5.0e-324")]
    [InlineData(-1.25e-20, "-1.25e-20")]
    [InlineData(1.0 / 3, "0.3333333333333333")]
    public void Write_double_is_plain_and_reads_back_exactly(double slope, string expected)
    {
        var written = ExperimentYaml.Write(WithSlope(slope));

        Assert.Contains($"negative_slope: {expected} }}", written);
        var read = ExperimentLoader.Load(folder.Write("written.yaml", written), []).Model.Activation;
        Assert.Equal(BitConverter.DoubleToInt64Bits(slope), BitConverter.DoubleToInt64Bits(read!.InitialNegativeSlope!.Value));
    }

    [Fact]
    public void Write_random_doubles_read_back_exactly()
    {
        var random = new Random(5);
        var buffer = new byte[8];
        for (var i = 0; i < 2000; i++)
        {
            random.NextBytes(buffer);
            var slope = BitConverter.ToDouble(buffer);
            if (Math.Abs(slope) is not <= 10)
                continue;
            var written = ExperimentYaml.Write(WithSlope(slope)).Split("negative_slope: ")[1].Split(" }")[0];
            Assert.Equal(slope, double.Parse(written, CultureInfo.InvariantCulture));
        }
    }

    [Fact]
    public void Write_under_a_foreign_culture_is_the_same_text()
    {
        var before = CultureInfo.CurrentCulture;
        var foreign = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        foreign.NumberFormat = new NumberFormatInfo { NumberDecimalSeparator = ",", NegativeSign = "−", NumberGroupSeparator = "." };
        CultureInfo.CurrentCulture = foreign;
        try
        {
            Assert.Equal(Defaults.ReplaceLineEndings("\n"), ExperimentYaml.Write(new Experiment()));
            var path = folder.Write("foreign.yaml", "{model: {activation: {negative_slope: -0.5}}, train: {epochs: 0}}");
            Assert.EndsWith("must be from 1 to 100000, not 0", Assert.Single(ExperimentLoader.Check(path, [])).ToString());
            Assert.Equal(-0.5, ExperimentLoader.Load(path, ["train.epochs=1"]).Model.Activation?.InitialNegativeSlope);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static Experiment WithSlope(double slope) => new()
    {
        Model = new CnnSettings { Activation = new LeakyReluSettings { NegativeSlope = slope } },
    };
}
