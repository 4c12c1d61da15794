// f(z) = z for z > 0, slope·z otherwise: ReLU, LeakyReLU and PReLU, with the values and the derivative at 0 that libtorch gives them.
#pragma once

#include "lanes.h"

namespace {

enum class Rectifier { kRelu, kLeaky };

// Whether the derivative is 1. To ReLU what is not a number counts as positive, so it stays so.
template <Rectifier rectifier, typename Float>
INLINED auto is_passed(const Float& z) {
  if constexpr (rectifier == Rectifier::kRelu)
    return (z > 0.0f) | (z != z);
  else
    return z > 0.0f;
}

// ReLU is no product with 0, which would make -inf not a number.
template <Rectifier rectifier, typename Float>
INLINED Float rectified(const Float& z, const Float& slope) {
  if constexpr (rectifier == Rectifier::kRelu)
    return is_passed<rectifier>(z) ? z : Float{};
  else
    return is_passed<rectifier>(z) ? z : z * slope;
}

// The gradient that comes through where the derivative is not 1.
template <Rectifier rectifier, typename Float>
INLINED Float blocked(const Float& gradient, const Float& slope) {
  if constexpr (rectifier == Rectifier::kRelu)
    return Float{};
  else
    return gradient * slope;
}

}  // namespace
