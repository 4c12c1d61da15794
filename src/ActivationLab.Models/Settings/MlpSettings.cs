using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace ActivationLab.Models.Settings;

/// <summary>Fully connected layers over the flattened image: <c>hidden</c>, or <c>width</c> repeated <c>depth</c> times.</summary>
[Description("fully connected network: give hidden, or width and depth")]
public sealed record MlpSettings : NetworkSettings
{
    /// <summary>Units of each hidden layer; null when width or depth is given instead. Default [512, 256].</summary>
    [Description("units of each hidden layer")]
    [MinLength(1), MaxLength(1000), Range(1, 65536)]
    public IReadOnlyList<int>? Hidden
    {
        get => field ?? (Width is null && Depth is null ? [512, 256] : null);
        init;
    }

    /// <summary>Units of every hidden layer, together with <see cref="Depth"/>.</summary>
    [Description("units of every hidden layer, together with depth")]
    [Range(1, 65536)]
    public int? Width { get; init; }

    /// <summary>Number of hidden layers, together with <see cref="Width"/>.</summary>
    [Description("number of hidden layers, together with width")]
    [Range(1, 1000)]
    public int? Depth { get; init; }

    /// <summary>The units of each hidden layer, however they were given.</summary>
    [JsonIgnore]
    public IReadOnlyList<int> HiddenUnits => Hidden ?? Enumerable.Repeat(Width ?? 0, Depth ?? 0).ToArray();

    /// <inheritdoc/>
    [JsonIgnore]
    public override int ActivationCount => HiddenUnits.Count;

    /// <inheritdoc/>
    public override IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Hidden is not null && (Width ?? Depth) is not null)
            yield return new ValidationResult("give either hidden, or width and depth, not both", [Width is null ? "depth" : "width", "hidden"]);
        else if (Width is not null && Depth is null)
            yield return new ValidationResult("also needs depth, the number of hidden layers", ["width", "depth"]);
        else if (Depth is not null && Width is null)
            yield return new ValidationResult("also needs width, the units of each hidden layer", ["depth", "width"]);
        // Last: a layer that is missing above makes the number of activations wrong too.
        foreach (var result in base.Validate(validationContext))
            yield return result;
    }
}
