// A convolution, its rectifier and the max pooling behind it, some images at a time: the pre-activation, by far the largest tensor of such a
// network, is never whole. What there is of it stays in the caches from the convolution to the pooling, and on the way back from the pooling
// to the convolution.
#include "pooling.h"

#include <torch/library.h>

#include <array>

namespace fused {
namespace {

// Of the pre-activation for each thread. From 0.5 to 4 MiB it makes little difference; whole, it is half as slow again at 256 images.
constexpr int64_t kBytes = 2 << 20;

struct Geometry {
  std::array<int64_t, 2> stride, padding, dilation;
  int64_t groups;

  static std::array<int64_t, 2> both(at::IntArrayRef values) { return {values.front(), values.back()}; }

  Tensor convolve(const Tensor& input, const Tensor& weight, const OptionalTensor& bias) const {
    return at::conv2d(input, weight, bias, stride, padding, dilation, groups).contiguous(at::MemoryFormat::ChannelsLast);
  }

  int64_t out_size(const Tensor& input, const Tensor& weight, int64_t dimension) const {
    const int64_t reach = dilation[dimension] * (weight.size(2 + dimension) - 1) + 1;
    return (input.size(2 + dimension) + 2 * padding[dimension] - reach) / stride[dimension] + 1;
  }

  PoolShape out_shape(const Tensor& input, const Tensor& weight) const {
    return {weight.size(0), out_size(input, weight, 0), out_size(input, weight, 1)};
  }
};

bool fits(const Tensor& input, const Tensor& weight, const Tensor& bias, const Geometry& geometry, const Tensor& slopes) {
  if (!is_plain(input) || !is_plain(weight) || input.dim() != 4 || weight.dim() != 4 || input.size(0) == 0 || weight.size(0) < 2) return false;
  if ((bias.defined() && !is_plain(bias)) || !Activation::fits(slopes, weight.size(0))) return false;
  const auto shape = geometry.out_shape(input, weight);
  return shape.height > 1 && shape.width > 1;
}

// Calls body(first, count) for parts of the images that are as even as can be, so that there are two sizes of them at most.
template <typename Body>
void for_parts(int64_t images, const PoolShape& shape, const Body& body) {
  const int64_t bytes = shape.in_size() * static_cast<int64_t>(sizeof(float));
  const int64_t at_once = std::max<int64_t>(1, kBytes * at::get_num_threads() / bytes);
  const int64_t parts = (images + at_once - 1) / at_once;
  for (int64_t part = 0; part < parts; part++) {
    const int64_t first = images * part / parts;
    body(first, images * (part + 1) / parts - first);
  }
}

Pooling forward(
    const Tensor& input, const Tensor& weight, const OptionalTensor& bias, const Geometry& geometry, const Activation& activation) {
  const auto shape = geometry.out_shape(input, weight);
  Pooling pooling(input.size(0), shape, activation.learns(), input.options());
  for_parts(input.size(0), shape, [&](int64_t first, int64_t count) {
    pooling.forward(geometry.convolve(input.narrow(0, first, count), weight, bias), activation, first);
  });
  return pooling;
}

class ConvolutionMaxPool : public torch::autograd::Function<ConvolutionMaxPool> {
 public:
  static Tensor forward(
      torch::autograd::AutogradContext* context, const Tensor& input, const Tensor& weight, const OptionalTensor& bias,
      const Geometry& geometry, const OptionalTensor& slopes, double slope, bool relu) {
    const auto pooling = fused::forward(input, weight, bias, geometry, Activation(relu, or_none(slopes), slope, weight.size(0)));
    context->save_for_backward({input, weight, or_none(slopes), pooling.codes(), pooling.winners()});
    auto& data = context->saved_data;
    data["geometry"] = std::vector<int64_t>{geometry.stride[0], geometry.stride[1], geometry.padding[0], geometry.padding[1],
                                            geometry.dilation[0], geometry.dilation[1], geometry.groups};
    data["slope"] = slope;
    data["relu"] = relu;
    data["bias"] = bias.has_value();
    data["input"] = input.requires_grad();
    return pooling.output();
  }

  static torch::autograd::tensor_list backward(torch::autograd::AutogradContext* context, torch::autograd::tensor_list gradients) {
    refuse_second_derivative("convolution_rectifier_max_pool");
    const auto saved = context->get_saved_variables();
    const auto &input = saved[0], &weight = saved[1], &slopes = saved[2];
    auto& data = context->saved_data;
    const auto g = data["geometry"].toIntVector();
    const Geometry geometry{{g[0], g[1]}, {g[2], g[3]}, {g[4], g[5]}, g[6]};
    const bool wants_input = data["input"].toBool(), has_bias = data["bias"].toBool();
    const auto shape = geometry.out_shape(input, weight);
    const std::vector<int64_t> bias_sizes{shape.channels};
    const int64_t images = input.size(0);
    const Activation activation(data["relu"].toBool(), slopes, data["slope"].toDouble(), shape.channels);
    Pooling pooling(images, shape, saved[3], saved[4]);
    const auto gradient = ordered(gradients[0]);

    Tensor to_input, to_weight, to_bias;
    for_parts(images, shape, [&](int64_t first, int64_t count) {
      const auto to_z = pooling.backward(gradient, activation, first, count);
      auto part = at::convolution_backward(
          to_z, input.narrow(0, first, count), weight, at::OptionalIntArrayRef(bias_sizes), geometry.stride, geometry.padding,
          geometry.dilation, false, {0, 0}, geometry.groups, {wants_input, true, has_bias});
      if (count == images) {
        std::tie(to_input, to_weight, to_bias) = part;
        return;
      }
      if (first == 0) {
        if (wants_input) to_input = at::empty(input.sizes(), input.options().memory_format(at::MemoryFormat::ChannelsLast));
        std::tie(std::ignore, to_weight, to_bias) = part;
      } else {
        to_weight.add_(std::get<1>(part));
        if (has_bias) to_bias.add_(std::get<2>(part));
      }
      if (wants_input) to_input.narrow(0, first, count).copy_(std::get<0>(part));
    });

    const Tensor none;
    return {
        to_input, to_weight, has_bias ? to_bias : none, none,
        activation.learns() ? Activation::gradient(slopes, pooling.slope_sums()) : none, none, none,
    };
  }
};

template <bool with_gradient>
Tensor convolution_rectifier_max_pool(
    const Tensor& input, const Tensor& weight, const OptionalTensor& bias, at::IntArrayRef stride, at::IntArrayRef padding,
    at::IntArrayRef dilation, int64_t groups, const OptionalTensor& slopes, double slope, bool relu) {
  const Geometry geometry{Geometry::both(stride), Geometry::both(padding), Geometry::both(dilation), groups};
  if (!fits(input, weight, or_none(bias), geometry, or_none(slopes)))
    return Pooling::one_by_one(at::conv2d(input, weight, bias, stride, padding, dilation, groups), or_none(slopes), slope, relu);
  if (with_gradient) return ConvolutionMaxPool::apply(input, weight, bias, geometry, slopes, slope, relu);
  return forward(input, weight, bias, geometry, Activation(relu, or_none(slopes), slope, weight.size(0))).output();
}

}  // namespace

TORCH_LIBRARY_FRAGMENT(systemtorch, library) {
  library.def(
      "convolution_rectifier_max_pool(Tensor input, Tensor weight, Tensor? bias, int[] stride, int[] padding, int[] dilation, int groups, "
      "Tensor? slopes, float slope, bool relu) -> Tensor");
}

TORCH_LIBRARY_IMPL(systemtorch, CompositeExplicitAutograd, library) {
  library.impl("convolution_rectifier_max_pool", convolution_rectifier_max_pool<false>);
}

TORCH_LIBRARY_IMPL(systemtorch, Autograd, library) {
  library.impl("convolution_rectifier_max_pool", convolution_rectifier_max_pool<true>);
}

}  // namespace fused
