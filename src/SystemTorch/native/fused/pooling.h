// A rectifier and the max pooling of 2 × 2 windows behind it, of images [images, channels, height, width] that are [height, width, channels]
// in memory. What the way back must know of a window fits into a byte.
#pragma once

#include "activation.h"

namespace fused {

class Pooling {
 public:
  // `learns`: the slopes' gradient will be wanted.
  Pooling(int64_t images, const PoolShape& shape, bool learns, const at::TensorOptions& options);
  // As it was when `codes` and `winners` were saved.
  Pooling(int64_t images, const PoolShape& shape, Tensor codes, Tensor winners);

  static Tensor one_by_one(const Tensor& z, const Tensor& slopes, double slope, bool relu);

  // Pools the pre-activations of some of the images, those from `first` on.
  void forward(const Tensor& z, const Activation& activation, int64_t first);

  // The gradient of the pre-activations of so many images from `first` on, from that of all outputs in either order of memory, which must be
  // contiguous in it.
  Tensor backward(const Tensor& gradient, const Activation& activation, int64_t first, int64_t count);

  const Tensor& output() const { return output_; }
  const Tensor& codes() const { return codes_; }
  const Tensor& winners() const { return winners_; }
  // Of backward(): [images, channels].
  const Tensor& slope_sums() const { return slope_sums_; }

 private:
  int64_t images_;
  PoolShape shape_;
  Tensor output_, codes_, winners_, slope_sums_;
};

inline bool is_channels_last(const Tensor& images) { return images.is_contiguous(at::MemoryFormat::ChannelsLast); }

// Contiguous in one of the two orders.
inline Tensor ordered(const Tensor& gradient) { return is_channels_last(gradient) ? gradient : gradient.contiguous(); }

}  // namespace fused
