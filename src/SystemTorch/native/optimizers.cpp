// Steps of optimizers: one pass over the memory of all parameters, their gradients and states.
#include "door.h"
#include "kernels/kernels.h"

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

// A parameter's step, and where its numbers begin when all parameters' are counted through.
template <typename Step>
struct Part {
  int64_t from, length;
  Step step;
};

template <typename Member, size_t state>
float* memory(const Member& member) {
  return member.states[state].defined() ? member.states[state].template data_ptr<float>() : nullptr;
}

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
template <typename Step, size_t States, typename StepOf>
void update(std::vector<Member<States>>& members, void (*kernel)(const Step&, int64_t, int64_t), StepOf step_of) {
  std::vector<Part<Step>> parts;
  parts.reserve(members.size());
  int64_t total = 0;
  for (auto& member : members) {
    parts.push_back({total, member.weight.numel(), step_of(member)});
    total += parts.back().length;
  }
  at::parallel_for(0, total, kGrain, [&](int64_t begin, int64_t end) {
    for (const auto& part : parts) {
      const int64_t first = std::max(begin, part.from) - part.from;
      const int64_t last = std::min(end, part.from + part.length) - part.from;
      if (first < last) kernel(part.step, first, last);
    }
  });
  // Autograd finds out by the version that a tensor it needs was changed since.
  for (auto& member : members) {
    member.weight.unsafeGetTensorImpl()->bump_version();
    for (auto& state : member.states)
      if (state.defined()) state.unsafeGetTensorImpl()->bump_version();
  }
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
    if (!kernels().fused_multiply_add || !gather<1>(parameters, {momenta}, count, members)) return 0;
    std::vector<Member<1>*> begun;
    update<SgdStep>(members, kernels().sgd, [&](Member<1>& member) {
      const bool is_first = momenta != nullptr && !member.states[0].defined();
      if (is_first) {
        member.states[0] = at::empty_like(member.weight);
        begun.push_back(&member);
      }
      return SgdStep{
          member.weight.data_ptr<float>(), member.gradient.data_ptr<float>(), memory<Member<1>, 0>(member), static_cast<float>(-lr),
          static_cast<float>(momentum), static_cast<float>(1 - dampening), static_cast<float>(weight_decay), maximize != 0 ? -1.0f : 1.0f,
          is_first, nesterov != 0};
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
    if (!kernels().fused_multiply_add || !gather<3>(parameters, {means, squares, largest}, count, members)) return 0;
    update<AdamStep>(members, kernels().adam, [&](const Member<3>& member) {
      const auto step = static_cast<double>(++steps[member.index]);
      return AdamStep{
          member.weight.data_ptr<float>(),
          member.gradient.data_ptr<float>(),
          memory<Member<3>, 0>(member),
          memory<Member<3>, 1>(member),
          memory<Member<3>, 2>(member),
          static_cast<float>(beta1),
          static_cast<float>(1 - beta1),
          static_cast<float>(beta2),
          static_cast<float>(1 - beta2),
          static_cast<float>(eps),
          static_cast<float>(std::sqrt(1 - std::pow(beta2, step))),
          static_cast<float>(-lr / (1 - std::pow(beta1, step))),
          static_cast<float>(decoupled != 0 ? 0 : weight_decay),
          static_cast<float>(decoupled != 0 ? 1 - lr * weight_decay : 1),
          maximize != 0 ? -1.0f : 1.0f,
      };
    });
    return 1;
  });
}
