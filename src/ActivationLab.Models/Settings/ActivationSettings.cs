using System.Text.Json.Serialization;

namespace ActivationLab.Models.Settings;

/// <summary>An activation: the elementwise function after a hidden layer.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "name")]
[JsonDerivedType(typeof(ReluSettings), "relu")]
[JsonDerivedType(typeof(LeakyReluSettings), "leaky_relu")]
[JsonDerivedType(typeof(PReluSettings), "prelu")]
[JsonDerivedType(typeof(RReluSettings), "rrelu")]
[JsonDerivedType(typeof(DynamicLeakyReluSettings), "dynamic_leaky_relu")]
[JsonDerivedType(typeof(EluSettings), "elu")]
[JsonDerivedType(typeof(SeluSettings), "selu")]
[JsonDerivedType(typeof(GeluSettings), "gelu")]
[JsonDerivedType(typeof(SiluSettings), "silu")]
[JsonDerivedType(typeof(SigmoidSettings), "sigmoid")]
[JsonDerivedType(typeof(TanhSettings), "tanh")]
[JsonDerivedType(typeof(SoftplusSettings), "softplus")]
[JsonDerivedType(typeof(IdentitySettings), "identity")]
public abstract record ActivationSettings
{
    /// <summary>
    /// The slope a before training, in evaluation mode, of a member of the rectifier family: f(z) = z for z &gt; 0, a·z otherwise.
    /// Null for an activation outside the family.
    /// </summary>
    [JsonIgnore]
    public virtual double? InitialNegativeSlope => null;

    /// <summary>Whether f(z) = z for z &gt; 0, a·z otherwise, with some a.</summary>
    [JsonIgnore]
    public bool IsRectifier => InitialNegativeSlope is not null;
}
