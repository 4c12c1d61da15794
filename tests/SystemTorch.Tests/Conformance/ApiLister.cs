using System.Reflection;
using System.Runtime.CompilerServices;

namespace SystemTorch.Tests.Conformance;

/// <summary>
/// Lists the public or the protected members of types, a line each, as the lists of TorchSharp's API do:
/// <c>namespace.type :: method static result name(type parameter = default, …)</c>.
/// </summary>
/// <param name="isProtected">
/// Protected members instead of public ones. That list is plainer: no modifiers, accessors, constants and names of tuple elements.
/// </param>
internal sealed class ApiLister(bool isProtected)
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private readonly ApiNames _names = new(tupleNames: !isProtected);

    /// <summary>The lines of those of the types that can be seen from outside, in ordinal order.</summary>
    public IReadOnlyList<string> Lines(IEnumerable<Type> types) =>
    [
        .. types.Where(type => IsVisible(type) && !type.IsDefined(typeof(CompilerGeneratedAttribute), false))
            .SelectMany(type => Members(type).Select(member => $"{_names.Of(type)} :: {member}"))
            .Distinct()
            .Order(StringComparer.Ordinal),
    ];

    private static bool IsVisible(Type type) =>
        type.IsVisible
        || ((type.IsNestedPublic || type.IsNestedFamily || type.IsNestedFamORAssem) && IsVisible(type.DeclaringType!));

    private IEnumerable<string> Members(Type type)
    {
        if (type.IsVisible != isProtected)
            yield return TypeItself(type);
        foreach (var field in type.GetFields(Declared).Where(field => IsListed(field) && !field.IsSpecialName))
            yield return $"field {Modifier(field)}{_names.Of(field.FieldType, field)} {field.Name}{Value(field)}";
        if (type.IsEnum)
            yield break;
        foreach (var constructor in type.GetConstructors(Declared).Where(made => IsListed(made) && !made.IsStatic && !IsDelegate(type)))
            yield return $"ctor {ApiNames.WithoutArity(type.Name)}({_names.Parameters(constructor)})";
        foreach (var property in type.GetProperties(Declared).Where(property => property.GetAccessors(true).Any(IsListed)))
            yield return $"property {Modifier(property.GetAccessors(true)[0])}{_names.Of(property.PropertyType, property)} {Signature(property)}";
        foreach (var raised in type.GetEvents(Declared).Where(raised => IsListed(raised.AddMethod!)))
            yield return $"event {Modifier(raised.AddMethod!)}{_names.Of(raised.EventHandlerType!, raised)} {raised.Name}";
        foreach (var method in type.GetMethods(Declared).Where(method => IsListed(method) && IsCalledByName(method)))
        {
            var kind = method.IsSpecialName ? "operator" : "method";
            yield return $"{kind} {Modifier(method)}{_names.Of(method.ReturnType, method.ReturnParameter)} {Signature(method)}";
        }
    }

    private string TypeItself(Type type)
    {
        var kind = type switch
        {
            { IsEnum: true } => "enum",
            { IsInterface: true } => "interface",
            { IsValueType: true } => "struct",
            _ when IsDelegate(type) => "delegate",
            { IsAbstract: true, IsSealed: true } => isProtected ? "class" : "static class",
            { IsAbstract: true } => isProtected ? "class" : "abstract class",
            { IsSealed: true } => isProtected ? "class" : "sealed class",
            _ => "class",
        };
        return $"type {kind} : {string.Join(", ", Bases(type))}";
    }

    // Interfaces that nobody outside can name do not count.
    private IEnumerable<string> Bases(Type type)
    {
        if (type.IsEnum)
            return [isProtected ? "System.Enum" : _names.Of(Enum.GetUnderlyingType(type))];
        IEnumerable<Type> own = IsDelegate(type) ? [] : type.GetInterfaces().Except(type.BaseType?.GetInterfaces() ?? []);
        var interfaces = own.Where(IsVisible).Select(_names.Of).Order(StringComparer.Ordinal);
        return type.BaseType is null ? interfaces : interfaces.Prepend(_names.Of(type.BaseType));
    }

    private static bool IsDelegate(Type type) => type.BaseType == typeof(MulticastDelegate);

    private static bool IsCalledByName(MethodInfo method) => IsDelegate(method.DeclaringType!)
        ? method.Name == "Invoke"
        : !method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal);

    private bool IsListed(MethodBase method) =>
        IsListed(method.DeclaringType!, method.IsPublic, method.IsFamily || method.IsFamilyOrAssembly);

    private bool IsListed(FieldInfo field) => IsListed(field.DeclaringType!, field.IsPublic, field.IsFamily || field.IsFamilyOrAssembly);

    // All that a protected type shows is for subclasses.
    private bool IsListed(Type owner, bool isPublic, bool isForSubclasses) =>
        owner.IsVisible ? (isProtected ? isForSubclasses : isPublic) : isProtected && (isPublic || isForSubclasses);

    private string Modifier(FieldInfo field) => field switch
    {
        _ when isProtected || field.DeclaringType!.IsEnum => "",
        { IsLiteral: true } => "const ",
        _ => (field.IsStatic ? "static " : "") + (field.IsInitOnly ? "readonly " : ""),
    };

    private string Modifier(MethodInfo method)
    {
        if (isProtected || method.DeclaringType!.IsInterface)
            return "";
        var isOverride = method.GetBaseDefinition() != method;
        return method switch
        {
            { IsStatic: true } => "static ",
            { IsAbstract: true } => "abstract ",
            { IsVirtual: true, IsFinal: false } => isOverride ? "override " : "virtual ",
            { IsVirtual: true, IsFinal: true } when isOverride => "sealed override ",
            _ => "",
        };
    }

    private string Value(FieldInfo field) =>
        field.IsLiteral && !isProtected ? " = " + _names.Constant(field.GetRawConstantValue(), typeof(object)) : "";

    private string Signature(MethodInfo method)
    {
        var arguments = method.IsGenericMethod ? $"<{string.Join(",", method.GetGenericArguments().Select(made => made.Name))}>" : "";
        return $"{method.Name}{arguments}({_names.Parameters(method)})";
    }

    private string Signature(PropertyInfo property)
    {
        var index = property.GetIndexParameters();
        var signature = property.Name + (index.Length > 0 ? $"({_names.Parameters(index)})" : "");
        return isProtected ? signature : $"{signature} {{ {string.Join(" ", property.GetAccessors(true).Where(IsListed).Select(Accessor))} }}";
    }

    private static string Accessor(MethodInfo accessor) => accessor switch
    {
        { ReturnType: var result } when result != typeof(void) => "get;",
        _ when accessor.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) => "init;",
        _ => "set;",
    };
}
