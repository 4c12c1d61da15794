// What the operators of our own share. They run on the CPU, in single precision; whatever else they are given goes to libtorch's.
#pragma once

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <torch/csrc/autograd/custom_function.h>

#include "../kernels/kernels.h"

namespace fused {

using at::Tensor;
using OptionalTensor = c10::optional<Tensor>;

// Parameters of a module, as they are when it has none: an undefined tensor.
inline Tensor or_none(const OptionalTensor& tensor) { return tensor.has_value() ? *tensor : Tensor(); }

inline bool is_plain(const Tensor& tensor) {
  return tensor.device().is_cpu() && tensor.scalar_type() == at::kFloat && tensor.layout() == at::kStrided;
}

// Their gradients are numbers, not functions of the inputs.
inline void refuse_second_derivative(const char* name) {
  TORCH_CHECK(!at::GradMode::is_enabled(), name, "(): its gradient cannot be differentiated again");
}

}  // namespace fused
