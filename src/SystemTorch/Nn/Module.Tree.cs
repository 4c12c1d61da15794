using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        // The tree below a module, and what its tensors are called there.
        public partial class Module
        {
            /// <summary>The modules that are registered here, with their names.</summary>
            public virtual IEnumerable<(string name, Module module)> named_children() => _children.Select(child => (child.Key, child.Value));

            /// <summary>The modules that are registered here.</summary>
            public virtual IEnumerable<Module> children() => named_children().Select(child => child.module);

            /// <summary>All modules below, with their dotted names; those registered here come first.</summary>
            public virtual IEnumerable<(string name, Module module)> named_modules()
            {
                foreach (var child in named_children())
                    yield return child;
                foreach (var (name, child) in named_children())
                    foreach (var (inner, module) in child.named_modules())
                        yield return ($"{name}.{inner}", module);
            }

            /// <summary>All modules below.</summary>
            public virtual IEnumerable<Module> modules() => named_modules().Select(named => named.module);

            /// <summary>The parameters here and (recurse) below, with their dotted names; a shared one appears once.</summary>
            public virtual IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse = true)
            {
                var seen = new HashSet<Parameter>(ReferenceEqualityComparer.Instance);
                foreach (var (name, parameter) in _ownParameters)
                    if (seen.Add(parameter))
                        yield return (name, parameter);
                if (!recurse)
                    yield break;
                foreach (var (name, child) in named_children())
                    foreach (var (inner, parameter) in child.named_parameters(true))
                        if (seen.Add(parameter))
                            yield return ($"{name}.{inner}", parameter);
            }

            /// <summary>The parameters here and (recurse) below.</summary>
            public virtual IEnumerable<Parameter> parameters(bool recurse = true) =>
                named_parameters(recurse).Select(named => named.parameter);

            /// <summary>The buffers here and (recurse) below, with their dotted names; a shared one appears once.</summary>
            public virtual IEnumerable<(string name, Tensor buffer)> named_buffers(bool recurse = true, bool include_nonpersistent = true)
            {
                var seen = new HashSet<Tensor>(ReferenceEqualityComparer.Instance);
                foreach (var (name, (buffer, persistent)) in _ownBuffers)
                    if ((persistent || include_nonpersistent) && seen.Add(buffer))
                        yield return (name, buffer);
                if (!recurse)
                    yield break;
                foreach (var (name, child) in named_children())
                    foreach (var (inner, buffer) in child.named_buffers(true, include_nonpersistent))
                        if (seen.Add(buffer))
                            yield return ($"{name}.{inner}", buffer);
            }

            /// <summary>The buffers here and (recurse) below.</summary>
            public virtual IEnumerable<Tensor> buffers(bool recurse = true, bool include_nonpersistent = true) =>
                named_buffers(recurse, include_nonpersistent).Select(named => named.buffer);

            /// <summary>The parameter of a dotted name, or null.</summary>
            public virtual Parameter? get_parameter(string target) =>
                named_parameters().FirstOrDefault(named => named.name == target).parameter;

            /// <summary>The buffer of a dotted name, or null.</summary>
            public virtual Tensor? get_buffer(string target) => named_buffers().FirstOrDefault(named => named.name == target).buffer;

            /// <summary>
            /// The parameters and persistent buffers here and below, by dotted name (after a prefix); the tensors themselves, not copies.
            /// One that several modules share appears under each of its names, as in PyTorch.
            /// </summary>
            public virtual Dictionary<string, Tensor> state_dict(Dictionary<string, Tensor>? destination = null, string? prefix = null)
            {
                destination ??= [];
                var start = string.IsNullOrEmpty(prefix) ? "" : prefix + ".";
                foreach (var (name, parameter) in named_parameters())
                    destination.TryAdd(start + name, parameter);
                foreach (var (name, buffer) in named_buffers(include_nonpersistent: false))
                    destination.TryAdd(start + name, buffer);
                foreach (var (name, child) in named_children())
                    child.state_dict(destination, start + name);
                return destination;
            }

            /// <summary>Copies tensors into the parameters and buffers of the same names, converting type and device.</summary>
            /// <param name="source">Tensors by dotted name.</param>
            /// <param name="strict">Whether it is an error when the names differ.</param>
            /// <param name="skip">Names to leave alone.</param>
            /// <returns>The names that the source lacks, and those that only it has.</returns>
            /// <exception cref="InvalidOperationException">Names (strict) or shapes differ; nothing was copied.</exception>
            public virtual (IList<string> missing_keys, IList<string> unexpected_keyes) load_state_dict(
                Dictionary<string, Tensor> source, bool strict = true, IList<string>? skip = null)
            {
                var own = state_dict();
                var missing = own.Keys.Where(key => !source.ContainsKey(key) && skip?.Contains(key) != true).ToList();
                var unexpected = source.Keys.Where(key => !own.ContainsKey(key) && skip?.Contains(key) != true).ToList();
                if (strict && missing.Count + unexpected.Count > 0)
                {
                    throw new InvalidOperationException(
                        $"the state does not fit {_name}: missing [{string.Join(", ", missing)}], unexpected [{string.Join(", ", unexpected)}]");
                }

                var common = own.Where(pair => source.ContainsKey(pair.Key) && skip?.Contains(pair.Key) != true).ToList();
                foreach (var (key, tensor) in common)
                {
                    // copy_ would broadcast.
                    if (!tensor.shape.AsSpan().SequenceEqual(source[key].shape))
                    {
                        throw new InvalidOperationException(
                            $"the state does not fit {_name}: {key} is [{string.Join(", ", tensor.shape)}], in the state [{string.Join(", ", source[key].shape)}]");
                    }
                }
                using var _ = no_grad();
                foreach (var (key, tensor) in common)
                    tensor.copy_(source[key]);
                return (missing, unexpected);
            }

            /// <summary>Moves and converts the tensors here and below in place, gradients too; only floating-point ones change their type.</summary>
            internal Module Move(Device? device, ScalarType? type, bool non_blocking)
            {
                if (type is not (null or ScalarType.Float16 or ScalarType.BFloat16 or ScalarType.Float32 or ScalarType.Float64))
                    throw new ArgumentException($"a module can only be of a floating-point type, not {type}", nameof(type));
                using var _ = no_grad();
                foreach (var parameter in parameters())
                {
                    using var gradient = parameter.grad;
                    Replace(parameter);
                    if (gradient is not null)
                        Replace(gradient);
                }
                foreach (var buffer in buffers())
                    Replace(buffer);
                return this;

                void Replace(Tensor tensor)
                {
                    var wanted = type is not null && tensor.is_floating_point() ? type.Value : tensor.dtype;
                    using var moved = tensor.to(wanted, device ?? tensor.device, non_blocking: non_blocking);
                    tensor.set_data(moved);
                }
            }
        }
    }
}
