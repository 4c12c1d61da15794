using SystemTorch.Tests.Native;
using SystemTorch.Tests.PyTorch;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Native;
using static TorchSharp.torch;

namespace SystemTorch.Tests.Optim;

public sealed class OptimizerTests(TrainedByPyTorch pytorch) : IClassFixture<TrainedByPyTorch>
{
    public static TheoryData<string> Cases => [.. OptimizerCase.All.Select(one => one.Name)];

    [PyTorchTheory]
    [MemberData(nameof(Cases))]
    public void Twenty_steps_are_PyTorchs(string name)
    {
        var one = Case(name);
        using var training = new TinyTraining();
        using var optimizer = training.Optimizer(one);
        var schedule = one.Decay is { } decay ? optim.lr_scheduler.LambdaLR(optimizer, epoch => Math.Pow(decay, epoch)) : null;
        var expected = pytorch[name];
        for (var step = 0; step < TinyTraining.Steps; step++)
        {
            AssertNear(expected.Rates[step], optimizer.ParamGroups.Select(group => group.LearningRate).ToArray());
            training.Step(optimizer);
            schedule?.step();
            foreach (var (parameter, values) in training.Values())
                AssertNear(expected.After[step][parameter], values);
        }
    }

    // Float32 takes one native call where double precision takes libtorch's operators.
    [PyTorchTheory]
    [MemberData(nameof(Cases))]
    public void Twenty_steps_in_float32_are_near_PyTorchs(string name)
    {
        var one = Case(name);
        using var training = new TinyTraining(ScalarType.Float32);
        using var optimizer = training.Optimizer(one);
        var schedule = one.Decay is { } decay ? optim.lr_scheduler.LambdaLR(optimizer, epoch => Math.Pow(decay, epoch)) : null;
        for (var step = 0; step < TinyTraining.Steps; step++)
        {
            training.Step(optimizer);
            schedule?.step();
        }
        foreach (var (parameter, values) in training.Values())
            AssertNear(pytorch[name].After[^1][parameter], values, 2e-5, 2e-6);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void State_moves_to_another_optimizer_that_goes_on_identically(string name)
    {
        using var whole = new TinyTraining();
        using var first = new TinyTraining();
        using var second = new TinyTraining();
        using var undisturbed = whole.Optimizer(Case(name));
        using var before = first.Optimizer(Case(name));
        using var after = second.Optimizer(Case(name));
        for (var step = 0; step < 20; step++)
            whole.Step(undisturbed);
        for (var step = 0; step < 10; step++)
        {
            first.Step(before);
            second.Skip();
        }
        ((OptimizerHelper)after).load_state_dict(((OptimizerHelper)before).state_dict());
        using (no_grad())
            foreach (var (key, parameter) in second.Parameters)
                parameter.copy_(first.Parameters[key]);
        for (var step = 10; step < 20; step++)
            second.Step(after);
        foreach (var (key, values) in whole.Values())
            Assert.Equal(values, second.Values()[key]);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Step_leaks_no_tensor_in_or_outside_of_scopes(string name)
    {
        using var training = new TinyTraining();
        using var optimizer = training.Optimizer(Case(name));
        for (var step = 0; step <= TinyTraining.LateFrom; step++)
            training.Step(optimizer);
        var live = LiveTensors.Settled();
        var counted = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        for (var step = 0; step < 2_000; step++)
        {
            if (step % 2 == 0)
            {
                training.Step(optimizer);
                continue;
            }
            using var scope = NewDisposeScope();
            training.Step(optimizer);
            Assert.Equal(0, scope.DisposablesCount);
        }
        // Not settled: nothing may wait for a finalizer either.
        Assert.Equal(live, NativeMethods.st_live_tensors());
        Assert.Equal(counted, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void Disposed_optimizer_frees_its_state()
    {
        using var training = new TinyTraining();
        var live = LiveTensors.Settled();
        foreach (var one in OptimizerCase.All)
        {
            var optimizer = training.Optimizer(one);
            training.Step(optimizer);
            training.Step(optimizer);
            ((OptimizerHelper)optimizer).to(CPU);
            training.Step(optimizer);
            optimizer.zero_grad();
            optimizer.Dispose();
            Assert.Equal(live, LiveTensors.Settled());
        }
    }

    [Fact]
    public void State_made_in_a_scope_outlives_it()
    {
        using var training = new TinyTraining();
        using var optimizer = training.Optimizer(Case("adam_amsgrad"));
        using (NewDisposeScope())
            training.Step(optimizer);
        training.Step(optimizer);
        var state = (Adam.State)((OptimizerHelper)optimizer).state_dict().State[0];
        Assert.Equal(2, state.step);
        Assert.Equal([5L, 3], state.exp_avg.shape);
    }

    [Fact]
    public void Zero_grad_leaves_no_gradient_and_a_step_without_any_changes_nothing()
    {
        using var training = new TinyTraining();
        using var optimizer = training.Optimizer(Case("adamw"));
        training.Step(optimizer);
        Assert.NotNull(training.Parameters["w1"].grad);
        optimizer.zero_grad();
        Assert.All(training.Parameters.Values, parameter => Assert.Null(parameter.grad));
        var before = training.Values();
        optimizer.step();
        Assert.Equal(before["w1"], training.Values()["w1"]);
    }

    [Fact]
    public void Step_leaves_the_gradients_as_they_are()
    {
        foreach (var name in new[] { "sgd_nesterov_decay", "sgd_maximize", "adam_maximize", "adamw_maximize" })
        {
            using var training = new TinyTraining();
            using var optimizer = training.Optimizer(Case(name));
            training.Step(optimizer);
            using var gradient = training.Parameters["w1"].grad!.clone();
            optimizer.step();
            Assert.True(gradient.Equals(training.Parameters["w1"].grad!));
        }
    }

    [Fact]
    public void Closure_computes_with_gradients_even_in_no_grad()
    {
        using var weight = nn.Parameter(tensor([2.0]));
        using var optimizer = optim.SGD([weight], 0.25);
        using var off = no_grad();
        using var loss = optimizer.step(() =>
        {
            var square = weight.square().sum();
            square.backward();
            return square;
        });
        Assert.Equal(4.0, loss!.item<double>());
        Assert.Equal(1.0, weight.item<double>());
        Assert.False(is_grad_enabled());
    }

    [Fact]
    public void Step_with_a_disposed_parameter_is_an_error_that_leaks_nothing()
    {
        var training = new TinyTraining();
        using var optimizer = training.Optimizer(Case("sgd"));
        training.Step(optimizer);
        training.Parameters["b2"].Dispose();
        var live = LiveTensors.Settled();
        Assert.Throws<System.Runtime.InteropServices.ExternalException>(() => optimizer.step());
        Assert.Equal(live, LiveTensors.Settled());
        Assert.True(is_grad_enabled());
        training.Dispose();
    }

    [Fact]
    public void Groups_added_later_take_the_optimizers_options()
    {
        using var first = nn.Parameter(tensor([1.0]));
        using var second = nn.Parameter(tensor([1.0]));
        using var optimizer = optim.Adam([first], 0.5, 0.8, 0.9);
        optimizer.add_param_group(new ParamGroup<Adam.Options>([second]));
        optimizer.Betas = (0.7, 0.6);
        Assert.Equal((0.7, 0.6), optimizer.Betas);
        Assert.Equal([0.5, 0.5], optimizer.ParamGroups.Select(group => group.InitialLearningRate));
        Assert.Equal(0.7, ((Adam.Options)optimizer.state_dict().Options[1]).beta1);
        Assert.Equal(2, optimizer.parameters().Count());
        second.square().sum().backward();
        optimizer.step();
        Assert.Equal(0.5, second.item<double>(), 6);
    }

    [Fact]
    public void Parameters_in_two_groups_and_values_out_of_range_are_refused()
    {
        using var weight = nn.Parameter(tensor([1.0]));
        using var optimizer = optim.SGD([weight], 0.1);
        Assert.Throws<ArgumentException>(() => optimizer.add_param_group(new SGD.ParamGroup([weight], null)));
        Assert.Throws<ArgumentException>(() => optim.SGD([weight, weight], 0.1));
        Assert.Throws<ArgumentException>(() => optim.SGD([weight], -0.1));
        Assert.Throws<ArgumentException>(() => optim.SGD([weight], double.NaN));
        Assert.Throws<ArgumentException>(() => optim.SGD([weight], 0.1, -1));
        Assert.Throws<ArgumentException>(() => optim.SGD([weight], 0.1, nesterov: true));
        Assert.Throws<ArgumentException>(() => optim.Adam([weight], beta1: 1));
        Assert.Throws<ArgumentException>(() => optim.Adam([weight], eps: -1));
        Assert.Throws<ArgumentException>(() => optim.AdamW([weight], beta2: 1.5));
        Assert.Throws<ArgumentException>(() => optim.AdamW([weight], weight_decay: -1));
    }

    [Fact]
    public void State_of_other_groups_or_shapes_is_refused()
    {
        using var one = nn.Parameter(tensor([1.0]));
        using var two = nn.Parameter(tensor([1.0, 2.0]));
        using var optimizer = optim.Adam([one]);
        using var wider = optim.Adam([two]);
        using var longer = optim.Adam([two, nn.Parameter(tensor([1.0]))]);
        Assert.Contains("does not fit", Assert.Throws<ArgumentException>(() => optimizer.load_state_dict(longer.state_dict())).Message);
        Assert.Contains("[2]", Assert.Throws<ArgumentException>(() => optimizer.load_state_dict(wider.state_dict())).Message);
        optimizer.load_state_dict(optimizer.state_dict());
    }

    private static OptimizerCase Case(string name) => OptimizerCase.All.Single(one => one.Name == name);

    private static void AssertNear(double[] expected, double[] actual, double relative = 1e-9, double absolute = 1e-15)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
            Assert.InRange(actual[i], expected[i] - Tolerance(expected[i]), expected[i] + Tolerance(expected[i]));

        double Tolerance(double value) => relative * Math.Abs(value) + absolute;
    }
}
