using SystemTorch.Tests.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace SystemTorch.Tests.Scopes;

public sealed class DisposeScopeTests
{
    [Fact]
    public void Inner_scope_frees_only_its_own()
    {
        using var outer = NewDisposeScope();
        var kept = zeros([1]);
        Tensor gone;
        using (var inner = NewDisposeScope())
        {
            gone = kept + 1;
            Assert.True(inner.Contains(gone));
            Assert.False(inner.Contains(kept));
            Assert.Equal(1, inner.DisposablesCount);
        }
        Assert.True(gone.IsInvalid);
        Assert.False(kept.IsInvalid);
        var after = zeros([1]);
        Assert.True(outer.Contains(after));
        outer.Dispose();
        Assert.True(kept.IsInvalid && after.IsInvalid);
    }

    [Fact]
    public void MoveToOuter_hands_on_by_one_scope_or_to_nobody()
    {
        Tensor free;
        using (var outer = NewDisposeScope())
        {
            using (var inner = NewDisposeScope())
            {
                var moved = inner.MoveToOuter(zeros([1]));
                Assert.True(outer.Contains(moved));
                Assert.False(inner.Contains(moved));
                Assert.Same(moved, moved.MoveToOuterDisposeScope());
                Assert.False(outer.Contains(moved));
                free = moved;
            }
            Assert.False(free.IsInvalid);
        }
        Assert.False(free.IsInvalid);
        free.Dispose();
    }

    [Fact]
    public void Scope_moves_and_detaches_only_what_it_holds()
    {
        using var outer = NewDisposeScope();
        var others = zeros([1]);
        using var inner = NewDisposeScope();
        inner.MoveToOuter(others);
        inner.Detach(others);
        Assert.True(outer.Contains(others));
    }

    [Fact]
    public void Detach_and_Attach_change_the_owner()
    {
        Tensor detached, attached;
        using (var scope = NewDisposeScope())
        {
            detached = scope.Detach(zeros([1]));
            Assert.Equal(0, scope.DisposablesCount);
            using (var inner = NewDisposeScope())
                attached = zeros([1]).DetachFromDisposeScope();
            scope.Attach(attached);
            Assert.True(scope.Contains(attached));
        }
        Assert.False(detached.IsInvalid);
        Assert.True(attached.IsInvalid);
        detached.Dispose();
    }

    [Fact]
    public void DisposeEverythingBut_keeps_one_in_the_open_scope()
    {
        using var scope = NewDisposeScope();
        var (kept, gone) = (zeros([1]), zeros([1]));
        Assert.Same(kept, scope.DisposeEverythingBut(kept));
        Assert.True(gone.IsInvalid);
        Assert.False(kept.IsInvalid);
        Assert.Equal(1, scope.DisposablesCount);
        var later = zeros([1]);
        scope.DisposeEverything();
        Assert.True(kept.IsInvalid && later.IsInvalid);
        Assert.Equal(0, scope.DisposablesCount);
        Assert.True(scope.Contains(zeros([1])));
    }

    [Fact]
    public void Dispose_twice_does_nothing_more()
    {
        using var outer = NewDisposeScope();
        var inner = NewDisposeScope();
        inner.Dispose();
        var kept = zeros([1]);
        inner.Dispose();
        Assert.False(kept.IsInvalid);
        Assert.True(outer.Contains(kept));
        var own = zeros([1]);
        own.Dispose();
        own.Dispose();
        Assert.Equal(1, outer.DisposablesCount);
    }

    [Fact]
    public void Closed_scope_takes_and_gives_nothing()
    {
        var scope = NewDisposeScope();
        scope.Dispose();
        using var tensor = zeros([1]);
        Assert.Throws<ObjectDisposedException>(() => scope.Attach(tensor));
        Assert.Throws<ObjectDisposedException>(() => scope.Detach(tensor));
        Assert.Throws<ObjectDisposedException>(() => scope.MoveToOuter(tensor));
        Assert.Throws<ObjectDisposedException>(() => scope.DisposeEverything());
        Assert.Throws<ObjectDisposedException>(() => scope.DisposeEverythingBut(tensor));
    }

    [Fact]
    public void Closing_the_outer_scope_first_closes_the_inner_too()
    {
        var live = LiveTensors.Settled();
        var outer = NewDisposeScope();
        var first = zeros([1]);
        var inner = NewDisposeScope();
        var second = zeros([1]);
        outer.Dispose();
        Assert.True(first.IsInvalid && second.IsInvalid);
        using var free = zeros([1]);
        inner.Dispose();
        Assert.False(free.IsInvalid);
        Assert.Equal(live + 1, LiveTensors.Settled());
    }

    [Fact]
    public void Other_threads_have_scopes_of_their_own()
    {
        using var scope = NewDisposeScope();
        Tensor? outside = null, inside = null;
        var thread = new Thread(() =>
        {
            outside = zeros([1]);
            using var own = NewDisposeScope();
            inside = zeros([1]);
        });
        thread.Start();
        thread.Join();
        Assert.Equal(0, scope.DisposablesCount);
        Assert.False(outside!.IsInvalid);
        Assert.True(inside!.IsInvalid);
        outside.Dispose();
    }

    [Fact]
    public void Disposed_tensor_cannot_be_attached()
    {
        var gone = zeros([1]);
        gone.Dispose();
        using var scope = NewDisposeScope();
        Assert.Throws<ObjectDisposedException>(() => scope.Attach(gone));
        Assert.Same(gone, gone.MoveToOuterDisposeScope());
        Assert.Same(gone, gone.DetachFromDisposeScope());
    }

    [Fact]
    public void Parameter_takes_the_place_of_its_tensor_in_the_scope()
    {
        using var scope = NewDisposeScope();
        var data = zeros([1]);
        var parameter = nn.Parameter(data);
        Assert.True(data.IsInvalid);
        Assert.True(scope.Contains(parameter));
        Assert.Equal(1, scope.DisposablesCount);
    }

    [Fact]
    public void Statistics_count_what_became_of_the_threads_tensors() => OnNewThread(() =>
    {
        var counts = DisposeScopeManager.Statistics;
        var free = zeros([1]);
        using (var outer = NewDisposeScope())
        {
            var detached = outer.Detach(zeros([1]));
            outer.Attach(free);
            zeros([1]).Dispose();
            using (NewDisposeScope())
                zeros([1]).MoveToOuterDisposeScope();
            Assert.Equal(3, counts.ThreadTotalLiveCount);
            detached.Dispose();
        }
        Assert.Equal((3L, 1L), (counts.CreatedInScopeCount, counts.CreatedOutsideScopeCount));
        Assert.Equal((3L, 1L), (counts.DisposedInScopeCount, counts.DisposedOutsideScopeCount));
        Assert.Equal((1L, 1L), (counts.DetachedFromScopeCount, counts.AttachedToScopeCount));
        Assert.Equal(0, counts.ThreadTotalLiveCount);
        counts.Reset();
        Assert.Equal(0, counts.CreatedInScopeCount + counts.TensorStatistics.DisposedInScopeCount);
    });

    private static void OnNewThread(Action body)
    {
        Exception? error = null;
        var thread = new Thread(() => error = Record.Exception(body));
        thread.Start();
        thread.Join();
        Assert.Null(error);
    }
}
