using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace SystemTorch.Tests.Conformance;

/// <summary>Spells types, parameters and constants as the lists of TorchSharp's API do: C# with full names.</summary>
/// <param name="tupleNames">Whether the elements of tuples are given their names.</param>
internal sealed class ApiNames(bool tupleNames)
{
    private static readonly Dictionary<Type, string> s_keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(sbyte)] = "sbyte",
        [typeof(short)] = "short",
        [typeof(ushort)] = "ushort",
        [typeof(int)] = "int",
        [typeof(uint)] = "uint",
        [typeof(long)] = "long",
        [typeof(ulong)] = "ulong",
        [typeof(float)] = "float",
        [typeof(double)] = "double",
        [typeof(decimal)] = "decimal",
        [typeof(char)] = "char",
        [typeof(string)] = "string",
        [typeof(object)] = "object",
    };

    public static string WithoutArity(string name) => name.Split('`')[0];

    public string Of(Type type) => Of(type, new Queue<string?>());

    /// <summary>The type of a field, parameter, property or event, whose attributes hold the names of tuple elements.</summary>
    public string Of(Type type, ICustomAttributeProvider declared)
    {
        var names = tupleNames
            ? declared.GetCustomAttributes(typeof(TupleElementNamesAttribute), false).Cast<TupleElementNamesAttribute>().SingleOrDefault()
            : null;
        return Of(type, new Queue<string?>(names?.TransformNames ?? []));
    }

    public string Parameters(MethodBase method) =>
        (method.IsDefined(typeof(ExtensionAttribute), false) ? "this " : "") + Parameters(method.GetParameters());

    public string Parameters(ParameterInfo[] parameters) => string.Join(", ", parameters.Select(Parameter));

    public string Constant(object? value, Type type) => value switch
    {
        null => type.IsValueType && Nullable.GetUnderlyingType(type) is null ? "default" : "null",
        _ when (Nullable.GetUnderlyingType(type) ?? type) is { IsEnum: true } kind =>
            string.Join(" | ", Enum.ToObject(kind, value).ToString()!.Split(", ").Select(name => $"{Of(kind)}.{name}")),
        string text => $"\"{text.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n").Replace("\r", "\\r").Replace("\t", "\\t")}\"",
        char letter => $"'{letter}'",
        bool truth => truth ? "true" : "false",
        double.PositiveInfinity => "double.PositiveInfinity",
        double.NegativeInfinity => "double.NegativeInfinity",
        double.NaN => "double.NaN",
        float number => number.ToString(CultureInfo.InvariantCulture) + "f",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private string Parameter(ParameterInfo parameter)
    {
        var type = parameter.ParameterType;
        var passing = "";
        if (type.IsByRef)
        {
            passing = parameter.IsOut ? "out " : parameter.IsIn ? "in " : "ref ";
            type = type.GetElementType()!;
        }
        if (parameter.IsDefined(typeof(ParamArrayAttribute), false))
            passing += "params ";
        var otherwise = parameter.HasDefaultValue ? " = " + Constant(parameter.RawDefaultValue, type) : "";
        return $"{passing}{Of(type, parameter)} {parameter.Name}{otherwise}";
    }

    // The compiler stores the names of all tuples in a type in one list, outer tuples before inner ones.
    private static string Of(Type type, Queue<string?> names)
    {
        if (type.IsByRef)
            return "ref " + Of(type.GetElementType()!, names);
        if (type.IsPointer)
            return Of(type.GetElementType()!, names) + "*";
        if (type.IsArray)
            return $"{Of(type.GetElementType()!, names)}[{new string(',', type.GetArrayRank() - 1)}]";
        if (type.IsGenericParameter)
            return type.Name;
        if (s_keywords.TryGetValue(type, out var keyword))
            return keyword;
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return Of(underlying, names) + "?";
        if (type.IsConstructedGenericType && type.IsAssignableTo(typeof(ITuple)) && type.IsValueType)
            return Tuple(type, names);
        return Qualified(type, type.GetGenericArguments(), names);
    }

    private static string Tuple(Type type, Queue<string?> names)
    {
        var elements = type.GetGenericArguments();
        var own = Array.ConvertAll(elements, _ => names.TryDequeue(out var name) ? name : null);
        return $"({string.Join(", ", elements.Zip(own, (element, name) => $"{Of(element, names)} {name}".TrimEnd()))})";
    }

    // A nested type's arguments begin with those of the type around it.
    private static string Qualified(Type type, Type[] arguments, Queue<string?> names)
    {
        var outer = type.DeclaringType is { } around ? Qualified(around, arguments, names) : type.Namespace;
        var own = arguments[(type.DeclaringType?.GetGenericArguments().Length ?? 0)..type.GetGenericArguments().Length];
        var name = WithoutArity(type.Name) + (own.Length > 0 ? $"<{string.Join(",", own.Select(argument => Of(argument, names)))}>" : "");
        return outer is null ? name : $"{outer}.{name}";
    }
}
