using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SystemTorch.Tests.Tensors;

/// <summary>What PyTorch computes, and the same in C#.</summary>
internal static class Expressions
{
    public static Dictionary<string, Func<Inputs, Tensor[]>> All { get; } = new Dictionary<string, Func<Inputs, object>>
    {
        // Arithmetic.
        ["x + y"] = t => t.x + t.y,
        ["x.add(2)"] = t => t.x.add((Scalar)2),
        ["x + 2.5 * 2"] = t => t.x.add((Scalar)2.5, (Scalar)2),
        ["x.add(y)"] = t => t.x.add(t.y),
        ["x.add(y, alpha=3)"] = t => t.x.add(t.y, (Scalar)3),
        ["(x + 1, x + 2, x + 1.5, x + 2.5, x + 3.5)"] = t => new[] { t.x + 1, t.x + 2L, t.x + 1.5f, t.x + 2.5, t.x + (Scalar)3.5 },
        ["(1 + x, 2 + x, 1.5 + x, 2.5 + x)"] = t => new[] { 1 + t.x, 2L + t.x, 1.5f + t.x, 2.5 + t.x },
        ["x - y"] = t => t.x - t.y,
        ["(x - 1, x - 2, x - 1.5, x - 2.5, x - 3.5)"] = t => new[] { t.x - 1, t.x - 2L, t.x - 1.5f, t.x - 2.5, t.x - (Scalar)3.5 },
        ["(1 - x, 2 - x, 1.5 - x, 2.5 - x)"] = t => new[] { 1 - t.x, 2L - t.x, 1.5f - t.x, 2.5 - t.x },
        ["x * y"] = t => t.x * t.y,
        ["(x * 1, x * 2, x * 1.5, x * 2.5, x * 3.5)"] = t => new[] { t.x * 1, t.x * 2L, t.x * 1.5f, t.x * 2.5, t.x * (Scalar)3.5 },
        ["(1 * x, 2 * x, 1.5 * x, 2.5 * x)"] = t => new[] { 1 * t.x, 2L * t.x, 1.5f * t.x, 2.5 * t.x },
        ["x / p"] = t => t.x / t.p,
        ["(x / 1, x / 2, x / 1.5, x / 2.5, x / 3.5)"] = t => new[] { t.x / 1, t.x / 2L, t.x / 1.5f, t.x / 2.5, t.x / (Scalar)3.5 },
        ["i / 2"] = t => t.i / 2,
        ["i / k"] = t => t.i / t.k,
        ["torch.div(i, 2, rounding_mode='floor')"] = t => t.i.div(2, RoundingMode.floor),
        ["torch.div(i, k, rounding_mode='trunc')"] = t => t.i.div(t.k, RoundingMode.trunc),
        ["x.sub(y)"] = t => t.x.sub(t.y),
        ["x.sub(0.5)"] = t => t.x.sub((Scalar)0.5),
        ["x.mul(y)"] = t => t.x.mul(t.y),
        ["x.mul(0.5)"] = t => t.x.mul((Scalar)0.5),
        ["x * v"] = t => t.x * t.v,
        ["x + s"] = t => t.x + t.s,
        ["i + 1"] = t => t.i + 1,
        ["i + 1.5"] = t => t.i + 1.5,
        ["i + True"] = t => t.i.add((Scalar)true),
        ["u + 1"] = t => t.u + (Scalar)(byte)1,
        ["f + 0.1"] = t => t.f + 0.1,
        ["f + s"] = t => t.f + t.s,
        ["-x"] = t => -t.x,
        ["x.neg()"] = t => t.x.neg(),
        ["x.abs()"] = t => t.x.abs(),
        ["x.exp()"] = t => t.x.exp(),
        ["p.log()"] = t => t.p.log(),
        ["p.sqrt()"] = t => t.p.sqrt(),
        ["x.square()"] = t => t.x.square(),
        ["x.sign()"] = t => t.x.sign(),
        ["x.pow(3)"] = t => t.x.pow(3),
        ["p.pow(0.5)"] = t => t.p.pow(0.5),
        ["x.clamp(-0.3, 0.4)"] = t => t.x.clamp(-0.3, 0.4),
        ["x.clamp(min=0.1)"] = t => t.x.clamp(min: 0.1),
        ["x.clamp(max=0.1)"] = t => t.x.clamp(max: 0.1),
        ["x.maximum(y)"] = t => t.x.maximum(t.y),
        ["x.minimum(y)"] = t => t.x.minimum(t.y),
        ["x.matmul(v)"] = t => t.x.matmul(t.v),
        ["x.mm(y.t())"] = t => t.x.mm(t.y.t()),
        ["x.relu()"] = t => t.x.relu(),
        ["F.leaky_relu(x, 0.2)"] = t => t.x.leaky_relu(0.2),
        ["torch.prelu(x, slopes)"] = t => t.x.prelu(t.slopes),
        ["(x.erf(), torch.erf(x), x.clone().erf_(), x.clone().abs_(), torch.abs(x))"] = t =>
            new[] { t.x.erf(), erf(t.x), t.x.clone().erf_(), t.x.clone().abs_(), abs(t.x) },
        ["(x.clamp(y, p), x.clamp(min=y), torch.clamp(x, max=y), x.clone().clamp_(max=y), torch.clamp(x, -0.1, 0.2))"] = t =>
            new[] { t.x.clamp(t.y, t.p), t.x.clamp(min: t.y), clamp(t.x, max: t.y), t.x.clone().clamp_(max: t.y), clamp(t.x, -0.1, 0.2) },
        ["torch.bmm(x.unsqueeze(0), y.t().unsqueeze(0))"] = t => bmm(t.x.unsqueeze(0), t.y.t().unsqueeze(0)),
        ["(torch.baddbmm(v.view(1, 1, 4), x.unsqueeze(0), x.t().mm(y).unsqueeze(0)), y.unsqueeze(0).baddbmm(x.unsqueeze(0), x.t().mm(y).unsqueeze(0), beta=0.5, alpha=2))"] = t => new[]
        {
            baddbmm(t.v.view(1, 1, 4), t.x.unsqueeze(0), t.x.t().mm(t.y).unsqueeze(0)),
            t.y.unsqueeze(0).baddbmm(t.x.unsqueeze(0), t.x.t().mm(t.y).unsqueeze(0), 0.5f, 2),
        },
        ["(x.clone().addcmul_(y, v, value=0.5), x.clone().addcdiv_(y, p), x.clone().lerp_(y, v))"] = t =>
            new[] { t.x.clone().addcmul_(t.y, t.v, 0.5), t.x.clone().addcdiv_(t.y, t.p), t.x.clone().lerp_(t.y, t.v) },
        ["(x.masked_fill(x > 0, 2), x.clone().masked_fill_(x > 0, -1))"] = t =>
            new[] { t.x.masked_fill(t.x > 0, 2), t.x.clone().masked_fill_(t.x > 0, -1) },
        ["(x.sigmoid(), torch.sigmoid(x), x.tanh(), torch.tanh(x), F.softplus(x), F.softplus(x, 3, 1))"] = t =>
            new[] { t.x.sigmoid(), sigmoid(t.x), t.x.tanh(), tanh(t.x), t.x.softplus(), t.x.softplus(3, 1) },
        ["(torch.linalg.eigvalsh(x.mm(x.t())), torch.linalg.svdvals(x))"] = t =>
            new[] { linalg.eigvalsh(t.x.mm(t.x.t())), linalg.svdvals(t.x) },
        ["torch.linalg.eigvalsh(x.narrow(1, 0, 3), UPLO='U')"] = t => linalg.eigvalsh(t.x.narrow(1, 0, 3), 'U'),
        ["(torch.linalg.vector_norm(x), torch.linalg.vector_norm(x, 3, (0,), True), torch.linalg.vector_norm(x, float('inf'), 1))"] = t =>
            new[] { linalg.vector_norm(t.x), linalg.vector_norm(t.x, 3, [0], true), linalg.vector_norm(t.x, double.PositiveInfinity, [1]) },
        ["x.softmax(1)"] = t => t.x.softmax(1),
        ["f.softmax(0, dtype=torch.float64)"] = t => t.f.softmax(0, float64),
        ["x.log_softmax(-1)"] = t => t.x.log_softmax(-1),
        ["odd.isfinite()"] = t => t.odd.isfinite(),
        ["odd.isnan()"] = t => t.odd.isnan(),
        ["x.where(x > 0, y)"] = t => t.x.where(t.x > 0, t.y),
        ["torch.where(x > 0, y, x)"] = t => where(t.x > 0, t.y, t.x),

        // Comparisons.
        ["(i.eq(k), i.ne(k), i.lt(k), i.le(k), i.gt(k), i.ge(k))"] = t =>
            new[] { t.i.eq(t.k), t.i.ne(t.k), t.i.lt(t.k), t.i.le(t.k), t.i.gt(t.k), t.i.ge(t.k) },
        ["(i.eq(2), i.ne(2), i.lt(2), i.le(2), i.gt(2), i.ge(2))"] = t =>
            new[] { t.i.eq(2), t.i.ne(2), t.i.lt(2), t.i.le(2), t.i.gt(2), t.i.ge(2) },
        ["(i < k, i <= k, i > k, i >= k)"] = t => new[] { t.i < t.k, t.i <= t.k, t.i > t.k, t.i >= t.k },
        ["(i < 2, i <= 2, i > 2, i >= 2)"] = t => new[] { t.i < 2, t.i <= 2, t.i > 2, t.i >= 2 },
        ["(2 < i, 2 <= i, 2 > i, 2 >= i)"] = t => new[] { (Scalar)2 < t.i, (Scalar)2 <= t.i, (Scalar)2 > t.i, (Scalar)2 >= t.i },
        ["(m.logical_and(n), m.logical_or(n), m.logical_not())"] = t => new[] { t.m.logical_and(t.n), t.m.logical_or(t.n), t.m.logical_not() },
        ["(m & n, m | n, ~m, i & k, i | k, ~i)"] = t => new[] { t.m & t.n, t.m | t.n, ~t.m, t.i & t.k, t.i | t.k, ~t.i },
        ["(x.allclose(x + 1e-9), x.allclose(y), odd.allclose(odd), odd.allclose(odd, equal_nan=True), x.allclose(x + 0.1, 0, 0.2))"] = t =>
            Truths(t.x.allclose(t.x + 1e-9), t.x.allclose(t.y), t.odd.allclose(t.odd), t.odd.allclose(t.odd, equal_nan: true), t.x.allclose(t.x + 0.1, 0, 0.2)),
        ["(x.equal(x.clone()), x.equal(y), x.equal(v))"] = t => Truths(t.x.Equals(t.x.clone()), t.x.Equals(t.y), t.x.Equals(t.v)),

        // Reductions.
        ["(x.sum(), i.sum(), m.sum(), f.sum(dtype=torch.float64))"] = t => new[] { t.x.sum(), t.i.sum(), t.m.sum(), t.f.sum(float64) },
        ["x.sum(1)"] = t => t.x.sum(1),
        ["x.sum(-1, keepdim=True)"] = t => t.x.sum(-1, true),
        ["image.sum((0, 2, 3))"] = t => t.image.sum([0L, 2, 3]),
        ["f.sum((0,), True, dtype=torch.float64)"] = t => t.f.sum([0L], true, float64),
        ["x.mean()"] = t => t.x.mean(),
        ["image.mean((0, 2), keepdim=True)"] = t => t.image.mean([0L, 2], true),
        ["f.mean((1,), dtype=torch.float64)"] = t => t.f.mean([1L], type: float64),
        ["(x.var(unbiased=True), x.var(unbiased=False), x.std(unbiased=True), x.std(unbiased=False))"] = t =>
            new[] { t.x.var(), t.x.var(false), t.x.std(), t.x.std(false) },
        ["(*torch.var_mean(x, unbiased=True), *torch.var_mean(x, 1, unbiased=False), *torch.var_mean(image, (0, 2, 3), keepdim=True))"] = t =>
            Flat(var_mean(t.x), t.x.var_mean(1, false), var_mean(t.image, [0, 2, 3], keepdim: true)),
        ["(x.cumsum(1), torch.cumsum(i, 0), f.cumsum(0, dtype=torch.float64))"] = t => new[] { t.x.cumsum(1), cumsum(t.i, 0), t.f.cumsum(0, float64) },
        ["(*i.aminmax(), *torch.aminmax(x.detach(), dim=1, keepdim=True))"] = t => Flat(t.i.aminmax(), aminmax(t.x.detach(), 1, true)),
        ["(x.max(), x.min())"] = t => new[] { t.x.max(), t.x.min() },
        ["(*x.max(1), *x.min(0, keepdim=True))"] = t =>
            new[] { t.x.max(1).values, t.x.max(1).indexes, t.x.min(0, true).values, t.x.min(0, true).indexes },
        ["(image.amax((0, 2, 3)), image.amin((1,)))"] = t => new[] { t.image.amax(0, 2, 3), t.image.amin(1) },
        ["(x.argmax(), x.argmax(1), x.argmax(0, keepdim=True))"] = t => new[] { t.x.argmax(), t.x.argmax(1), t.x.argmax(0, true) },
        ["(m.all(), m.any(), (i > -9).all())"] = t => new[] { t.m.all(), t.m.any(), (t.i > -9).all() },
        ["(i.count_nonzero(), i.count_nonzero(dim=(1,)))"] = t => new[] { t.i.count_nonzero(), t.i.count_nonzero([1L]) },

        // Shapes and parts.
        ["x.reshape(2, -1)"] = t => t.x.reshape(2, -1),
        ["x.view(4, 3)"] = t => t.x.view(4, 3),
        ["image.flatten(1)"] = t => t.image.flatten(1),
        ["image.flatten(1, 2)"] = t => t.image.flatten(1, 2),
        ["image.permute(3, 0, 2, 1)"] = t => t.image.permute(3, 0, 2, 1),
        ["image.transpose(1, -1)"] = t => t.image.transpose(1, -1),
        ["x.t()"] = t => t.x.t(),
        ["x.unsqueeze(1)"] = t => t.x.unsqueeze(1),
        ["(x.unsqueeze(1).squeeze(), x.unsqueeze(0).unsqueeze(2).squeeze(0))"] = t =>
            new[] { t.x.unsqueeze(1).squeeze(), t.x.unsqueeze(0).unsqueeze(2).squeeze(0) },
        ["v.expand(3, -1)"] = t => t.v.expand(3, -1),
        ["v.repeat(2, 3)"] = t => t.v.repeat(2, 3),
        ["x.flip(0, 1)"] = t => t.x.flip(0, 1),
        ["x.narrow(1, 1, 2)"] = t => t.x.narrow(1, 1, 2),
        ["(*x.split((1, 0, 3), 1), *x.split((2, 1)))"] = t => new[] { t.x.split([1L, 0, 3], 1), t.x.split([2L, 1], 0) }.SelectMany(parts => parts).ToArray(),
        ["x.split((1, 3), 1)[1]"] = t => t.x.split([1L, 3], 1)[1],
        ["x.select(0, -1)"] = t => t.x.select(0, -1),
        ["x[:, 0:4:3]"] = t => t.x.slice(1, 0, 4, 3),
        ["x.index_select(1, j)"] = t => t.x.index_select(1, t.j),
        ["x.gather(1, i.remainder(4).t().contiguous())"] = t =>
            t.x.gather(1, tensor(Inputs.Given["i"].Data.Select(value => ((long)value % 4 + 4) % 4).ToArray(), [2, 3]).t()),
        ["x.scatter(1, j.reshape(1, 2), y[:1, :2])"] = t => t.x.scatter(1, t.j.reshape(1, 2), t.y.narrow(0, 0, 1).narrow(1, 0, 2)),
        ["torch.scatter(x, 0, j.reshape(2, 1), y[:2, :1])"] = t => scatter(t.x, 0, t.j.reshape(2, 1), t.y.narrow(0, 0, 2).narrow(1, 0, 1)),
        ["x.clone().scatter_(1, j.reshape(1, 2), y[:1, :2])"] = t =>
            t.x.clone().scatter_(1, t.j.reshape(1, 2), t.y.narrow(0, 0, 1).narrow(1, 0, 2)),
        ["x.clone().index_copy_(1, j, y.narrow(1, 0, 2))"] = t => t.x.clone().index_copy_(1, t.j, t.y.narrow(1, 0, 2)),
        ["x.t().contiguous()"] = t => t.x.t().contiguous(),
        ["x.clone()"] = t => t.x.clone(),
        ["x.detach()"] = t => t.x.detach(),
        ["x.view_as(x)"] = t => t.x.alias(),
        ["torch.cat([x, y, p], 1)"] = t => cat([t.x, t.y, t.p], 1),
        ["torch.cat([x, y])"] = t => cat([t.x, t.y]),
        ["torch.stack([x, y], -1)"] = t => stack([t.x, t.y], -1),

        // Types.
        ["(x.float(), x.double(), p.long(), u.float(), i.bool(), i.abs().byte())"] = t =>
            new[] { t.x.@float(), t.x.@double(), t.p.@long(), t.u.@float(), t.i.@bool(), t.i.abs().@byte() },
        ["x.to(torch.float32)"] = t => t.x.to(float32),
        ["x.to('cpu', torch.float32)"] = t => t.x.to(float32, CPU, copy: true),
        ["x.cpu()"] = t => t.x.cpu(),

        // In place, on copies.
        ["x.clone().add_(2).sub_(0.5).mul_(3).div_(4)"] = t => t.x.clone().add_(2).sub_(0.5).mul_(3).div_(4),
        ["x.clone().add_(y).sub_(v).mul_(y).div_(p)"] = t => t.x.clone().add_(t.y).sub_(t.v).mul_(t.y).div_(t.p),
        ["x.clone().add_(y, alpha=0.5)"] = t => t.x.clone().add_(t.y, 0.5),
        ["i.clone().div_(k, rounding_mode='floor').div_(2, rounding_mode='trunc')"] = t =>
            t.i.clone().div_(t.k, RoundingMode.floor).div_(2, RoundingMode.trunc),
        ["x.clone().clamp_(-0.2, 0.3)"] = t => t.x.clone().clamp_(-0.2, 0.3),
        ["x.clone().relu_()"] = t => t.x.clone().relu_(),
        ["F.leaky_relu(x.clone(), 0.3, inplace=True)"] = t => t.x.clone().leaky_relu_(0.3),
        ["x.clone().copy_(v)"] = t => t.x.clone().copy_(t.v),
        ["x.clone().fill_(7)"] = t => t.x.clone().fill_(7),
        ["x.clone().zero_()"] = t => t.x.clone().zero_(),
        ["(x * 2).detach_()"] = t => (t.x * 2).detach_(),

        // Factories.
        ["(torch.zeros(2, 3), torch.zeros(3), torch.zeros(2, dtype=torch.int64), torch.ones(2, 3), torch.ones(3))"] = _ =>
            new[] { zeros(2, 3), zeros(3), zeros([2], int64), ones([2, 3]), ones(3) },
        ["(torch.full((2,), 2.5), torch.full((2,), 2), torch.full((2,), True), torch.full((2,), 2, dtype=torch.float64))"] = _ =>
            new[] { full([2], 2.5), full([2], 2), full([2], true), full([2], 2, float64) },
        ["(torch.zeros_like(i), torch.ones_like(x), torch.ones_like(i, dtype=torch.float64))"] = t =>
            new[] { zeros_like(t.i), ones_like(t.x), ones_like(t.i, float64) },
        ["(torch.arange(4), torch.arange(1, 8, 3), torch.arange(0, 1, 0.25), torch.arange(3, dtype=torch.float64))"] = _ =>
            new[] { arange(4), arange(1, 8, 3), arange(0, 1, 0.25), arange(3, float64) },
        ["(torch.tensor([1., 2.]), torch.tensor([1., 2.]).double(), torch.tensor([1, 2]), torch.tensor([1, 2]).byte())"] = _ =>
            new[] { tensor([1f, 2f]), tensor([1.0, 2.0]), tensor([1L, 2L]), tensor([(byte)1, (byte)2]) },
        ["(torch.tensor([[1.], [2.]]), torch.tensor([[1.], [2.]]).double(), torch.tensor([[1], [2]]), torch.tensor([[1], [2]]).byte())"] = _ =>
            new[] { tensor([1f, 2f], [2, 1]), tensor([1.0, 2.0], [2, 1]), tensor([1L, 2L], [2, 1]), tensor([(byte)1, (byte)2], [2, 1]) },
        ["(torch.tensor(1.5), torch.tensor(1.5).double(), torch.tensor(3), torch.tensor([1.5]).long())"] = _ =>
            new[] { tensor(1.5f), tensor(1.5), tensor(3L), tensor([1.5], int64) },

        // Layers as functions.
        ["F.relu(x)"] = t => functional.relu(t.x),
        ["F.relu(x.clone(), inplace=True)"] = t => functional.relu(t.x.clone(), true),
        ["F.leaky_relu(x)"] = t => functional.leaky_relu(t.x),
        ["F.leaky_relu(x.clone(), 0.1, True)"] = t => functional.leaky_relu(t.x.clone(), 0.1, true),
        ["(F.elu(x, 0.7), F.elu(x.clone(), 1.0, True))"] = t =>
            new[] { functional.elu(t.x, 0.7), functional.elu(t.x.clone(), 1, true) },
        ["(F.elu(x), torch._C._nn.elu(x, 1.2, 1.5, 0.5), torch._C._nn.elu_(x.clone(), 1.2, 1.5, 0.5))"] = t =>
            new[] { t.x.elu(), t.x.elu((Scalar)1.2, (Scalar)1.5, (Scalar)0.5), t.x.clone().elu_((Scalar)1.2, (Scalar)1.5, (Scalar)0.5) },
        ["(F.selu(x), F.selu(x.clone(), True), F.silu(x), F.silu(x.clone(), True))"] = t => new[]
        {
            functional.selu(t.x), functional.selu(t.x.clone(), true), functional.silu(t.x), functional.silu(t.x.clone(), true),
        },
        ["(F.gelu(x), F.gelu(x, approximate='tanh'), F.gelu(x), F.gelu(x), F.gelu(x, approximate='tanh'))"] = t => new[]
        {
            functional.gelu(t.x), functional.gelu(t.x, TorchSharp.Modules.GELU.Approximate.tanh), functional.gelu(t.x, false), functional.gelu(t.x.clone(), true),
            functional.gelu(t.x.clone(), TorchSharp.Modules.GELU.Approximate.tanh, true),
        },
        ["(torch.sigmoid(x), torch.sigmoid(x), torch.tanh(x), torch.tanh(x), F.softplus(x, 0.5, 0.1))"] = t => new[]
        {
            functional.sigmoid(t.x), functional.sigmoid(t.x.clone(), true), functional.tanh(t.x), functional.tanh(t.x.clone(), true),
            functional.softplus(t.x, 0.5, 0.1),
        },
        ["(F.pad(x, (1, 2)), F.pad(x, (1, 0, 2, 1), value=3.5), F.pad(x, (1, 1, 1, 1)), F.pad(x, (-1, 0)))"] = t =>
            new[] { functional.pad(t.x, (1, 2)), functional.pad(t.x, (1, 0, 2, 1), value: 3.5), functional.pad(t.x, 1), functional.pad(t.x, [-1, 0]) },
        ["(F.pad(image, (1, 1, 2, 0), 'reflect'), F.pad(image, (1, 1, 2, 0), 'replicate'), F.pad(image, (1, 1, 2, 0), 'circular'))"] = t => new[]
        {
            functional.pad(t.image, [1, 1, 2, 0], PaddingModes.Reflect), functional.pad(t.image, (1, 1, 2, 0), PaddingModes.Replicate),
            functional.pad(t.image, (1, 1, 2, 0), PaddingModes.Circular),
        },
        ["F.prelu(image, slopes)"] = t => functional.prelu(t.image, t.slopes),
        ["F.prelu(image, slopes[:1])"] = t => functional.prelu(t.image, t.slopes.narrow(0, 0, 1)),
        ["F.linear(x, y)"] = t => functional.linear(t.x, t.y),
        ["F.linear(x, y, offset)"] = t => functional.linear(t.x, t.y, t.offset),
        ["F.conv2d(image, window)"] = t => functional.conv2d(t.image, t.window),
        ["F.conv2d(image, window, offset, (2, 1), (1, 2), (1, 2))"] = t => functional.conv2d(t.image, t.window, t.offset, [2, 1], [1, 2], [1, 2]),
        ["F.conv2d(image, grouped, groups=2)"] = t => functional.conv2d(t.image, t.grouped, groups: 2),
        ["F.conv2d(image32, window32, padding=1)"] = t => functional.conv2d(t.image32, t.window32, padding: [1]),
        ["(F.unfold(image, 3), F.unfold(image, 2, 2, 1, 3), F.unfold(image, (3, 2), padding=(1, 0), stride=(2, 1)))"] = t => new[]
        {
            functional.unfold(t.image, 3), functional.unfold(t.image, 2, 2, 1, 3), functional.unfold(t.image, (3, 2), padding: (1, 0), stride: (2, 1)),
        },
        ["F.max_pool2d(image, 2)"] = t => functional.max_pool2d(t.image, 2),
        ["F.max_pool2d(image, 3, 2, 1, 1, True)"] = t => functional.max_pool2d(t.image, 3, 2, 1, 1, true),
        ["F.max_pool2d(image, (2, 3), (1, 2))"] = t => functional.max_pool2d(t.image, [2, 3], [1, 2]),
        ["(F.avg_pool2d(image, 2), F.avg_pool2d(image, 3, 2, 1, True, False), F.avg_pool2d(image, (2, 3), (1, 2), (1, 0), divisor_override=5))"] = t =>
            new[]
            {
                functional.avg_pool2d(t.image, 2), functional.avg_pool2d(t.image, 3, 2, 1, true, false),
                functional.avg_pool2d(t.image, (2, 3), (1, 2), (1, 0), divisor_override: 5),
            },
        ["(F.adaptive_avg_pool2d(image, 1), F.adaptive_avg_pool2d(image, (4, 2)), F.adaptive_avg_pool2d(image, (5, 5)))"] = t => new[]
        {
            functional.adaptive_avg_pool2d(t.image, 1), functional.adaptive_avg_pool2d(t.image, (4, 2)),
            functional.adaptive_avg_pool2d(t.image, [5, 5]),
        },
        ["F.batch_norm(image, mean, variance)"] = t => functional.batch_norm(t.image, t.mean, t.variance),
        ["F.batch_norm(image, mean, variance, scale, slopes, False, 0.1, 1e-3)"] = t =>
            functional.batch_norm(t.image, t.mean, t.variance, t.scale, t.slopes, false, 0.1, 1e-3),
        ["(F.batch_norm(image, mean, variance, scale, slopes, True, 0.3), mean, variance)"] = t =>
            new[] { functional.batch_norm(t.image, t.mean, t.variance, t.scale, t.slopes, true, 0.3), t.mean, t.variance },
        ["F.batch_norm(image, None, None, training=True)"] = t => functional.batch_norm(t.image, null, null, training: true),
        ["F.dropout(x, 0.5, False)"] = t => functional.dropout(t.x, 0.5, false),
        ["F.softmax(x, 1)"] = t => functional.softmax(t.x, 1),
        ["F.log_softmax(x, 0)"] = t => functional.log_softmax(t.x, 0),
        ["F.cross_entropy(logits, classes)"] = t => functional.cross_entropy(t.logits, t.classes),
        ["F.cross_entropy(logits, classes, shares)"] = t => functional.cross_entropy(t.logits, t.classes, t.shares),
        ["F.cross_entropy(logits, classes, ignore_index=3)"] = t => functional.cross_entropy(t.logits, t.classes, ignore_index: 3),
        ["F.cross_entropy(logits, classes, reduction='sum')"] = t => functional.cross_entropy(t.logits, t.classes, reduction: Reduction.Sum),
        ["F.cross_entropy(logits, classes, reduction='none')"] = t => functional.cross_entropy(t.logits, t.classes, reduction: Reduction.None),
        ["F.cross_entropy(logits, classes, label_smoothing=0.1)"] = t => functional.cross_entropy(t.logits, t.classes, label_smoothing: 0.1),
        ["F.cross_entropy(logits, classes, shares, ignore_index=3, label_smoothing=0.2)"] = t =>
            new TorchSharp.Modules.CrossEntropyLoss(t.shares.clone(), 3, label_smoothing: 0.2).call(t.logits, t.classes),
        ["F.cross_entropy(logits32, classes)"] = t => CrossEntropyLoss().call(t.logits32, t.classes),
        ["F.nll_loss(logits.log_softmax(1), classes, shares, reduction='sum')"] = t =>
            functional.nll_loss(t.logits.log_softmax(1), t.classes, t.shares, Reduction.Sum),
    }.ToDictionary(pair => pair.Key, pair => (Func<Inputs, Tensor[]>)(inputs => pair.Value(inputs) switch
    {
        Tensor one => [one],
        var many => (Tensor[])many,
    }));

    private static Tensor[] Flat(params (Tensor, Tensor)[] pairs) => [.. pairs.SelectMany(pair => new[] { pair.Item1, pair.Item2 })];

    private static Tensor[] Truths(params bool[] values) => Array.ConvertAll(values, value => full([], value));
}
