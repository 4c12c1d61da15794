namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>A module that lets others watch and change what goes in and out when it is called.</summary>
        /// <typeparam name="TPreHook">Sees the input, and may return another.</typeparam>
        /// <typeparam name="TPostHook">Sees input and output, and may return another output.</typeparam>
        public class HookableModule<TPreHook, TPostHook> : Module
        {
            private protected readonly HookList<Action<Module>> ModulePreHooks = new();
            private protected readonly HookList<TPreHook> PreHooks = new();
            private protected readonly HookList<TPostHook> PostHooks = new();
            private protected readonly HookList<Action<Module>> ModulePostHooks = new();

            /// <summary>Whether anybody watches its calls.</summary>
            internal bool HasHooks =>
                ModulePreHooks.Snapshot.Length + PreHooks.Snapshot.Length + PostHooks.Snapshot.Length + ModulePostHooks.Snapshot.Length > 0;

            /// <summary>A module of a name.</summary>
            protected HookableModule(string name) : base(name)
            {
            }

            /// <summary>Lets a hook see what each call returned; unless it returns null, the call returns what the hook does.</summary>
            public HookRemover register_forward_hook(TPostHook hook) => new(this, PostHooks.Add(hook));

            /// <summary>Lets a hook see what each call gets; unless it returns null, the call gets what the hook returns.</summary>
            public HookRemover register_forward_pre_hook(TPreHook hook) => new(this, PreHooks.Add(hook));

            /// <summary>Calls a hook after each call, and after the hooks that see the output.</summary>
            public HookRemover register_forward_hook(Action<Module> hook) => new(this, ModulePostHooks.Add(hook));

            /// <summary>Calls a hook before each call, and before the hooks that see the input.</summary>
            public HookRemover register_forward_pre_hook(Action<Module> hook) => new(this, ModulePreHooks.Add(hook));

            private void Remove(string key)
            {
                ModulePreHooks.Remove(key);
                PreHooks.Remove(key);
                PostHooks.Remove(key);
                ModulePostHooks.Remove(key);
            }

            /// <summary>Takes a hook off its module.</summary>
            public class HookRemover
            {
                private readonly HookableModule<TPreHook, TPostHook> _module;
                private readonly string _key;

                /// <summary>The remover of the module's hook that has a key.</summary>
                public HookRemover(HookableModule<TPreHook, TPostHook> module, string key)
                {
                    _module = module;
                    _key = key;
                }

                /// <summary>Takes the hook off; again does nothing.</summary>
                public void remove() => _module.Remove(_key);
            }
        }

        /// <summary>Hooks in the order of their registration. A hook may remove itself or add others while it runs.</summary>
        internal sealed class HookList<THook>
        {
            private (string Key, THook Hook)[] _hooks = [];

            public (string Key, THook Hook)[] Snapshot => _hooks;

            public string Add(THook hook)
            {
                ArgumentNullException.ThrowIfNull(hook);
                var key = Guid.NewGuid().ToString();
                _hooks = [.. _hooks, (key, hook)];
                return key;
            }

            public void Remove(string key) => _hooks = Array.FindAll(_hooks, entry => entry.Key != key);
        }
    }
}
