// Steps of optimizers: one pass over the memory of all parameters, their gradients and states. Each element gets the roundings that
// libtorch's own operators give it one after another, fused multiply-adds included, so that both ways make the same bits.
#include "door.h"
#include "vectorised.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <ATen/core/grad_mode.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace {

// Numbers that are worth a thread of their own.
constexpr int64_t kGrain = 16384;

// The tensors of one parameter, held until the step is done.
template <size_t States>
struct Member {
  int64_t index;
  at::Tensor weight, gradient;
  std::array<at::Tensor, States> states;
};

// A parameter's numbers in memory, and where they begin when all parameters' are counted through.
template <typename Scalars, size_t States>
struct Part {
  int64_t from, length;
  float* weight;
  const float* gradient;
  std::array<float*, States> states;
  Scalars scalars;
};

bool is_plain(const at::Tensor& tensor) {
  return tensor.layout() == at::kStrided && tensor.device().is_cpu() && tensor.scalar_type() == at::kFloat && !tensor.is_neg() &&
         tensor.is_non_overlapping_and_dense();
}

// Whether two tensors keep the same element at the same place of their memory. Strides of dimensions of one element say nothing.
bool same_order(const at::Tensor& a, const at::Tensor& b) {
  if (a.sizes() != b.sizes()) return false;
  for (int64_t i = 0; i < a.dim(); i++)
    if (a.size(i) > 1 && a.stride(i) != b.stride(i)) return false;
  return true;
}

// Whether memory that is written is used twice, which only one operator after another gets right.
template <size_t States>
bool share_memory(const std::vector<Member<States>>& members) {
  std::vector<std::pair<const char*, const char*>> ranges;
  const auto add = [&](const at::Tensor& tensor) {
    if (!tensor.defined() || tensor.numel() == 0) return;
    const auto* start = static_cast<const char*>(tensor.data_ptr());
    ranges.emplace_back(start, start + tensor.nbytes());
  };
  for (const auto& member : members) {
    add(member.weight);
    add(member.gradient);
    for (const auto& state : member.states) add(state);
  }
  std::sort(ranges.begin(), ranges.end());
  for (size_t i = 1; i < ranges.size(); i++)
    if (ranges[i].first < ranges[i - 1].second) return true;
  return false;
}

// The tensors of the parameters that have a gradient; false if only libtorch's own operators can do the step: for another device, type or
// layout. A state of handle 0 stays undefined.
template <size_t States>
bool gather(const int64_t* parameters, const std::array<const int64_t*, States>& states, int64_t count, std::vector<Member<States>>& members) {
  members.reserve(count);
  for (int64_t i = 0; i < count; i++) {
    auto weight = door::tensors().get(parameters[i]);
    auto gradient = weight.grad();
    if (!gradient.defined()) continue;
    if (!is_plain(weight) || gradient.layout() != at::kStrided || !gradient.device().is_cpu() || gradient.scalar_type() != at::kFloat)
      return false;
    // A gradient in another order of memory is brought into the parameter's.
    if (!is_plain(gradient) || !same_order(gradient, weight)) gradient = at::empty_like(weight).copy_(gradient);
    Member<States> member{i, std::move(weight), std::move(gradient), {}};
    for (size_t s = 0; s < States; s++) {
      if (states[s] == nullptr || states[s][i] == 0) continue;
      member.states[s] = door::tensors().get(states[s][i]);
      if (!is_plain(member.states[s]) || !same_order(member.states[s], member.weight)) return false;
    }
    members.push_back(std::move(member));
  }
  return !share_memory(members);
}

// Counts all parameters' numbers through and shares them among the threads: many small tensors cost what one of their size does.
template <typename Scalars, size_t States, typename ScalarsOf, typename Loop>
void update(std::vector<Member<States>>& members, ScalarsOf scalars_of, Loop loop) {
  std::vector<Part<Scalars, States>> parts;
  parts.reserve(members.size());
  int64_t total = 0;
  for (auto& member : members) {
    Part<Scalars, States> part{total, member.weight.numel(), member.weight.template data_ptr<float>(),
                               member.gradient.template data_ptr<float>(), {}, scalars_of(member)};
    for (size_t s = 0; s < States; s++)
      if (member.states[s].defined()) part.states[s] = member.states[s].template data_ptr<float>();
    parts.push_back(part);
    total += part.length;
  }
  at::parallel_for(0, total, kGrain, [&](int64_t begin, int64_t end) {
    for (const auto& part : parts) {
      const int64_t first = std::max(begin, part.from) - part.from;
      const int64_t last = std::min(end, part.from + part.length) - part.from;
      if (first < last) loop(part, first, last);
    }
  });
  // Autograd finds out by the version that a tensor it needs was changed since.
  for (auto& member : members) {
    member.weight.unsafeGetTensorImpl()->bump_version();
    for (auto& state : member.states)
      if (state.defined()) state.unsafeGetTensorImpl()->bump_version();
  }
}

struct SgdScalars {
  float minus_lr, momentum, kept, decay;
  bool is_first;
};

template <bool Decay, bool Momentum, bool First, bool Nesterov>
VECTORISED_PART void sgd_loop(float* __restrict weights, const float* __restrict gradients, float* __restrict momenta, float sign,
                              SgdScalars scalars, int64_t first, int64_t last) {
  for (int64_t i = first; i < last; i++) {
    float change = gradients[i] * sign;
    if (Decay) change = std::fma(weights[i], scalars.decay, change);
    if (Momentum) {
      const float momentum = First ? 0.0f + change : std::fma(change, scalars.kept, momenta[i] * scalars.momentum);
      momenta[i] = momentum;
      change = Nesterov ? std::fma(momentum, scalars.momentum, change) : momentum;
    }
    weights[i] = std::fma(change, scalars.minus_lr, weights[i]);
  }
}

template <bool Decay>
VECTORISED_PART void sgd_by_momentum(const Part<SgdScalars, 1>& part, float sign, bool nesterov, int64_t first, int64_t last) {
  float* const weights = part.weight;
  float* const momenta = part.states[0];
  const auto& scalars = part.scalars;
  if (momenta == nullptr)
    sgd_loop<Decay, false, false, false>(weights, part.gradient, momenta, sign, scalars, first, last);
  else if (scalars.is_first && nesterov)
    sgd_loop<Decay, true, true, true>(weights, part.gradient, momenta, sign, scalars, first, last);
  else if (scalars.is_first)
    sgd_loop<Decay, true, true, false>(weights, part.gradient, momenta, sign, scalars, first, last);
  else if (nesterov)
    sgd_loop<Decay, true, false, true>(weights, part.gradient, momenta, sign, scalars, first, last);
  else
    sgd_loop<Decay, true, false, false>(weights, part.gradient, momenta, sign, scalars, first, last);
}

VECTORISED void sgd(const Part<SgdScalars, 1>& part, float sign, bool nesterov, int64_t first, int64_t last) {
  if (part.scalars.decay != 0)
    sgd_by_momentum<true>(part, sign, nesterov, first, last);
  else
    sgd_by_momentum<false>(part, sign, nesterov, first, last);
}

struct AdamScalars {
  float beta1, rest1, beta2, rest2, eps;
  float root;        // of the second bias correction
  float minus_size;  // of the step: the learning rate over the first bias correction
  float decay;       // what a gradient gets of its weight
  float shrink;      // what AdamW leaves of a weight
};

template <bool Decay, bool Shrink, bool Largest>
VECTORISED_PART void adam_loop(float* __restrict weights, const float* __restrict gradients, float* __restrict means, float* __restrict squares,
                               float* __restrict largest, float sign, AdamScalars scalars, int64_t first, int64_t last) {
  for (int64_t i = first; i < last; i++) {
    float weight = weights[i];
    float gradient = gradients[i] * sign;
    if (Shrink) weight *= scalars.shrink;
    if (Decay) gradient = std::fma(weight, scalars.decay, gradient);
    const float mean = std::fma(gradient, scalars.rest1, means[i] * scalars.beta1);
    float square = std::fma(gradient * scalars.rest2, gradient, squares[i] * scalars.beta2);
    means[i] = mean;
    squares[i] = square;
    if (Largest) {
      // Not a number stays so, wherever it comes from.
      const float before = largest[i];
      square = before > square || before != before ? before : square;
      largest[i] = square;
    }
    weights[i] = weight + mean * scalars.minus_size / (std::sqrt(square) / scalars.root + scalars.eps);
  }
}

template <bool Decay, bool Shrink>
VECTORISED_PART void adam_by_largest(const Part<AdamScalars, 3>& part, float sign, int64_t first, int64_t last) {
  const auto& [means, squares, largest] = part.states;
  if (largest != nullptr)
    adam_loop<Decay, Shrink, true>(part.weight, part.gradient, means, squares, largest, sign, part.scalars, first, last);
  else
    adam_loop<Decay, Shrink, false>(part.weight, part.gradient, means, squares, largest, sign, part.scalars, first, last);
}

VECTORISED void adam(const Part<AdamScalars, 3>& part, float sign, int64_t first, int64_t last) {
  if (part.scalars.shrink != 1)
    adam_by_largest<false, true>(part, sign, first, last);
  else if (part.scalars.decay != 0)
    adam_by_largest<true, false>(part, sign, first, last);
  else
    adam_by_largest<false, false>(part, sign, first, last);
}

}  // namespace

// Both steps change the parameters that have a gradient and return 1; or change nothing and return 0 where libtorch's own operators must do
// it (another device, type or layout); -1 on error. maximize makes the loss grow.

// momenta: handles, none for no momentum; where one is 0 and the parameter has a gradient, it gets a new tensor's handle.
DOOR int32_t st_sgd_step(const int64_t* parameters, int64_t* momenta, int64_t count, double lr, double momentum, double dampening,
                         double weight_decay, int32_t nesterov, int32_t maximize) {
  return door::guarded<int32_t>(-1, [&] {
    at::NoGradGuard no_grad;
    std::vector<Member<1>> members;
    if (!door::has_fused_multiply_add() || !gather<1>(parameters, {momenta}, count, members)) return 0;
    std::vector<Member<1>*> begun;
    const auto scalars_of = [&](Member<1>& member) {
      const bool is_first = momenta != nullptr && !member.states[0].defined();
      if (is_first) {
        member.states[0] = at::empty_like(member.weight);
        begun.push_back(&member);
      }
      return SgdScalars{static_cast<float>(-lr), static_cast<float>(momentum), static_cast<float>(1 - dampening),
                        static_cast<float>(weight_decay), is_first};
    };
    update<SgdScalars>(members, scalars_of, [&](const auto& part, int64_t first, int64_t last) {
      sgd(part, maximize != 0 ? -1.0f : 1.0f, nesterov != 0, first, last);
    });
    for (auto* member : begun) momenta[member->index] = door::tensors().add(member->states[0]);
    return 1;
  });
}

// steps: how many each parameter had, and has after this one. largest: handles for amsgrad, else null. decoupled: AdamW's weight decay.
DOOR int32_t st_adam_step(const int64_t* parameters, const int64_t* means, const int64_t* squares, const int64_t* largest, int64_t* steps,
                          int64_t count, double lr, double beta1, double beta2, double eps, double weight_decay, int32_t decoupled,
                          int32_t maximize) {
  return door::guarded<int32_t>(-1, [&] {
    at::NoGradGuard no_grad;
    std::vector<Member<3>> members;
    if (!door::has_fused_multiply_add() || !gather<3>(parameters, {means, squares, largest}, count, members)) return 0;
    const auto scalars_of = [&](const Member<3>& member) {
      const auto step = static_cast<double>(++steps[member.index]);
      return AdamScalars{static_cast<float>(beta1),
                         static_cast<float>(1 - beta1),
                         static_cast<float>(beta2),
                         static_cast<float>(1 - beta2),
                         static_cast<float>(eps),
                         static_cast<float>(std::sqrt(1 - std::pow(beta2, step))),
                         static_cast<float>(-lr / (1 - std::pow(beta1, step))),
                         static_cast<float>(decoupled != 0 ? 0 : weight_decay),
                         static_cast<float>(decoupled != 0 ? 1 - lr * weight_decay : 1)};
    };
    update<AdamScalars>(members, scalars_of, [&](const auto& part, int64_t first, int64_t last) {
      adam(part, maximize != 0 ? -1.0f : 1.0f, first, last);
    });
    return 1;
  });
}
