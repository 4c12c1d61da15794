// A rectifier and the max pooling behind it, as one pass over memory each way. The pre-activation is read once and need not be kept.
#include "pooling.h"

#include <torch/library.h>

namespace fused {
namespace {

PoolShape shape_of(const Tensor& z) { return {z.size(1), z.size(2), z.size(3)}; }

bool fits(const Tensor& z, const Tensor& slopes) {
  return is_plain(z) && z.dim() == 4 && z.size(0) > 0 && z.size(1) > 1 && z.size(2) > 1 && z.size(3) > 1 && is_channels_last(z) &&
         Activation::fits(slopes, z.size(1));
}

Pooling forward(const Tensor& z, const Activation& activation) {
  Pooling pooling(z.size(0), shape_of(z), activation.learns(), z.options());
  pooling.forward(z, activation, 0);
  return pooling;
}

class RectifierMaxPool : public torch::autograd::Function<RectifierMaxPool> {
 public:
  static Tensor forward(
      torch::autograd::AutogradContext* context, const Tensor& z, const OptionalTensor& slopes, double slope, bool relu) {
    const auto pooling = fused::forward(z, Activation(relu, or_none(slopes), slope, z.size(1)));
    context->save_for_backward({or_none(slopes), pooling.codes(), pooling.winners()});
    context->saved_data["slope"] = slope;
    context->saved_data["relu"] = relu;
    context->saved_data["sizes"] = z.sizes().vec();
    return pooling.output();
  }

  static torch::autograd::tensor_list backward(torch::autograd::AutogradContext* context, torch::autograd::tensor_list gradients) {
    refuse_second_derivative("rectifier_max_pool");
    const auto saved = context->get_saved_variables();
    auto& data = context->saved_data;
    const auto sizes = data["sizes"].toIntVector();
    const Activation activation(data["relu"].toBool(), saved[0], data["slope"].toDouble(), sizes[1]);
    Pooling pooling(sizes[0], {sizes[1], sizes[2], sizes[3]}, saved[1], saved[2]);
    const auto result = pooling.backward(ordered(gradients[0]), activation, 0, sizes[0]);
    return {result, activation.learns() ? Activation::gradient(saved[0], pooling.slope_sums()) : Tensor(), Tensor(), Tensor()};
  }
};

Tensor rectifier_max_pool(const Tensor& z, const OptionalTensor& slopes, double slope, bool relu) {
  if (!fits(z, or_none(slopes))) return Pooling::one_by_one(z, or_none(slopes), slope, relu);
  return forward(z, Activation(relu, or_none(slopes), slope, z.size(1))).output();
}

Tensor rectifier_max_pool_with_gradient(const Tensor& z, const OptionalTensor& slopes, double slope, bool relu) {
  if (!fits(z, or_none(slopes))) return Pooling::one_by_one(z, or_none(slopes), slope, relu);
  return RectifierMaxPool::apply(z, slopes, slope, relu);
}

}  // namespace

TORCH_LIBRARY_FRAGMENT(systemtorch, library) {
  library.def("rectifier_max_pool(Tensor input, Tensor? slopes, float slope, bool relu) -> Tensor");
}

TORCH_LIBRARY_IMPL(systemtorch, CompositeExplicitAutograd, library) {
  library.impl("rectifier_max_pool", rectifier_max_pool);
}

TORCH_LIBRARY_IMPL(systemtorch, Autograd, library) {
  library.impl("rectifier_max_pool", rectifier_max_pool_with_gradient);
}

}  // namespace fused
