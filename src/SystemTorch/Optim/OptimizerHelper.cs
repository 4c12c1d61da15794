using TorchSharp.Native;
using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp.Modules;

/// <summary>Base of the optimizers: groups, states, gradients. What a step does to a group is theirs.</summary>
public abstract class OptimizerHelper : Optimizer
{
    private readonly Dictionary<Parameter, OptimizerState> _states = new(ReferenceEqualityComparer.Instance);
    private readonly List<GroupUpdate> _updates = [];

    private protected OptimizerHelper()
    {
    }

    /// <summary>
    /// Removes all gradients, as PyTorch does by default: the next backward pass then writes them instead of adding to zeros, and a parameter
    /// that got none is not stepped. (TorchSharp's sets them to zero; what a training loop computes is the same.)
    /// </summary>
    public override void zero_grad()
    {
        foreach (var update in _updates)
            update.ClearGradients();
    }

    /// <inheritdoc/>
    public override Tensor? step(Func<Tensor>? closure = null)
    {
        Tensor? loss = null;
        if (closure is not null)
        {
            using (enable_grad())
                loss = closure();
        }

        // no_grad() without its object: a step is short.
        var recorded = NativeMethods.st_grad_enabled();
        NativeMethods.st_set_grad_enabled(0);
        try
        {
            foreach (var update in _updates)
                update.Step();
        }
        finally
        {
            NativeMethods.st_set_grad_enabled(recorded);
        }
        return loss;
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A parameter is in a group already.</exception>
    public override void add_param_group(ParamGroup param_group)
    {
        var added = param_group.Parameters.ToArray();
        if (added.Any(_states.ContainsKey) || added.Distinct(ReferenceEqualityComparer.Instance).Count() < added.Length)
            throw new ArgumentException("a parameter is in two groups, or twice in one", nameof(param_group));
        param_group.Parameters = added;
        param_group.Options = Complete(param_group.Options);
        param_group.Options.InitialLearningRate = param_group.Options.LearningRate!.Value;

        var states = Array.ConvertAll(added, NewState);
        for (var i = 0; i < added.Length; i++)
        {
            states[i].Initialize(param_group.Options);
            _states.Add(added[i], states[i]);
        }
        Groups.Add(param_group);
        _updates.Add(NewUpdate(param_group, added, states));
    }

    /// <summary>The options of all groups and the state of all parameters: the optimizer's own objects, not copies.</summary>
    public virtual StateDictionary state_dict()
    {
        var dictionary = new StateDictionary();
        foreach (var group in Groups)
        {
            dictionary.Options.Add(group.Options);
            dictionary.StateIndexRef.Add([]);
            foreach (var parameter in group.Parameters)
            {
                dictionary.StateIndexRef[^1].Add(dictionary.State.Count);
                dictionary.State.Add(_states[parameter]);
            }
        }
        return dictionary;
    }

    /// <summary>Copies options and states of an optimizer of the same kind and groups.</summary>
    /// <exception cref="ArgumentException">The number of groups or parameters, or a shape differs.</exception>
    public virtual void load_state_dict(StateDictionary state_dict)
    {
        var own = this.state_dict();
        if (own.Options.Count != state_dict.Options.Count || own.State.Count != state_dict.State.Count)
        {
            throw new ArgumentException(
                $"the optimizer's state does not fit: {state_dict.Options.Count} groups and {state_dict.State.Count} parameters, here {own.Options.Count} and {own.State.Count}",
                nameof(state_dict));
        }
        for (var i = 0; i < own.Options.Count; i++)
            if (!ReferenceEquals(own.Options[i], state_dict.Options[i]))
                own.Options[i].LoadStateDict(state_dict.Options[i]);
        for (var i = 0; i < own.State.Count; i++)
            if (!ReferenceEquals(own.State[i], state_dict.State[i]))
                own.State[i].LoadStateDict(state_dict.State[i]);
    }

    /// <summary>Moves the state of all parameters to a device.</summary>
    public void to(Device device)
    {
        foreach (var state in _states.Values)
            state.to(device);
    }

    private protected override void FreeStates()
    {
        foreach (var state in _states.Values)
            (state as IDisposable)?.Dispose();
    }

    /// <summary>The options with those that are left out taken from the optimizer's.</summary>
    private protected abstract OptimizerOptions Complete(OptimizerOptions? options);

    private protected abstract OptimizerState NewState(Parameter parameter);

    private protected abstract GroupUpdate NewUpdate(ParamGroup group, Parameter[] parameters, OptimizerState[] states);

    /// <summary>Throws unless a value is within limits.</summary>
    private protected static void Require(bool valid, string name, double value)
    {
        if (!valid)
            throw new ArgumentException($"invalid {name}: {value.ToString(System.Globalization.CultureInfo.InvariantCulture)}", name);
    }
}
