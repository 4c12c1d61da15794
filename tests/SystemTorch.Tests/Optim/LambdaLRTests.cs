using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SystemTorch.Tests.Optim;

public sealed class LambdaLRTests
{
    [Fact]
    public void Rates_start_at_once_and_go_on_by_step()
    {
        using var optimizer = TwoRates();
        var schedule = optim.lr_scheduler.LambdaLR(optimizer, epoch => 1.0 / (1 + epoch));
        Assert.Equal([0.4, 0.1], schedule.get_last_lr());
        schedule.step();
        Assert.Equal([0.2, 0.05], schedule.get_last_lr());
        Assert.Equal([0.4, 0.1], optimizer.ParamGroups.Select(group => group.InitialLearningRate));
    }

    [Fact]
    public void Schedule_resumes_after_last_epoch_from_the_initial_rates()
    {
        using var optimizer = TwoRates();
        var whole = optim.lr_scheduler.LambdaLR(optimizer, epoch => Math.Pow(0.5, epoch));
        for (var epoch = 0; epoch < 3; epoch++)
            whole.step();
        // As PyTorch: last_epoch is done, so the next rate is that of last_epoch + 1.
        var resumed = optim.lr_scheduler.LambdaLR(optimizer, epoch => Math.Pow(0.5, epoch), last_epoch: 2);
        Assert.Equal([0.05, 0.0125], resumed.get_last_lr());
        resumed.step();
        Assert.Equal([0.025, 0.00625], resumed.get_last_lr());
    }

    [Fact]
    public void Initial_rates_travel_with_the_optimizers_state()
    {
        using var first = TwoRates();
        _ = optim.lr_scheduler.LambdaLR(first, _ => 0.5);
        using var second = TwoRates();
        second.load_state_dict(first.state_dict());
        Assert.Equal([0.2, 0.05], second.ParamGroups.Select(group => group.LearningRate));
        Assert.Equal([0.4, 0.1], second.ParamGroups.Select(group => group.InitialLearningRate));
    }

    private static SGD TwoRates() => optim.SGD(
        [
            new SGD.ParamGroup([nn.Parameter(zeros([1]))], new SGD.Options { LearningRate = 0.4 }),
            new SGD.ParamGroup([nn.Parameter(zeros([1]))], null),
        ],
        0.1);
}
