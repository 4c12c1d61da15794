using System.Reflection;
using TorchSharp.Modules;
using TorchSharp.Native;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Neural networks.</summary>
    public static partial class nn
    {
        /// <summary>
        /// Base of all layers and networks: a tree of named modules, each with named parameters and buffers. Fields of these types are
        /// registered under the field's name by <see cref="RegisterComponents"/>.
        /// </summary>
        public partial class Module : IDisposable
        {
            private readonly OrderedDictionary<string, Module> _children = [];
            private readonly OrderedDictionary<string, Parameter> _ownParameters = [];
            private readonly OrderedDictionary<string, (Tensor Tensor, bool Persistent)> _ownBuffers = [];
            private readonly string _name;
            private bool _training = true;
            private bool _registered;
            private bool _disposed;

            /// <summary>A module of a name, in training mode.</summary>
            protected Module(string name) => _name = name;

            /// <summary>Whether the module is in training mode, which matters to dropout and batch normalisation.</summary>
            public virtual bool training => _training;

            /// <summary>The name that the constructor was given, mostly that of the type.</summary>
            public virtual string GetName() => _name;

            /// <summary>Sets training mode here and below.</summary>
            public virtual void train(bool train = true)
            {
                _training = train;
                foreach (var child in children())
                    child.train(train);
            }

            /// <summary>Sets evaluation mode here and below.</summary>
            public virtual void eval() => train(false);

            /// <summary>Calls a function for all modules below, then for this one.</summary>
            public virtual Module apply(Action<Module> fn)
            {
                foreach (var child in children())
                    child.apply(fn);
                fn(this);
                return this;
            }

            /// <summary>Removes all gradients, or sets those that exist to zero.</summary>
            public virtual unsafe void zero_grad(bool set_to_none = true)
            {
                var own = parameters().ToArray();
                if (set_to_none)
                {
                    var handles = Array.ConvertAll(own, parameter => parameter.LiveHandle);
                    fixed (long* first = handles)
                        NativeMethods.Check(NativeMethods.st_tensors_clear_grad(first, handles.Length));
                    return;
                }
                foreach (var parameter in own)
                {
                    using var gradient = parameter.grad;
                    gradient?.zero_();
                }
            }

            /// <summary>Registers a module under a name without dots; null removes it.</summary>
            /// <exception cref="InvalidOperationException">The name is taken.</exception>
            public virtual void register_module(string name, Module submodule)
            {
                if (submodule is null)
                {
                    _children.Remove(name);
                    return;
                }
                CheckName(name, "module");
                submodule.RegisterComponents();
                _children.Add(name, submodule);
            }

            /// <inheritdoc cref="register_module"/>
            public void add_module(string name, Module module) => register_module(name, module);

            /// <summary>Registers a tensor that is trained.</summary>
            /// <exception cref="InvalidOperationException">The name is taken.</exception>
            public virtual void register_parameter(string name, Parameter param)
            {
                ArgumentNullException.ThrowIfNull(param);
                CheckName(name, "parameter");
                _ownParameters.Add(name, param);
            }

            /// <summary>Registers a tensor that belongs to the module and is not trained; one that is persistent goes into state dictionaries.</summary>
            /// <exception cref="InvalidOperationException">The name is taken.</exception>
            public virtual void register_buffer(string name, Tensor tensor, bool persistent = true)
            {
                ArgumentNullException.ThrowIfNull(tensor);
                CheckName(name, "buffer");
                _ownBuffers.Add(name, (tensor, persistent));
            }

            /// <summary>Frees the tensors of this module and of those below.</summary>
            public void Dispose()
            {
                if (_disposed)
                    return;
                _disposed = true;
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            /// <summary>Frees the tensors of this module and of those below.</summary>
            protected virtual void Dispose(bool disposing)
            {
                if (!disposing)
                    return;
                foreach (var parameter in _ownParameters.Values)
                    parameter.Dispose();
                foreach (var (buffer, _) in _ownBuffers.Values)
                    buffer.Dispose();
                foreach (var child in _children.Values)
                    child.Dispose();
            }

            /// <summary>
            /// Registers the modules, parameters and tensors that the instance's fields hold, under the fields' names or those of
            /// <see cref="ComponentNameAttribute"/>. A custom module calls it at the end of its constructor; it runs when the module is
            /// registered in another at the latest, so a field that holds what was registered by hand under another name registers it twice.
            /// </summary>
            protected virtual void RegisterComponents()
            {
                if (_registered)
                    return;
                _registered = true;
                foreach (var field in Fields(GetType()))
                {
                    var name = field.GetCustomAttribute<ComponentNameAttribute>()?.Name ?? field.Name;
                    if (_children.ContainsKey(name) || _ownParameters.ContainsKey(name) || _ownBuffers.ContainsKey(name))
                        continue;
                    switch (field.GetValue(this))
                    {
                        case Module module:
                            register_module(name, module);
                            break;
                        case Parameter parameter:
                            register_parameter(name, parameter);
                            break;
                        case Tensor tensor:
                            register_buffer(name, tensor);
                            break;
                    }
                }
            }

            /// <summary>Sets, replaces or (null) removes a parameter of a layer of this library; the module owns it, whatever scope is open.</summary>
            private protected void SetParameter(string name, Parameter? parameter)
            {
                if (_ownParameters.TryGetValue(name, out var old) && !ReferenceEquals(old, parameter))
                    old.Dispose();
                if (parameter is null)
                    _ownParameters.Remove(name);
                else
                    _ownParameters[name] = (Parameter)parameter.DetachFromDisposeScope();
            }

            /// <inheritdoc cref="SetParameter"/>
            private protected void SetBuffer(string name, Tensor? buffer)
            {
                if (_ownBuffers.TryGetValue(name, out var old) && !ReferenceEquals(old.Tensor, buffer))
                    old.Tensor.Dispose();
                if (buffer is null)
                    _ownBuffers.Remove(name);
                else
                    _ownBuffers[name] = (buffer.DetachFromDisposeScope(), true);
            }

            private void CheckName(string name, string kind)
            {
                if (string.IsNullOrEmpty(name) || name.Contains('.'))
                    throw new ArgumentException($"the name of a {kind} must not be empty or contain a dot: '{name}'", nameof(name));
                if (_children.ContainsKey(name) || _ownParameters.ContainsKey(name) || _ownBuffers.ContainsKey(name))
                    throw new InvalidOperationException($"{_name} has a component '{name}' already");
            }

            // The most derived type's first, as in TorchSharp. The library's own layers register what they have as it is set.
            private static IEnumerable<FieldInfo> Fields(Type type)
            {
                const BindingFlags own = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
                for (var level = type; level.Assembly != typeof(Module).Assembly; level = level.BaseType!)
                    foreach (var field in level.GetFields(own))
                        yield return field;
            }
        }
    }
}
