namespace SystemTorch.Tests.Conformance;

public class ApiListerTests
{
    private const string Sample = "SystemTorch.Tests.Conformance.ApiSample";

    [Fact]
    public void Lines_of_a_class_are_its_public_members() => Assert.Equal(
        [
            "ctor Layer(int size)",
            "event System.EventHandler Changed",
            "field const float Half = 0.5f",
            "field static readonly long[,] Table",
            "method (long rows, (double, string text)? rest) Tuples((int, int b)[] pairs)",
            "method override string ToString()",
            "method static TOut Map<TIn,TOut>(TIn value, System.Func<TIn,TOut> map)",
            "method virtual void Defaults(bool flag = true, double eps = 1E-05, float scale = 0.1f, string text = \"a\\\"b\", " +
                "long? count = null, System.DateTime time = default, System.DayOfWeek day = System.DayOfWeek.Monday, params int[] rest)",
            "method void Passing(ref int a, out string b, in double c)",
            "operator static SystemTorch.Tests.Conformance.ApiSample.Layer op_Addition(" +
                "SystemTorch.Tests.Conformance.ApiSample.Layer left, SystemTorch.Tests.Conformance.ApiSample.Layer right)",
            "property int Item(string key, int place = -1) { get; }",
            "property int Size { get; }",
            "property string Name { get; init; }",
            "property string Note { get; set; }",
            "type class : object, System.IDisposable",
        ],
        Listed<ApiSample.Layer>("Layer", isProtected: false).Except(["method void Dispose()"]));

    [Fact]
    public void Lines_of_protected_members_leave_out_modifiers_accessors_and_tuple_names() => Assert.Equal(
        [
            "ctor Layer()",
            "field int Rank",
            "method (int, int) Shape((long, long) size)",
            "property int Size",
        ],
        Listed<ApiSample.Layer>("Layer", isProtected: true));

    [Fact]
    public void Lines_of_a_protected_type_are_all_it_shows()
    {
        Assert.Equal(["ctor Handle()", "method void Free()", "type class : object"],
            Lines(typeof(ApiSample.Layer).GetNestedType("Handle", System.Reflection.BindingFlags.NonPublic)!, isProtected: true)
                .Select(line => line[$"{Sample}.Layer.Handle :: ".Length..]));
        Assert.Empty(Lines(typeof(ApiSample.Layer).GetNestedType("Handle", System.Reflection.BindingFlags.NonPublic)!, isProtected: false));
    }

    [Theory]
    [InlineData(typeof(ApiSample.Outer<>.Inner<>), ".Outer<T>.Inner<U>", "type abstract class : object")]
    [InlineData(typeof(ApiSampleExtensions), "Extensions", "type static class : object")]
    [InlineData(typeof(ApiSample.Kind), ".Kind", "type enum : byte")]
    [InlineData(typeof(ApiSample.Kind), ".Kind", $"field {Sample}.Kind Second = 2")]
    [InlineData(typeof(ApiSample.Point), ".Point", "type struct : System.ValueType")]
    [InlineData(typeof(ApiSample.IThing<>), ".IThing<T>", "type interface : System.Collections.Generic.IEnumerable<T>, System.Collections.IEnumerable")]
    [InlineData(typeof(ApiSample.Change), ".Change", "type delegate : System.MulticastDelegate")]
    [InlineData(typeof(ApiSample.Change), ".Change", "method virtual int Invoke(object sender)")]
    [InlineData(typeof(ApiSampleExtensions), "Extensions", $"method static int Twice(this {Sample}.Point point)")]
    public void Lines_name_every_kind_of_type(Type type, string name, string member) =>
        Assert.Contains($"{Sample}{name} :: {member}", Lines(type, isProtected: false));

    [Fact]
    public void Lines_of_what_nobody_outside_sees_are_none() => Assert.Empty(Lines(typeof(ApiSample.Hidden), isProtected: false));

    private static IEnumerable<string> Listed<T>(string name, bool isProtected) =>
        Lines(typeof(T), isProtected).Select(line => line[$"{Sample}.{name} :: ".Length..]);

    private static IReadOnlyList<string> Lines(Type type, bool isProtected) => new ApiLister(isProtected).Lines([type]);
}
