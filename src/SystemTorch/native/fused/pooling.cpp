#include "pooling.h"

namespace fused {

Pooling::Pooling(int64_t images, const PoolShape& shape, bool learns, const at::TensorOptions& options)
    : images_(images),
      shape_(shape),
      output_(at::empty(
          {images, shape.channels, shape.out_height(), shape.out_width()}, options.memory_format(at::MemoryFormat::ChannelsLast))),
      codes_(at::empty({images * shape.out_size()}, options.dtype(at::kByte))),
      winners_(learns ? at::empty({images * shape.out_size()}, options) : Tensor()) {}

Pooling::Pooling(int64_t images, const PoolShape& shape, Tensor codes, Tensor winners)
    : images_(images), shape_(shape), codes_(std::move(codes)), winners_(std::move(winners)) {
  if (winners_.defined()) slope_sums_ = at::empty({images, shape.channels}, winners_.options());
}

Tensor Pooling::one_by_one(const Tensor& z, const Tensor& slopes, double slope, bool relu) {
  auto activated = slopes.defined() ? at::prelu(z, slopes) : relu ? at::relu(z) : at::leaky_relu(z, slope);
  return at::max_pool2d(activated, {2, 2}, {2, 2});
}

void Pooling::forward(const Tensor& z, const Activation& activation, int64_t first_image) {
  const float* from = z.data_ptr<float>();
  float* to = output_.data_ptr<float>() + first_image * shape_.out_size();
  uint8_t* codes = codes_.data_ptr<uint8_t>() + first_image * shape_.out_size();
  float* winners = winners_.defined() ? winners_.data_ptr<float>() + first_image * shape_.out_size() : nullptr;
  at::parallel_for(0, z.size(0), 1, [&](int64_t first, int64_t last) {
    for (int64_t i = first; i < last; i++) {
      const int64_t at = i * shape_.out_size();
      const float* image = from + i * shape_.in_size();
      if (winners != nullptr)
        kernels().pool_learned(shape_, activation.slopes(), image, to + at, codes + at, winners + at);
      else if (activation.relu())
        kernels().pool_relu(shape_, activation.slopes(), image, to + at, codes + at);
      else
        kernels().pool_leaky(shape_, activation.slopes(), image, to + at, codes + at);
    }
  });
}

Tensor Pooling::backward(const Tensor& gradient, const Activation& activation, int64_t first_image, int64_t count) {
  auto result = at::empty(
      {count, shape_.channels, shape_.height, shape_.width}, gradient.options().memory_format(at::MemoryFormat::ChannelsLast));
  const bool turned = !is_channels_last(gradient);
  const float* from = gradient.data_ptr<float>();
  const uint8_t* codes = codes_.data_ptr<uint8_t>();
  const float* winners = winners_.defined() ? winners_.data_ptr<float>() : nullptr;
  float* sums = slope_sums_.defined() ? slope_sums_.data_ptr<float>() : nullptr;
  float* to = result.data_ptr<float>();
  const auto run = activation.relu() ? kernels().pool_relu_backward : kernels().pool_leaky_backward;
  at::parallel_for(0, count, 1, [&](int64_t first, int64_t last) {
    std::vector<float> place(turned ? shape_.out_size() : 0);
    for (int64_t i = first; i < last; i++) {
      const int64_t at = (first_image + i) * shape_.out_size();
      const float* passed = from + at;
      if (turned) {
        kernels().transpose(passed, place.data(), shape_.channels, shape_.out_height() * shape_.out_width());
        passed = place.data();
      }
      run(shape_, activation.slopes(), passed, codes + at, to + i * shape_.in_size());
      if (sums != nullptr)
        kernels().pool_slope_sums(shape_, passed, codes + at, winners + at, sums + (first_image + i) * shape_.channels);
    }
  });
  return result;
}

}  // namespace fused
