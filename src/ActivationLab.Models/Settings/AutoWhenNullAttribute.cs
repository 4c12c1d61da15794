namespace ActivationLab.Models.Settings;

/// <summary>The setting's null is a value of its own, written <c>auto</c>: it follows from other settings.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class AutoWhenNullAttribute : Attribute;
