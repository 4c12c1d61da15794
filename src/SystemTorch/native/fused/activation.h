// The rectifier of a layer: which it is, and its slopes.
#pragma once

#include "operator.h"

namespace fused {

// The activation of a layer: which it is, and its slopes, one a channel.
class Activation {
 public:
  // `weight` are PReLU's slopes, one or one a channel; without it all have the same.
  Activation(bool relu, const Tensor& weight, double slope, int64_t channels) : relu_(relu), weight_(weight), slopes_(channels) {
    const bool shared = !weight.defined() || weight.numel() == 1;
    const float* learned = weight.defined() ? weight.data_ptr<float>() : nullptr;
    for (int64_t c = 0; c < channels; c++)
      slopes_[c] = learned == nullptr ? static_cast<float>(slope) : learned[shared ? 0 : c];
  }

  static bool fits(const Tensor& weight, int64_t channels) {
    return !weight.defined() || (is_plain(weight) && weight.is_contiguous() && (weight.numel() == 1 || weight.numel() == channels));
  }

  bool relu() const { return relu_; }
  bool learns() const { return weight_.defined(); }
  const float* slopes() const { return slopes_.data(); }

  // The gradient of the slopes, from a sum for each row of work [rows, channels]: in order, so the same however many threads there were.
  static Tensor gradient(const Tensor& weight, const Tensor& sums) {
    const int64_t rows = sums.size(0), channels = sums.size(1);
    const float* sum = sums.data_ptr<float>();
    std::vector<double> totals(weight.numel());
    for (int64_t row = 0; row < rows; row++)
      for (int64_t c = 0; c < channels; c++) totals[weight.numel() == 1 ? 0 : c] += sum[row * channels + c];
    auto gradient = at::empty_like(weight);
    float* result = gradient.data_ptr<float>();
    for (size_t i = 0; i < totals.size(); i++) result[i] = static_cast<float>(totals[i]);
    return gradient;
  }

 private:
  bool relu_;
  Tensor weight_;
  std::vector<float> slopes_;
};

}  // namespace fused
