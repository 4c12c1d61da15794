// A rectifier behind a fully connected layer.
#pragma once

#include "kernels.h"
#include "rectifier.h"
#include "transpose.h"

namespace {

template <int count>
struct Times {
  static constexpr int kCount = count;
};

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

template <Rectifier rectifier>
INLINED void layer_forward_transposed(
    const LayerShape& shape, int64_t first, int64_t last, const float* slopes, const float* bias, const float* product, float* z,
    float* output) {
  const int64_t units = shape.units;
  for_transposed(product, units, shape.rows, first, last, [&](int64_t row, int64_t unit, auto lanes, const auto& sum) INLINED_BODY {
    using Lanes = decltype(lanes);
    const auto value = bias == nullptr ? sum : sum + load<Lanes>(bias + unit);
    if (z != nullptr) store<Lanes>(z + row * units + unit, value);
    store<Lanes>(output + row * units + unit, rectified<rectifier>(value, load<Lanes>(slopes + unit)));
  });
}

void layer_relu_transposed(
    const LayerShape& shape, int64_t first, int64_t last, const float* slopes, const float* bias, const float* product, float* z,
    float* output) {
  layer_forward_transposed<Rectifier::kRelu>(shape, first, last, slopes, bias, product, z, output);
}

void layer_leaky_transposed(
    const LayerShape& shape, int64_t first, int64_t last, const float* slopes, const float* bias, const float* product, float* z,
    float* output) {
  layer_forward_transposed<Rectifier::kLeaky>(shape, first, last, slopes, bias, product, z, output);
}

// Some units of all rows: `blocks` times as many as the lanes hold, so that several lines of memory follow each other.
template <Rectifier rectifier, int blocks, typename Lanes>
INLINED void layer_backward_units(
    Lanes, const LayerShape& shape, const float* slopes, const float* gradient, const float* kept, float* result, float* bias_sums,
    float* slope_sums) {
  using Float = typename Lanes::Float;
  Float slope[blocks], bias_sum[blocks] = {}, slope_sum[blocks] = {};
  for (int block = 0; block < blocks; block++) slope[block] = load<Lanes>(slopes + block * Lanes::kCount);
  for (int64_t row = 0; row < shape.rows; row++)
    for (int block = 0; block < blocks; block++) {
      const int64_t at = row * shape.units + block * Lanes::kCount;
      const Float passed = load<Lanes>(gradient + at);
      const Float z = load<Lanes>(kept + at);
      const auto passes = is_passed<rectifier>(z);
      const Float scaled = passes ? passed : blocked<rectifier>(passed, slope[block]);
      store<Lanes>(result + at, scaled);
      bias_sum[block] += scaled;
      if (slope_sums != nullptr) slope_sum[block] += passes ? Float{} : passed * z;
    }
  for (int block = 0; block < blocks; block++) {
    store<Lanes>(bias_sums + block * Lanes::kCount, bias_sum[block]);
    if (slope_sums != nullptr) store<Lanes>(slope_sums + block * Lanes::kCount, slope_sum[block]);
  }
}

template <Rectifier rectifier>
INLINED void layer_backward(
    const LayerShape& shape, int64_t first, int64_t last, const float* slopes, const float* gradient, const float* kept, float* result,
    float* bias_sums, float* slope_sums) {
  constexpr int kBlocks = 4;
  const auto run = [&](int64_t unit, auto blocks, auto lanes) INLINED_BODY {
    layer_backward_units<rectifier, decltype(blocks)::kCount>(
        lanes, shape, slopes + unit, gradient + unit, kept + unit, result + unit, bias_sums + unit,
        slope_sums == nullptr ? nullptr : slope_sums + unit);
  };
  for (; first + kBlocks * kLanes <= last; first += kBlocks * kLanes) run(first, Times<kBlocks>(), Sixteen());
  for_lanes(last - first, [&](int64_t place, auto lanes) INLINED_BODY { run(first + place, Times<1>(), lanes); });
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
