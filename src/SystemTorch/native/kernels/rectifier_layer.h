// A rectifier behind a fully connected layer.
#pragma once

#include "kernels.h"
#include "rectifier.h"

namespace {

template <Rectifier rectifier>
INLINED void layer_forward(const LayerShape& shape, const float* slopes, const float* z, float* output) {
  for (int64_t row = 0; row < shape.rows; row++, z += shape.units, output += shape.units)
    for_lanes(shape.units, [&](int64_t unit, auto lanes) INLINED_BODY {
      using Lanes = decltype(lanes);
      store<Lanes>(output + unit, rectified<rectifier>(load<Lanes>(z + unit), load<Lanes>(slopes + unit)));
    });
}

void layer_relu(const LayerShape& shape, const float* slopes, const float* z, float* output) {
  layer_forward<Rectifier::kRelu>(shape, slopes, z, output);
}

void layer_leaky(const LayerShape& shape, const float* slopes, const float* z, float* output) {
  layer_forward<Rectifier::kLeaky>(shape, slopes, z, output);
}

template <Rectifier rectifier, typename Lanes>
INLINED void layer_backward_units(
    Lanes, const LayerShape& shape, const float* slopes, const float* gradient, const float* kept, float* result, float* bias_sums,
    float* slope_sums) {
  using Float = typename Lanes::Float;
  const Float slope = load<Lanes>(slopes);
  Float bias_sum = {}, slope_sum = {};
  for (int64_t row = 0; row < shape.rows; row++) {
    const Float passed = load<Lanes>(gradient + row * shape.units);
    const Float z = load<Lanes>(kept + row * shape.units);
    const auto passes = is_passed<rectifier>(z);
    const Float scaled = passes ? passed : blocked<rectifier>(passed, slope);
    store<Lanes>(result + row * shape.units, scaled);
    bias_sum += scaled;
    if (slope_sums != nullptr) slope_sum += passes ? Float{} : passed * z;
  }
  store<Lanes>(bias_sums, bias_sum);
  if (slope_sums != nullptr) store<Lanes>(slope_sums, slope_sum);
}

template <Rectifier rectifier>
INLINED void layer_backward(
    const LayerShape& shape, int64_t first, int64_t last, const float* slopes, const float* gradient, const float* kept, float* result,
    float* bias_sums, float* slope_sums) {
  for_lanes(last - first, [&](int64_t place, auto lanes) INLINED_BODY {
    const int64_t unit = first + place;
    layer_backward_units<rectifier>(
        lanes, shape, slopes + unit, gradient + unit, kept + unit, result + unit, bias_sums + unit,
        slope_sums == nullptr ? nullptr : slope_sums + unit);
  });
}

void layer_relu_backward(
    const LayerShape& shape, int64_t first, int64_t last, const float* slopes, const float* gradient, const float* kept, float* result,
    float* bias_sums, float* slope_sums) {
  layer_backward<Rectifier::kRelu>(shape, first, last, slopes, gradient, kept, result, bias_sums, slope_sums);
}

void layer_leaky_backward(
    const LayerShape& shape, int64_t first, int64_t last, const float* slopes, const float* gradient, const float* kept, float* result,
    float* bias_sums, float* slope_sums) {
  layer_backward<Rectifier::kLeaky>(shape, first, last, slopes, gradient, kept, result, bias_sums, slope_sums);
}

}  // namespace
