// A fully connected layer and the rectifier behind it: beside the matrix products one pass over memory each way, which gives the gradient of
// the bias too.
#include "activation.h"
#include "products.h"

#include <torch/library.h>

namespace fused {
namespace {

// Elements that are worth a thread.
constexpr int64_t kGrain = 1 << 14;
// Units that a thread takes at a time: a few cache lines of floats.
constexpr int64_t kUnits = 64;
// Rows that a thread turns at a time: a cache line.
constexpr int64_t kRows = 16;

bool fits(const Tensor& input, const Tensor& weight, const Tensor& bias, const Tensor& slopes) {
  return is_plain(input) && is_plain(weight) && input.dim() == 2 && weight.dim() == 2 && weight.size(0) > 1 && input.size(0) > 0 &&
         input.size(1) == weight.size(1) && (!bias.defined() || (is_plain(bias) && bias.dim() == 1 && bias.size(0) == weight.size(0))) &&
         Activation::fits(slopes, weight.size(0));
}

Tensor composed(const Tensor& input, const Tensor& weight, const OptionalTensor& bias, const Tensor& slopes, double slope, bool relu) {
  auto z = at::linear(input, weight, bias);
  return slopes.defined() ? at::prelu(z, slopes) : relu ? at::relu(z) : at::leaky_relu(z, slope);
}

struct Result {
  Tensor output, kept;
};

Result turn(const Tensor& product, const Tensor& bias, const Activation& activation, bool keep_z) {
  const LayerShape shape{product.size(1), product.size(0)};
  auto output = at::empty({shape.rows, shape.units}, product.options());
  auto z = keep_z ? at::empty_like(output) : output;
  const auto run = activation.relu() ? kernels().layer_relu_transposed : kernels().layer_leaky_transposed;
  const float *from = product.data_ptr<float>(), *bias_from = bias.defined() ? bias.data_ptr<float>() : nullptr;
  float *to = output.data_ptr<float>(), *z_to = keep_z ? z.data_ptr<float>() : nullptr;
  const int64_t groups = (shape.rows + kRows - 1) / kRows;
  at::parallel_for(0, groups, std::max<int64_t>(1, kGrain / (kRows * shape.units)), [&](int64_t first, int64_t last) {
    run(shape, first * kRows, std::min(last * kRows, shape.rows), activation.slopes(), bias_from, from, z_to, to);
  });
  return {output, z};
}

// `keep_z`: the output does not tell the sign of z, or z itself is needed.
Result forward(const Tensor& input, const Tensor& weight, const Tensor& bias, const Activation& activation, bool keep_z) {
  if (!bias.defined() || bias.is_contiguous())
    if (const auto product = transposed_linear(input, weight); product.defined()) return turn(product, bias, activation, keep_z);
  auto z = linear(input, weight, bias);
  auto output = keep_z ? at::empty_like(z) : z;
  const int64_t units = z.size(1);
  const auto run = activation.relu() ? kernels().layer_relu : kernels().layer_leaky;
  const float* from = z.data_ptr<float>();
  float* to = output.data_ptr<float>();
  at::parallel_for(0, z.size(0), std::max<int64_t>(1, kGrain / units), [&](int64_t first, int64_t last) {
    run({last - first, units}, activation.slopes(), from + first * units, to + first * units);
  });
  return {output, z};
}

class LinearRectifier : public torch::autograd::Function<LinearRectifier> {
 public:
  static Tensor forward(
      torch::autograd::AutogradContext* context, const Tensor& input, const Tensor& weight, const OptionalTensor& bias,
      const OptionalTensor& slopes, double slope, bool relu) {
    const Activation activation(relu, or_none(slopes), slope, weight.size(0));
    const bool keep_z = activation.learns() || (!relu && slope < 0);
    auto result = fused::forward(input, weight, or_none(bias), activation, keep_z);
    // Of a layer without an activation nothing needs its output, which the next may overwrite.
    const bool has_activation = relu || slope != 1 || slopes.has_value();
    context->save_for_backward({input, weight, or_none(slopes), has_activation ? result.kept : Tensor()});
    context->saved_data["slope"] = slope;
    context->saved_data["relu"] = relu;
    context->saved_data["bias"] = bias.has_value();
    context->saved_data["input"] = input.requires_grad();
    return result.output;
  }

  static torch::autograd::tensor_list backward(torch::autograd::AutogradContext* context, torch::autograd::tensor_list gradients) {
    refuse_second_derivative("linear_rectifier");
    const auto saved = context->get_saved_variables();
    const auto &input = saved[0], &weight = saved[1], &slopes = saved[2], &kept = saved[3];
    auto& data = context->saved_data;
    const LayerShape shape{input.size(0), weight.size(0)};
    const Activation activation(data["relu"].toBool(), slopes, data["slope"].toDouble(), shape.units);
    const auto gradient = gradients[0].contiguous();
    auto result = at::empty_like(gradient);
    auto bias_sums = at::empty({shape.units}, gradient.options());
    auto slope_sums = slopes.defined() ? at::empty({1, shape.units}, gradient.options()) : Tensor();

    const auto run = activation.relu() ? kernels().layer_relu_backward : kernels().layer_leaky_backward;
    const float *passed = gradient.data_ptr<float>(), *z = kept.defined() ? kept.data_ptr<float>() : passed;
    float *to = result.data_ptr<float>(), *bias_to = bias_sums.data_ptr<float>();
    float* slopes_to = slope_sums.defined() ? slope_sums.data_ptr<float>() : nullptr;
    const int64_t groups = (shape.units + kUnits - 1) / kUnits;
    at::parallel_for(0, groups, std::max<int64_t>(1, kGrain / (kUnits * shape.rows)), [&](int64_t first, int64_t last) {
      run(shape, first * kUnits, std::min(last * kUnits, shape.units), activation.slopes(), passed, z, to, bias_to, slopes_to);
    });

    return {
        data["input"].toBool() ? product(result, weight) : Tensor(),
        transposed_product(result, input),
        data["bias"].toBool() ? bias_sums : Tensor(),
        slopes.defined() ? Activation::gradient(slopes, slope_sums) : Tensor(),
        Tensor(),
        Tensor(),
    };
  }
};

Tensor linear_rectifier(
    const Tensor& input, const Tensor& weight, const OptionalTensor& bias, const OptionalTensor& slopes, double slope, bool relu) {
  if (!fits(input, weight, or_none(bias), or_none(slopes))) return composed(input, weight, bias, or_none(slopes), slope, relu);
  return forward(input, weight, or_none(bias), Activation(relu, or_none(slopes), slope, weight.size(0)), false).output;
}

Tensor linear_rectifier_with_gradient(
    const Tensor& input, const Tensor& weight, const OptionalTensor& bias, const OptionalTensor& slopes, double slope, bool relu) {
  if (!fits(input, weight, or_none(bias), or_none(slopes))) return composed(input, weight, bias, or_none(slopes), slope, relu);
  return LinearRectifier::apply(input, weight, bias, slopes, slope, relu);
}

}  // namespace

TORCH_LIBRARY_FRAGMENT(systemtorch, library) {
  library.def("linear_rectifier(Tensor input, Tensor weight, Tensor? bias, Tensor? slopes, float slope, bool relu) -> Tensor");
}

TORCH_LIBRARY_IMPL(systemtorch, CompositeExplicitAutograd, library) {
  library.impl("linear_rectifier", linear_rectifier);
}

TORCH_LIBRARY_IMPL(systemtorch, Autograd, library) {
  library.impl("linear_rectifier", linear_rectifier_with_gradient);
}

}  // namespace fused
