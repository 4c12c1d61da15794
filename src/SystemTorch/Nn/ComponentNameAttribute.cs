namespace TorchSharp.Utils;

/// <summary>Names the component that a field of a module holds, where it is not to be the field's own name.</summary>
[AttributeUsage(AttributeTargets.Field)]
public class ComponentNameAttribute : Attribute
{
    /// <summary>The name.</summary>
    public string Name { get; set; } = null!;
}
