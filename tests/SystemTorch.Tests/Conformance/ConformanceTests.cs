using System.Reflection;
using Xunit.Abstractions;

namespace SystemTorch.Tests.Conformance;

/// <summary>
/// SystemTorch offers nothing that TorchSharp does not, so what compiles against SystemTorch compiles against TorchSharp. A member that is
/// missing there is made internal or private protected here, or gets TorchSharp's signature.
/// </summary>
public class ConformanceTests(ITestOutputHelper output)
{
    private static readonly Assembly s_assembly = typeof(TorchSharp.torch).Assembly;

    [Fact]
    public void Public_members_are_all_in_TorchSharp() =>
        AssertNoneMissing("public", new ApiLister(isProtected: false).Lines(s_assembly.GetTypes()), TorchSharpApi.Public);

    [Fact]
    public void Protected_members_are_all_in_TorchSharp() =>
        AssertNoneMissing("protected", new ApiLister(isProtected: true).Lines(s_assembly.GetTypes()), TorchSharpApi.Protected);

    [Fact]
    public void Every_exported_type_is_held_against_the_list()
    {
        var listed = new ApiLister(isProtected: false).Lines(s_assembly.GetTypes()).Count(line => line.Contains(" :: type "));

        Assert.Equal(s_assembly.GetExportedTypes().Length, listed);
    }

    private void AssertNoneMissing(string kind, IReadOnlyList<string> ours, ApiList theirs)
    {
        var missing = new ApiList(ours).MissingFrom(theirs, TorchSharpApi.Public);
        var result = $"{ours.Count} {kind} members, {missing.Count} not in TorchSharp 0.107.0";
        output.WriteLine(result);

        Assert.NotEmpty(ours);
        Assert.True(missing.Count == 0, $"{result}:\n{string.Join('\n', missing)}");
    }
}
