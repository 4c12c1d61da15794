// A rectifier and the largest of each 2 × 2 window behind it, for one image of [height, width, channels] in memory.
#pragma once

#include "kernels.h"
#include "rectifier.h"

namespace {

constexpr int32_t kPassed = 0x80;  // in a window's code beside the place of the largest: the derivative there is 1

INLINED void clear(float* values, int64_t count) {
  for (int64_t i = 0; i < count; i++) values[i] = 0.0f;
}

template <Rectifier rectifier, bool keeps_winners, typename Lanes>
INLINED void forward_window(
    Lanes, int64_t channels, const float* slopes, const float* top, const float* bottom, float* output, uint8_t* codes, float* winners) {
  using Float = typename Lanes::Float;
  using Int = typename Lanes::Int;
  const Float slope = load<Lanes>(slopes);
  Float winner = load<Lanes>(top);
  Float best = rectified<rectifier>(winner, slope);
  Int place = {};
  // The first of equals, and what is not a number before all: as libtorch.
  const auto challenge = [&](const Float& z, int32_t its_place) INLINED_BODY {
    const Float value = rectified<rectifier>(z, slope);
    const auto wins = (value > best) | (value != value);
    best = wins ? value : best;
    winner = wins ? z : winner;
    place = wins ? Int{} + its_place : place;
  };
  challenge(load<Lanes>(top + channels), 1);
  challenge(load<Lanes>(bottom), 2);
  challenge(load<Lanes>(bottom + channels), 3);
  store<Lanes>(output, best);
  Lanes::narrow(is_passed<rectifier>(winner) ? place + kPassed : place, codes);
  if (keeps_winners) store<Lanes>(winners, winner);
}

template <Rectifier rectifier, bool keeps_winners>
INLINED void forward_image(const PoolShape& shape, const float* slopes, const float* z, float* output, uint8_t* codes, float* winners) {
  const int64_t channels = shape.channels, row = shape.width * channels;
  for (int64_t y = 0; y < shape.out_height(); y++)
    for (int64_t x = 0; x < shape.out_width(); x++) {
      const float* corner = z + 2 * y * row + 2 * x * channels;
      for_lanes(channels, [&](int64_t c, auto lanes) INLINED_BODY {
        forward_window<rectifier, keeps_winners>(
            lanes, channels, slopes + c, corner + c, corner + row + c, output + c, codes + c, keeps_winners ? winners + c : nullptr);
      });
      output += channels;
      codes += channels;
      if (keeps_winners) winners += channels;
    }
}

void pool_relu(const PoolShape& shape, const float* slopes, const float* z, float* output, uint8_t* codes) {
  forward_image<Rectifier::kRelu, false>(shape, slopes, z, output, codes, nullptr);
}

void pool_leaky(const PoolShape& shape, const float* slopes, const float* z, float* output, uint8_t* codes) {
  forward_image<Rectifier::kLeaky, false>(shape, slopes, z, output, codes, nullptr);
}

void pool_learned(const PoolShape& shape, const float* slopes, const float* z, float* output, uint8_t* codes, float* winners) {
  forward_image<Rectifier::kLeaky, true>(shape, slopes, z, output, codes, winners);
}

template <Rectifier rectifier, typename Lanes>
INLINED void backward_window(
    Lanes, int64_t channels, const float* slopes, const float* gradient, const uint8_t* codes, float* top, float* bottom) {
  using Float = typename Lanes::Float;
  const auto code = Lanes::widen(codes);
  const Float passed = load<Lanes>(gradient);
  const Float scaled = code >= kPassed ? passed : blocked<rectifier>(passed, load<Lanes>(slopes));
  const auto place = code & 3;
  store<Lanes>(top, place == 0 ? scaled : Float{});
  store<Lanes>(top + channels, place == 1 ? scaled : Float{});
  store<Lanes>(bottom, place == 2 ? scaled : Float{});
  store<Lanes>(bottom + channels, place == 3 ? scaled : Float{});
}

template <Rectifier rectifier>
INLINED void backward_image(const PoolShape& shape, const float* slopes, const float* gradient, const uint8_t* codes, float* result) {
  const int64_t channels = shape.channels, row = shape.width * channels;
  for (int64_t y = 0; y < shape.out_height(); y++) {
    for (int64_t x = 0; x < shape.out_width(); x++) {
      float* corner = result + 2 * y * row + 2 * x * channels;
      for_lanes(channels, [&](int64_t c, auto lanes) INLINED_BODY {
        backward_window<rectifier>(lanes, channels, slopes + c, gradient + c, codes + c, corner + c, corner + row + c);
      });
      gradient += channels;
      codes += channels;
    }
    if (shape.width % 2 != 0)
      for (int64_t i = 1; i <= 2; i++) clear(result + (2 * y + i) * row - channels, channels);
  }
  if (shape.height % 2 != 0) clear(result + (shape.height - 1) * row, row);
}

void pool_relu_backward(const PoolShape& shape, const float* slopes, const float* gradient, const uint8_t* codes, float* result) {
  backward_image<Rectifier::kRelu>(shape, slopes, gradient, codes, result);
}

void pool_leaky_backward(const PoolShape& shape, const float* slopes, const float* gradient, const uint8_t* codes, float* result) {
  backward_image<Rectifier::kLeaky>(shape, slopes, gradient, codes, result);
}

template <typename Lanes>
INLINED void add_slope_sums(Lanes, const float* gradient, const uint8_t* codes, const float* winners, float* sums) {
  using Float = typename Lanes::Float;
  const Float share = load<Lanes>(gradient) * load<Lanes>(winners);
  store<Lanes>(sums, load<Lanes>(sums) + (Lanes::widen(codes) >= kPassed ? Float{} : share));
}

void pool_slope_sums(const PoolShape& shape, const float* gradient, const uint8_t* codes, const float* winners, float* sums) {
  clear(sums, shape.channels);
  for (int64_t at = 0; at < shape.out_size(); at += shape.channels)
    for_lanes(shape.channels, [&](int64_t c, auto lanes) INLINED_BODY {
      add_slope_sums(lanes, gradient + at + c, codes + at + c, winners + at + c, sums + c);
    });
}

}  // namespace
