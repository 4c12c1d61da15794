namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>Something that can be called with one input.</summary>
        public interface IModule<T, TResult>
        {
            /// <summary>Computes the output.</summary>
            TResult call(T input1);
        }

        /// <summary>Something that can be called with two inputs.</summary>
        public interface IModule<T1, T2, TResult>
        {
            /// <summary>Computes the output.</summary>
            TResult call(T1 input1, T2 input2);
        }

        /// <summary>A module of one input.</summary>
        public abstract class Module<T, TResult> : HookableModule<Func<Module<T, TResult>, T, T>, Func<Module<T, TResult>, T, TResult, TResult>>,
            IModule<T, TResult>
        {
            /// <summary>A module of a name.</summary>
            protected Module(string name) : base(name)
            {
            }

            /// <summary>Computes the output, without hooks.</summary>
            public abstract TResult forward(T input);

            /// <summary>Computes the output between the hooks.</summary>
            public TResult call(T input)
            {
                foreach (var (_, hook) in ModulePreHooks.Snapshot)
                    hook(this);
                foreach (var (_, hook) in PreHooks.Snapshot)
                    if (hook(this, input) is { } changed)
                        input = changed;
                var result = forward(input);
                foreach (var (_, hook) in PostHooks.Snapshot)
                    if (hook(this, input, result) is { } changed)
                        result = changed;
                foreach (var (_, hook) in ModulePostHooks.Snapshot)
                    hook(this);
                return result;
            }
        }

        /// <summary>A module of two inputs.</summary>
        public abstract class Module<T1, T2, TResult> :
            HookableModule<Func<Module<T1, T2, TResult>, T1, T2, (T1, T2)?>, Func<Module<T1, T2, TResult>, T1, T2, TResult, TResult>>,
            IModule<T1, T2, TResult>
        {
            /// <summary>A module of a name.</summary>
            protected Module(string name) : base(name)
            {
            }

            /// <summary>Computes the output, without hooks.</summary>
            public abstract TResult forward(T1 input1, T2 input2);

            /// <summary>Computes the output between the hooks.</summary>
            public TResult call(T1 input1, T2 input2)
            {
                foreach (var (_, hook) in ModulePreHooks.Snapshot)
                    hook(this);
                foreach (var (_, hook) in PreHooks.Snapshot)
                    if (hook(this, input1, input2) is { } changed)
                        (input1, input2) = changed;
                var result = forward(input1, input2);
                foreach (var (_, hook) in PostHooks.Snapshot)
                    if (hook(this, input1, input2, result) is { } changed)
                        result = changed;
                foreach (var (_, hook) in ModulePostHooks.Snapshot)
                    hook(this);
                return result;
            }
        }
    }
}
