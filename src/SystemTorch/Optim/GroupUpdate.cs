using TorchSharp.Native;

namespace TorchSharp.Modules;

/// <summary>
/// Steps a group of parameters: by one native call, or where that cannot (it knows float32 on the CPU) by operators on lists, a few calls a
/// group, however many parameters it has, and no .NET object a tensor. The lists are kept from step to step. Both compute the same bits.
/// </summary>
internal abstract class GroupUpdate
{
    // The parameters keep their handles for life; held so that they are not collected.
    private readonly Parameter[] _parameters;
    private readonly long[] _handles;
    private readonly HandleList _all;

    protected GroupUpdate(Parameter[] parameters)
    {
        _parameters = parameters;
        _handles = Array.ConvertAll(parameters, parameter => parameter.LiveHandle);
        _all = new HandleList(parameters.Length);
        Weights = new HandleList(parameters.Length);
        Gradients = new HandleList(parameters.Length);
        Scratch = new HandleList(parameters.Length);
    }

    /// <summary>The parameters of the batch at hand.</summary>
    protected HandleList Weights { get; }

    /// <summary>Their gradients: the parameters' own until <see cref="NewGradients"/>.</summary>
    protected HandleList Gradients { get; }

    /// <summary>Tensors that live until the end of the batch.</summary>
    protected HandleList Scratch { get; }

    internal unsafe void ClearGradients()
    {
        fixed (long* first = _handles)
            NativeMethods.Check(NativeMethods.st_tensors_clear_grad(first, _handles.Length));
    }

    /// <summary>Whether the one native call is tried; tests compare it with the operators.</summary>
    internal static bool IsFused { get; set; } = true;

    /// <summary>Steps the parameters that have a gradient.</summary>
    internal void Step()
    {
        if (_parameters.Length == 0)
            return;
        if (!IsFused || !StepFused(_handles))
            StepByOperators();
        GC.KeepAlive(_parameters);
    }

    /// <summary>Steps all parameters by one native call; false where that cannot and nothing was changed.</summary>
    protected abstract bool StepFused(long[] parameters);

    /// <summary>What must be equal in a batch: the number of its step, for one.</summary>
    protected abstract long Phase(int index);

    /// <summary>Adds a parameter's state to the batch.</summary>
    protected abstract void AddState(int index);

    /// <summary>Empties the lists of states.</summary>
    protected abstract void ClearState();

    /// <summary>Steps the batch.</summary>
    protected abstract void Update();

    /// <summary>Replaces the gradients by what an operator computes; the parameters' own are not changed.</summary>
    protected void NewGradients(Operator op, params ReadOnlySpan<Argument> arguments)
    {
        Scratch.Take(op, arguments);
        Gradients.Free();
        foreach (var handle in Scratch.Handles)
            Gradients.Add(handle);
        Scratch.Clear();
    }

    // Parameters of the same phase, mostly all, are one batch.
    private void StepByOperators()
    {
        _all.TakeGradients(_handles);
        try
        {
            while (Collect())
            {
                Update();
                Gradients.Free();
                Scratch.Free();
                Clear();
            }
        }
        finally
        {
            _all.Free();
            Gradients.Free();
            Scratch.Free();
            Clear();
        }
    }

    private bool Collect()
    {
        long? phase = null;
        var gradients = _all.Handles;
        for (var i = 0; i < gradients.Length; i++)
        {
            if (gradients[i] == 0 || (phase is { } common && Phase(i) != common))
                continue;
            phase ??= Phase(i);
            Weights.Add(_handles[i]);
            Gradients.Add(gradients[i]);
            gradients[i] = 0;
            AddState(i);
        }
        return phase is not null;
    }

    private void Clear()
    {
        Weights.Clear();
        ClearState();
    }
}
