using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Runs;

namespace ActivationLab.Experiments.Tests.Configuration;

public class SnakeCaseTests
{
    [Theory]
    [InlineData("TrainLoss", "train_loss")]
    [InlineData("Lr", "lr")]
    [InlineData("ZMean", "z_mean")]
    [InlineData("InitA", "init_a")]
    [InlineData("TestAccuracyBest", "test_accuracy_best")]
    [InlineData("Sha256", "sha256")]
    public void Of_name_separates_words(string name, string expected) => Assert.Equal(expected, SnakeCase.Of(name));

    [Fact]
    public void Of_enum_is_the_spelling_of_configurations()
    {
        Assert.Equal("completed", SnakeCase.Of(RunStatus.Completed));
        Assert.Equal("fashion_mnist", SnakeCase.Of(DatasetName.FashionMnist));
        Assert.Equal("cifar10", SnakeCase.Of(DatasetName.Cifar10));
    }
}
