namespace SystemTorch.Tests.Conformance;

/// <summary>Holds made-up members against TorchSharp's API. Type names begin after <c>TorchSharp.</c></summary>
public class ApiListTests
{
    [Theory]
    [InlineData("a wrong default", "torch.nn :: method static TorchSharp.Modules.ReLU ReLU(bool inplace = true)")]
    [InlineData("a missing default", "torch.nn :: method static TorchSharp.Modules.ReLU ReLU(bool inplace)")]
    [InlineData("a wrong parameter name", "torch.nn :: method static TorchSharp.Modules.ReLU ReLU(bool in_place = false)")]
    [InlineData("a wrong parameter type", "torch.nn :: method static TorchSharp.Modules.ReLU ReLU(bool? inplace = false)")]
    [InlineData("a wrong result", "torch.nn :: method static TorchSharp.Modules.LeakyReLU ReLU(bool inplace = false)")]
    [InlineData("an instance method instead of a static one", "torch.nn :: method TorchSharp.Modules.ReLU ReLU(bool inplace = false)")]
    [InlineData("an extra overload", "torch.nn :: method static TorchSharp.Modules.ReLU ReLU()")]
    [InlineData("an extra constructor", "Modules.ReLU :: ctor ReLU()")]
    [InlineData("a field instead of a property", "Modules.ReLU :: field bool inplace")]
    [InlineData("a member in another type", "torch :: method static TorchSharp.Modules.ReLU ReLU(bool inplace = false)")]
    [InlineData("a member of a derived type in the base type", "torch.nn.Module :: method TorchSharp.Modules.Sequential append(string name)")]
    [InlineData("a wrong value", "torch.ScalarType :: field TorchSharp.torch.ScalarType Float32 = 7")]
    [InlineData("wrong names of tuple elements",
        "torch.Tensor :: method (TorchSharp.torch.Tensor values, TorchSharp.torch.Tensor indices) max(long dim, bool keepdim = false)")]
    [InlineData("a missing type", "Modules.MadeUp :: method void forward()")]
    public void MissingFrom_names_a_member_that_TorchSharp_lacks(string wrong, string line)
    {
        var missing = Missing(line);

        Assert.True(missing.SequenceEqual([line]), $"{wrong} was not found: [{string.Join(", ", missing)}]");
    }

    [Theory]
    [InlineData("Modules.MadeUp :: type class : object", "Modules.MadeUp :: base object", "Modules.MadeUp :: type class")]
    [InlineData("Modules.ReLU :: type struct : object", "Modules.ReLU :: type struct")]
    [InlineData("torch.nn :: type class : object", "torch.nn :: type class")]
    [InlineData("Modules.ReLU :: type class : TorchSharp.Modules.NormBase", "Modules.ReLU :: base TorchSharp.Modules.NormBase")]
    [InlineData("Modules.Dropout :: type class : object, System.IDisposable, System.ICloneable", "Modules.Dropout :: base System.ICloneable")]
    [InlineData("Modules.NormBase :: property long num_features { get; set; }", "Modules.NormBase :: property long num_features { set; }")]
    public void MissingFrom_names_what_TorchSharp_lacks_of_a_type_or_property(string line, params string[] missing) =>
        Assert.Equal(missing, Missing(line));

    [Theory]
    [InlineData("Modules.SGD :: type sealed class : TorchSharp.torch.optim.Optimizer")]
    [InlineData("Modules.ReLU :: method virtual TorchSharp.torch.Tensor forward(TorchSharp.torch.Tensor tensor)")]
    [InlineData("Modules.ReLU :: method string GetName()")]
    [InlineData("Modules.ReLU :: property bool inplace { get; }")]
    [InlineData("Modules.ReLU :: method override void train(bool train = true)")]
    public void MissingFrom_accepts_what_differs_for_subclasses_only_or_is_inherited(string line) =>
        Assert.Empty(Missing(line));

    [Theory]
    [InlineData("Modules.Linear :: method void RegisterComponents()")]
    [InlineData("Modules.SGD :: method void Dispose(bool disposing)")]
    public void MissingFrom_accepts_a_protected_member_of_a_base_type(string line) =>
        Assert.Empty(new ApiList(["TorchSharp." + line]).MissingFrom(TorchSharpApi.Protected, TorchSharpApi.Public));

    [Theory]
    [InlineData("Modules.Linear :: method void RegisterComponent()")]
    [InlineData("torch.optim.Optimizer :: ctor Optimizer()")]
    [InlineData("torch.nn.Module :: method string GetName()")]
    public void MissingFrom_names_a_protected_member_that_TorchSharp_lacks(string line) =>
        Assert.Equal(["TorchSharp." + line], new ApiList(["TorchSharp." + line]).MissingFrom(TorchSharpApi.Protected, TorchSharpApi.Public));

    [Fact]
    public void ApiList_refuses_a_line_that_is_no_member() => Assert.Throws<FormatException>(() => new ApiList(["TorchSharp.torch"]));

    private static IReadOnlyList<string> Missing(string line)
    {
        const string root = "TorchSharp.";
        return [.. new ApiList([root + line]).MissingFrom(TorchSharpApi.Public).Select(member => member[root.Length..])];
    }
}
