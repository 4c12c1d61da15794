using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json.Serialization;
using ActivationLab.Models.Settings;

namespace ActivationLab.Experiments.Configuration.Shapes;

/// <summary>Finds the shape of a property from its type and attributes.</summary>
internal static class ShapeOf
{
    public static Shape Property(PropertyInfo property, object? defaultValue)
    {
        var shape = TypeOf(Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType, property, defaultValue);
        return property.IsDefined(typeof(AutoWhenNullAttribute)) ? new AutoShape((ScalarShape)shape) : shape;
    }

    private static Shape TypeOf(Type type, PropertyInfo property, object? defaultValue)
    {
        if (type == typeof(bool))
            return new BooleanShape();
        if (type == typeof(int) || type == typeof(long))
            return new WholeNumberShape(type, property.GetCustomAttribute<RangeAttribute>());
        if (type == typeof(double))
            return new NumberShape(property.GetCustomAttribute<RangeAttribute>());
        if (type == typeof(string))
            return new TextShape(property.GetCustomAttribute<RegularExpressionAttribute>());
        if (type.IsEnum)
            return new ChoiceShape(type);
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
        {
            var element = type.GetGenericArguments()[0];
            return new ListShape(
                element,
                TypeOf(element, property, defaultValue: null),
                property.GetCustomAttribute<MinLengthAttribute>(),
                property.GetCustomAttribute<MaxLengthAttribute>());
        }
        if (type.IsDefined(typeof(JsonPolymorphicAttribute), inherit: false))
            return new FamilyShape(type, defaultValue?.GetType());
        return type.IsClass
            ? new ObjectShape(type)
            : throw new NotSupportedException($"{property.DeclaringType}.{property.Name} has a type that a configuration cannot hold");
    }
}
