// The mean cross-entropy of logits and classes: one pass over the logits, which gives the gradient too.
#include "operator.h"

#include <torch/library.h>

#include <algorithm>

namespace fused {
namespace {

// Logits that are worth a thread.
constexpr int64_t kGrain = 1 << 13;

// A class outside of the logits', or one that does not count, is libtorch's business: it says what is wrong, or leaves the row out.
bool fits(const Tensor& input, const Tensor& target, int64_t ignore_index, double smoothing) {
  if (!is_plain(input) || input.dim() != 2 || input.numel() == 0 || !(smoothing >= 0 && smoothing <= 1)) return false;
  if (!target.device().is_cpu() || target.scalar_type() != at::kLong || target.layout() != at::kStrided || !target.is_contiguous() ||
      target.dim() != 1 || target.size(0) != input.size(0))
    return false;
  const int64_t *classes = target.data_ptr<int64_t>(), count = input.size(1);
  return std::all_of(classes, classes + target.size(0), [&](int64_t c) { return c >= 0 && c < count && c != ignore_index; });
}

Tensor composed(const Tensor& input, const Tensor& target, int64_t ignore_index, double smoothing) {
  return at::cross_entropy_loss(input, target, {}, at::Reduction::Mean, ignore_index, smoothing);
}

struct Result {
  Tensor loss, gradient;
};

Result forward(const Tensor& input, const Tensor& target, double smoothing) {
  const auto logits = input.contiguous();
  const int64_t rows = logits.size(0), classes = logits.size(1);
  auto gradient = at::empty_like(logits);
  std::vector<float> losses(rows);
  const float* from = logits.data_ptr<float>();
  const int64_t* targets = target.data_ptr<int64_t>();
  float* to = gradient.data_ptr<float>();
  at::parallel_for(0, rows, std::max<int64_t>(1, kGrain / classes), [&](int64_t first, int64_t last) {
    kernels().cross_entropy(
        {last - first, classes}, from + first * classes, targets + first, static_cast<float>(smoothing), 1 / static_cast<float>(rows),
        losses.data() + first, to + first * classes);
  });
  // In order, so the same however many threads there were.
  double sum = 0;
  for (const float loss : losses) sum += loss;
  auto mean = at::empty({}, logits.options());
  *mean.data_ptr<float>() = static_cast<float>(sum / static_cast<double>(rows));
  return {mean, gradient};
}

class CrossEntropy : public torch::autograd::Function<CrossEntropy> {
 public:
  static Tensor forward(torch::autograd::AutogradContext* context, const Tensor& input, const Tensor& target, double smoothing) {
    auto result = fused::forward(input, target, smoothing);
    context->save_for_backward({result.gradient});
    // Only a second derivative needs the rest. As for libtorch, logits may be written to before the first.
    context->saved_data["input"] = input;
    context->saved_data["version"] = static_cast<int64_t>(input._version());
    context->saved_data["target"] = target;
    context->saved_data["smoothing"] = smoothing;
    return result.loss;
  }

  static torch::autograd::tensor_list backward(torch::autograd::AutogradContext* context, torch::autograd::tensor_list gradients) {
    const auto gradient = at::GradMode::is_enabled() ? differentiable(context->saved_data) : context->get_saved_variables()[0];
    const auto& passed = gradients[0];
    // The way back nearly always begins here, with 1.
    const bool begins = !at::GradMode::is_enabled() && is_plain(passed) && *passed.data_ptr<float>() == 1.0f;
    return {begins ? gradient : gradient * passed, Tensor(), Tensor()};
  }

 private:
  // The gradient as a function of the logits.
  template <typename Data>
  static Tensor differentiable(Data& data) {
    const auto input = data["input"].toTensor(), target = data["target"].toTensor();
    const double smoothing = data["smoothing"].toDouble();
    TORCH_CHECK(
        static_cast<int64_t>(input._version()) == data["version"].toInt(),
        "cross_entropy(): the logits were changed in place, so its gradient cannot be differentiated again");
    auto shares = at::full_like(input, smoothing / static_cast<double>(input.size(1)));
    shares.scatter_add_(1, target.unsqueeze(1), at::full_like(input.narrow(1, 0, 1), 1 - smoothing));
    return (at::softmax(input, 1) - shares) / static_cast<double>(input.size(0));
  }
};

Tensor cross_entropy(const Tensor& input, const Tensor& target, int64_t ignore_index, double smoothing) {
  if (!fits(input, target, ignore_index, smoothing)) return composed(input, target, ignore_index, smoothing);
  return forward(input, target, smoothing).loss;
}

Tensor cross_entropy_with_gradient(const Tensor& input, const Tensor& target, int64_t ignore_index, double smoothing) {
  if (!fits(input, target, ignore_index, smoothing)) return composed(input, target, ignore_index, smoothing);
  if (!at::GradMode::is_enabled() || !input.requires_grad()) return forward(input, target, smoothing).loss;
  return CrossEntropy::apply(input, target, smoothing);
}

}  // namespace

TORCH_LIBRARY_FRAGMENT(systemtorch, library) {
  library.def("cross_entropy(Tensor input, Tensor target, int ignore_index, float label_smoothing) -> Tensor");
}

TORCH_LIBRARY_IMPL(systemtorch, CompositeExplicitAutograd, library) {
  library.impl("cross_entropy", cross_entropy);
}

TORCH_LIBRARY_IMPL(systemtorch, Autograd, library) {
  library.impl("cross_entropy", cross_entropy_with_gradient);
}

}  // namespace fused
