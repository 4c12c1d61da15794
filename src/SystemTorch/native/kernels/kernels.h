// The loops over memory behind the operators of our own: numbers and pointers, nothing of libtorch. Compiled once for each kind of
// processor, chosen when they are first needed, so that a door that was built here runs elsewhere too.
#pragma once

#include <cstdint>

// Of images that are pooled.
struct PoolShape {
  int64_t channels, height, width;
  int64_t out_height() const { return height / 2; }
  int64_t out_width() const { return width / 2; }
  int64_t in_size() const { return height * width * channels; }
  int64_t out_size() const { return out_height() * out_width() * channels; }
};

// Pre-activations of a fully connected layer, [rows, units], and what a kernel does with some of the units.
struct LayerShape {
  int64_t rows, units;
};

struct Kernels {
  // f(z) of whole rows; output may be z.
  void (*layer_relu)(const LayerShape&, const float* slopes, const float* z, float* output);
  void (*layer_leaky)(const LayerShape&, const float* slopes, const float* z, float* output);
  // From the gradient of f(z) that of z, for units first … last - 1, and the sums over rows of it (the gradient of the bias). `kept` is z, or
  // f(z) where that has the sign of z. `slope_sums` may be null, else it gets the gradient of each unit's slope; then `kept` is z.
  void (*layer_relu_backward)(
      const LayerShape&, int64_t first, int64_t last, const float* slopes, const float* gradient, const float* kept, float* result,
      float* bias_sums, float* slope_sums);
  void (*layer_leaky_backward)(
      const LayerShape&, int64_t first, int64_t last, const float* slopes, const float* gradient, const float* kept, float* result,
      float* bias_sums, float* slope_sums);
  void (*pool_relu)(const PoolShape&, const float* slopes, const float* z, float* output, uint8_t* codes);
  void (*pool_leaky)(const PoolShape&, const float* slopes, const float* z, float* output, uint8_t* codes);
  // Keeps the largest pre-activation of each window, which the slopes' gradient needs.
  void (*pool_learned)(const PoolShape&, const float* slopes, const float* z, float* output, uint8_t* codes, float* winners);
  void (*pool_relu_backward)(const PoolShape&, const float* slopes, const float* gradient, const uint8_t* codes, float* result);
  void (*pool_leaky_backward)(const PoolShape&, const float* slopes, const float* gradient, const uint8_t* codes, float* result);
  void (*pool_slope_sums)(const PoolShape&, const float* gradient, const uint8_t* codes, const float* winners, float* sums);
  // From [channels, places] in memory to [places, channels].
  void (*transpose)(const float* from, float* to, int64_t channels, int64_t places);
};

// Those for this processor.
const Kernels& kernels();
