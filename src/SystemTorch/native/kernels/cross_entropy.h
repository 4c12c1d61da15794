// Cross-entropy of rows of logits, and its gradient, in one pass.
#pragma once

#include <cmath>

#include "kernels.h"
#include "lanes.h"

namespace {

// e^x for x <= 0, to 1 or 2 units in the last place: a power of two times the series of what is left of x, |rest| <= ln(2) / 2.
template <typename Lanes>
INLINED typename Lanes::Float exp_of(typename Lanes::Float x) {
  using Float = typename Lanes::Float;
  using Int = typename Lanes::Int;
  // Everything below rounds to 0.
  x = x < -104.0f ? Lanes::all(-104.0f) : x;
  // Adding it rounds to a whole number, which then is the difference of the bits too.
  constexpr float kRound = 12582912.0f;
  const Float shifted = x * 1.44269504f + kRound;
  const Int power = __builtin_bit_cast(Int, shifted) - __builtin_bit_cast(int32_t, kRound);
  const Float whole = shifted - kRound;
  // ln(2) in two parts, the first so short that its product is exact.
  const Float rest = x - whole * 0.693359375f - whole * -2.12194440e-4f;
  constexpr float kTerms[] = {1.0f / 720, 1.0f / 120, 1.0f / 24, 1.0f / 6, 1.0f / 2, 1.0f, 1.0f};
  Float series = Lanes::all(1.0f / 5040);
  for (const float term : kTerms) series = series * rest + term;
  // Two factors, so that what is too small for a normal number becomes one that is not.
  const Int half = power >> 1;
  return series * __builtin_bit_cast(Float, (half + 127) << 23) * __builtin_bit_cast(Float, (power - half + 127) << 23);
}

INLINED float sum_of(const float* values, int64_t count) {
  Floats sums = {};
  float sum = 0;
  for_lanes(count, [&](int64_t place, auto lanes) INLINED_BODY {
    using Lanes = decltype(lanes);
    if constexpr (Lanes::kCount == 1)
      sum += values[place];
    else
      sums += load<Lanes>(values + place);
  });
  if (count < kLanes) return sum;
  for (int lane = 0; lane < kLanes; lane++) sum += sums[lane];
  return sum;
}

INLINED float largest_of(const float* values, int64_t count) {
  float largest = values[0];
  for (int64_t i = 1; i < count; i++) largest = values[i] > largest ? values[i] : largest;
  return largest;
}

// What is not a number, and +inf, makes its row's sum not a number, and so the row's loss and gradient.
void cross_entropy(
    const LossShape& shape, const float* logits, const int64_t* targets, float smoothing, float share, float* losses, float* gradient) {
  const int64_t classes = shape.classes;
  for (int64_t row = 0; row < shape.rows; row++) {
    const float *from = logits + row * classes, largest = largest_of(from, classes);
    float* to = gradient + row * classes;
    for (int64_t c = 0; c < classes; c++) to[c] = from[c] - largest;
    // Without the logarithm of the sum of exponentials, which is the same for all classes.
    losses[row] = -to[targets[row]];
    if (smoothing > 0) losses[row] = (1 - smoothing) * losses[row] - smoothing * (sum_of(to, classes) / static_cast<float>(classes));
  }
  for_lanes(shape.rows * classes, [&](int64_t place, auto lanes) INLINED_BODY {
    using Lanes = decltype(lanes);
    store<Lanes>(gradient + place, exp_of<Lanes>(load<Lanes>(gradient + place)));
  });
  const float spread = smoothing / static_cast<float>(classes);
  for (int64_t row = 0; row < shape.rows; row++) {
    float* to = gradient + row * classes;
    const float sum = sum_of(to, classes), scale = 1 / sum;
    losses[row] += std::log(sum);
    const float own = (to[targets[row]] * scale - (1 - smoothing + spread)) * share;
    for (int64_t c = 0; c < classes; c++) to[c] = (to[c] * scale - spread) * share;
    to[targets[row]] = own;
  }
}

}  // namespace
