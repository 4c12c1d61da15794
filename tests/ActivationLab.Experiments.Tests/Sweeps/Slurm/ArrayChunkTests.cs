using ActivationLab.Experiments.Sweeps.Slurm;

namespace ActivationLab.Experiments.Tests.Sweeps.Slurm;

public class ArrayChunkTests
{
    [Theory]
    [InlineData(1, 6, "0+0")]
    [InlineData(6, 6, "0+0-5")]
    [InlineData(7, 6, "0+0-5 6+0")]
    [InlineData(14, 6, "0+0-5 6+0-5 12+0-1")]
    [InlineData(3, 1, "0+0 1+0 2+0")]
    public void Deal_says_the_first_task_and_the_indices_of_each_array(int tasks, int most, string expected) =>
        Assert.Equal(expected, string.Join(' ', ArrayChunk.Deal(tasks, most).Select(chunk => $"{chunk.FirstTask}+{chunk.Indices}")));

    [Fact]
    public void Deal_any_number_gives_every_task_once_and_no_index_too_large()
    {
        for (var tasks = 1; tasks <= 40; tasks++)
        {
            for (var most = 1; most <= 12; most++)
            {
                ArrayChunk[] chunks = [.. ArrayChunk.Deal(tasks, most)];

                Assert.Equal(Enumerable.Range(0, tasks), chunks.SelectMany(chunk => Enumerable.Range(chunk.FirstTask, chunk.Tasks)));
                Assert.All(chunks, chunk => Assert.InRange(chunk.Tasks, 1, most));
                Assert.Equal(Math.Ceiling(tasks / (double)most), chunks.Length);
            }
        }
    }
}
