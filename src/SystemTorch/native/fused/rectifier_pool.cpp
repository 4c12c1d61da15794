// A rectifier and the max pooling of 2 × 2 windows behind it, as one pass over memory each way. The pre-activation is read once and need not
// be kept: what the way back must know of a window fits into a byte.
#include "activation.h"

#include <torch/library.h>

namespace fused {
namespace {

PoolShape shape_of(const Tensor& input) { return {input.size(1), input.size(2), input.size(3)}; }

bool fits(const Tensor& input, const Tensor& weight) {
  return is_plain(input) && input.dim() == 4 && input.size(1) > 1 && input.size(2) > 1 && input.size(3) > 1 &&
         input.is_contiguous(at::MemoryFormat::ChannelsLast) && Activation::fits(weight, input.size(1));
}

Tensor composed(const Tensor& input, const Tensor& weight, double slope, bool relu) {
  auto activated = weight.defined() ? at::prelu(input, weight) : relu ? at::relu(input) : at::leaky_relu(input, slope);
  return at::max_pool2d(activated, {2, 2}, {2, 2});
}

struct Result {
  Tensor output, codes, winners;
};

Result forward(const Tensor& input, const Activation& activation) {
  const auto shape = shape_of(input);
  const int64_t images = input.size(0);
  auto output = at::empty(
      {images, shape.channels, shape.out_height(), shape.out_width()}, input.options().memory_format(at::MemoryFormat::ChannelsLast));
  auto codes = at::empty({images * shape.out_size()}, input.options().dtype(at::kByte));
  auto winners = activation.learns() ? at::empty({images * shape.out_size()}, input.options()) : Tensor();

  const float* from = input.data_ptr<float>();
  float* to = output.data_ptr<float>();
  uint8_t* code = codes.data_ptr<uint8_t>();
  float* winner = winners.defined() ? winners.data_ptr<float>() : nullptr;
  at::parallel_for(0, images, 1, [&](int64_t first, int64_t last) {
    for (int64_t i = first; i < last; i++) {
      const float* z = from + i * shape.in_size();
      const int64_t at = i * shape.out_size();
      if (winner != nullptr)
        kernels().pool_learned(shape, activation.slopes(), z, to + at, code + at, winner + at);
      else if (activation.relu())
        kernels().pool_relu(shape, activation.slopes(), z, to + at, code + at);
      else
        kernels().pool_leaky(shape, activation.slopes(), z, to + at, code + at);
    }
  });
  return {output, codes, winners};
}

class RectifierMaxPool : public torch::autograd::Function<RectifierMaxPool> {
 public:
  static Tensor forward(
      torch::autograd::AutogradContext* context, const Tensor& input, const OptionalTensor& weight, double slope, bool relu) {
    const Activation activation(relu, or_none(weight), slope, input.size(1));
    auto result = fused::forward(input, activation);
    context->save_for_backward({or_none(weight), result.codes, result.winners});
    context->saved_data["slope"] = slope;
    context->saved_data["relu"] = relu;
    context->saved_data["shape"] = input.sizes().vec();
    return result.output;
  }

  static torch::autograd::tensor_list backward(torch::autograd::AutogradContext* context, torch::autograd::tensor_list gradients) {
    refuse_second_derivative("rectifier_max_pool");
    const auto saved = context->get_saved_variables();
    const auto &weight = saved[0], &codes = saved[1], &winners = saved[2];
    const auto sizes = context->saved_data["shape"].toIntVector();
    const PoolShape shape{sizes[1], sizes[2], sizes[3]};
    const Activation activation(
        context->saved_data["relu"].toBool(), weight, context->saved_data["slope"].toDouble(), shape.channels);
    const auto run = activation.relu() ? kernels().pool_relu_backward : kernels().pool_leaky_backward;
    const bool channels_last = gradients[0].is_contiguous(at::MemoryFormat::ChannelsLast);
    const auto gradient = channels_last ? gradients[0] : gradients[0].contiguous();
    auto result = at::empty(sizes, gradient.options().memory_format(at::MemoryFormat::ChannelsLast));
    auto sums = weight.defined() ? at::empty({sizes[0], shape.channels}, gradient.options()) : Tensor();

    const float* from = gradient.data_ptr<float>();
    const uint8_t* code = codes.data_ptr<uint8_t>();
    float* to = result.data_ptr<float>();
    at::parallel_for(0, sizes[0], 1, [&](int64_t first, int64_t last) {
      std::vector<float> turned(channels_last ? 0 : shape.out_size());
      for (int64_t i = first; i < last; i++) {
        const int64_t at = i * shape.out_size();
        const float* passed = from + at;
        if (!channels_last) {
          kernels().transpose(passed, turned.data(), shape.channels, shape.out_height() * shape.out_width());
          passed = turned.data();
        }
        run(shape, activation.slopes(), passed, code + at, to + i * shape.in_size());
        if (sums.defined())
          kernels().pool_slope_sums(shape, passed, code + at, winners.data_ptr<float>() + at, sums.data_ptr<float>() + i * shape.channels);
      }
    });
    return {result, weight.defined() ? Activation::gradient(weight, sums) : Tensor(), Tensor(), Tensor()};
  }
};

Tensor rectifier_max_pool(const Tensor& input, const OptionalTensor& weight, double slope, bool relu) {
  if (!fits(input, or_none(weight))) return composed(input, or_none(weight), slope, relu);
  return fused::forward(input, Activation(relu, or_none(weight), slope, input.size(1))).output;
}

Tensor rectifier_max_pool_with_gradient(const Tensor& input, const OptionalTensor& weight, double slope, bool relu) {
  if (!fits(input, or_none(weight))) return composed(input, or_none(weight), slope, relu);
  return RectifierMaxPool::apply(input, weight, slope, relu);
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
