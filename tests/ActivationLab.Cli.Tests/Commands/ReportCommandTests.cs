namespace ActivationLab.Cli.Tests.Commands;

public class ReportCommandTests
{
    private const string Results = """
        experiment,cell,seed,status,data,model,parameters,activation,negative_slope,init,batch_norm,dropout,optimizer,lr,weight_decay,scheduler,batch_size,epochs,last_epoch,best_epoch,test_accuracy,dead_ratio,seconds,device,threads
        study,mlp-relu-11111111,1,completed,mnist,mlp,100,relu,0,kaiming_normal,none,0,sgd,0.1,0,constant,64,5,5,5,0.9,0.2,10,cpu,1
        study,mlp-leaky_relu-22222222,1,completed,mnist,mlp,100,leaky_relu,0.01,kaiming_normal,none,0,sgd,0.1,0,constant,64,5,5,5,0.92,0.1,10,cpu,1

        """;

    [Fact]
    public void Run_writes_the_page_into_the_folder_and_prints_its_path()
    {
        using var lab = new Lab();
        var folder = Path.GetDirectoryName(lab.Write("study/results.csv", Results))!;

        Assert.Equal(0, lab.Run("report", folder));

        var page = Path.Combine(folder, "report.html");
        Assert.Equal($"{page}\n", lab.Out.ToString());
        Assert.Contains("n is too small to tell", File.ReadAllText(page));
    }

    [Fact]
    public void Run_compares_what_it_is_asked_to()
    {
        using var lab = new Lab();
        var results = lab.Write("study/results.csv", Results);
        var page = Path.Combine(lab.Folder, "dead.html");

        Assert.Equal(0, lab.Run("report", results, "--metric", "dead_ratio", "--baseline", "leaky_relu", "-o", page));

        Assert.Contains("dead ratio against leaky_relu", File.ReadAllText(page));
    }

    [Fact]
    public void Run_damaged_results_keep_the_earlier_report()
    {
        using var lab = new Lab();
        var folder = Path.GetDirectoryName(lab.Write("study/results.csv", "experiment,cell\nstudy\n"))!;
        var page = lab.Write("study/report.html", "an earlier report");

        Assert.Equal(1, lab.Run("report", folder));

        Assert.Single(lab.Lines.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal("an earlier report", File.ReadAllText(page));
    }

    [Theory]
    [InlineData("nowhere", "there is no such folder")]
    [InlineData(".", "has no results.csv")]
    public void Run_no_study_says_so_in_a_line(string folder, string message)
    {
        using var lab = new Lab();

        Assert.Equal(2, lab.Run("report", Path.Combine(lab.Folder, folder)));

        Assert.Contains(message, Assert.Single(lab.Lines.Split('\n', StringSplitOptions.RemoveEmptyEntries)));
    }
}
