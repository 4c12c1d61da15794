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

// One parameter's numbers in memory and how SGD changes them; momenta may be null.
struct SgdStep {
  float* weights;
  const float* gradients;
  float* momenta;
  float minus_lr, momentum;
  float kept;  // of a gradient by the momentum: 1 - dampening
  float decay;
  float sign;  // -1 makes the loss grow
  bool is_first, nesterov;
};

// The same for Adam and AdamW; largest is null but for amsgrad.
struct AdamStep {
  float* weights;
  const float* gradients;
  float *means, *squares, *largest;
  float beta1, rest1, beta2, rest2, eps;
  float root;        // of the second bias correction
  float minus_size;  // of the step: the learning rate over the first bias correction
  float decay;       // what a gradient gets of its weight
  float shrink;      // what AdamW leaves of a weight
  float sign;        // -1 makes the loss grow
};

// Of logits.
struct LossShape {
  int64_t rows, classes;
};

struct Kernels {
  // Steps the numbers first … last - 1. Each gets the roundings that libtorch's operators give it one after another.
  void (*sgd)(const SgdStep&, int64_t first, int64_t last);
  void (*adam)(const AdamStep&, int64_t first, int64_t last);
  // Whether these use fused multiply-adds as instructions. Without, the two above are right but call a function for every number.
  bool fused_multiply_add;

  // f(z) of whole rows; output may be z.
  void (*layer_relu)(const LayerShape&, const float* slopes, const float* z, float* output);
  void (*layer_leaky)(const LayerShape&, const float* slopes, const float* z, float* output);
  // The same for rows first … last - 1 of a product that is [units, rows] in memory, and to which the bias is yet to be added. `bias` may be null,
  // and so may `z`, which gets the pre-activations, [rows, units].
  void (*layer_relu_transposed)(
      const LayerShape&, int64_t first, int64_t last, const float* slopes, const float* bias, const float* product, float* z, float* output);
  void (*layer_leaky_transposed)(
      const LayerShape&, int64_t first, int64_t last, const float* slopes, const float* bias, const float* product, float* z, float* output);
  // From the gradient of f(z) that of z, for units first … last - 1, and the sums over rows of it (the gradient of the bias). `kept` is z, or
  // f(z) where that has the sign of z. `slope_sums` may be null, else it gets the gradient of each unit's slope; then `kept` is z.
  void (*layer_relu_backward)(
      const LayerShape&, int64_t first, int64_t last, const float* slopes, const float* gradient, const float* kept, float* result,
      float* bias_sums, float* slope_sums);
  void (*layer_leaky_backward)(
      const LayerShape&, int64_t first, int64_t last, const float* slopes, const float* gradient, const float* kept, float* result,
      float* bias_sums, float* slope_sums);
  // The cross-entropy of each row with its target, 0 <= target < classes, of which the share `smoothing` is spread over all classes; and `share`
  // times its gradient. Both outputs are whole rows of their own.
  void (*cross_entropy)(
      const LossShape&, const float* logits, const int64_t* targets, float smoothing, float share, float* losses, float* gradient);
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

// Whether this processor has AVX-512 as servers have had it since Skylake-X.
bool has_avx512();

// Those for this processor.
const Kernels& kernels();
