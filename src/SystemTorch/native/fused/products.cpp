#include "products.h"

#include <dlfcn.h>

#ifdef SYSTEMTORCH_ONEDNN
#include <oneapi/dnnl/dnnl.hpp>

#include <array>
#include <map>
#endif

namespace fused {
namespace {

// oneDNN's product, row-major. It is part of libtorch where that is linked to a oneDNN of its own file, as Debian's is. With AVX-512 it is
// faster than OpenBLAS on what a layer needs, and its threads do not wait for each other at every turn, which slows OpenBLAS down on a busy
// machine. Without, the BLAS is as good.
using Sgemm = int (*)(
    char transa, char transb, int64_t m, int64_t n, int64_t k, float alpha, const float* a, int64_t lda, const float* b, int64_t ldb,
    float beta, float* c, int64_t ldc);

bool is_row_major(const Tensor& matrix) { return is_plain(matrix) && matrix.is_contiguous() && matrix.numel() > 0; }

Tensor multiply(const Tensor& left, bool transposed, const Tensor& right) {
  static const Sgemm sgemm = has_avx512() ? reinterpret_cast<Sgemm>(dlsym(RTLD_DEFAULT, "dnnl_sgemm")) : nullptr;
  if (sgemm != nullptr && is_row_major(left) && is_row_major(right)) {
    const int64_t m = left.size(transposed ? 1 : 0), k = left.size(transposed ? 0 : 1), n = right.size(1);
    auto result = at::empty({m, n}, left.options());
    const int status = sgemm(
        transposed ? 'T' : 'N', 'N', m, n, k, 1.0f, left.data_ptr<float>(), left.size(1), right.data_ptr<float>(), n, 0.0f,
        result.data_ptr<float>(), n);
    if (status == 0) return result;
  }
  return transposed ? left.t().mm(right) : left.mm(right);
}

#ifdef SYSTEMTORCH_ONEDNN

// A product of fixed sizes, as oneDNN has prepared it.
struct Prepared {
  dnnl::matmul product;
  dnnl::memory::desc input, weight, bias, output;
};

const dnnl::engine& engine() {
  static const dnnl::engine cpu(dnnl::engine::kind::cpu, 0);
  return cpu;
}

Prepared prepare(int64_t rows, int64_t inputs, int64_t units, bool has_bias) {
  using dnnl::memory;
  const memory::desc input({rows, inputs}, memory::data_type::f32, memory::format_tag::ab);
  // The weight is [units, inputs].
  const memory::desc weight({inputs, units}, memory::data_type::f32, memory::format_tag::ba);
  const memory::desc bias = has_bias ? memory::desc({1, units}, memory::data_type::f32, memory::format_tag::ab) : memory::desc();
  const memory::desc output({rows, units}, memory::data_type::f32, memory::format_tag::ab);
#if DNNL_VERSION_MAJOR >= 3
  const dnnl::matmul::primitive_desc description(engine(), input, weight, bias, output);
#else
  const dnnl::matmul::primitive_desc description(dnnl::matmul::desc(input, weight, bias, output), engine());
#endif
  return {dnnl::matmul(description), input, weight, bias, output};
}

// Kept for each thread, and for each number of threads, which decides how the work is split.
const Prepared& prepared(int64_t rows, int64_t inputs, int64_t units, bool has_bias) {
  static thread_local std::map<std::array<int64_t, 5>, Prepared> all;
  constexpr size_t kMost = 256;
  const std::array<int64_t, 5> key{rows, inputs, units, has_bias, at::get_num_threads()};
  const auto found = all.find(key);
  if (found != all.end()) return found->second;
  if (all.size() == kMost) all.clear();
  return all.emplace(key, prepare(rows, inputs, units, has_bias)).first->second;
}

Tensor linear_by_onednn(const Tensor& input, const Tensor& weight, const Tensor& bias) {
  const auto& product = prepared(input.size(0), input.size(1), weight.size(0), bias.defined());
  auto output = at::empty({input.size(0), weight.size(0)}, input.options());
  static thread_local dnnl::stream stream(engine());
  std::unordered_map<int, dnnl::memory> arguments{
      {DNNL_ARG_SRC, dnnl::memory(product.input, engine(), input.data_ptr())},
      {DNNL_ARG_WEIGHTS, dnnl::memory(product.weight, engine(), weight.data_ptr())},
      {DNNL_ARG_DST, dnnl::memory(product.output, engine(), output.data_ptr())},
  };
  if (bias.defined()) arguments.emplace(DNNL_ARG_BIAS, dnnl::memory(product.bias, engine(), bias.data_ptr()));
  product.product.execute(stream, arguments);
  stream.wait();
  return output;
}

#endif

}  // namespace

Tensor linear(const Tensor& input, const Tensor& weight, const Tensor& bias) {
#ifdef SYSTEMTORCH_ONEDNN
  static const bool fast = has_avx512();
  if (fast && is_row_major(input) && is_row_major(weight) && (!bias.defined() || bias.is_contiguous()))
    return linear_by_onednn(input, weight, bias);
#endif
  return bias.defined() ? at::addmm(bias, input, weight.t()) : at::mm(input, weight.t());
}

Tensor product(const Tensor& left, const Tensor& right) { return multiply(left, false, right); }

Tensor transposed_product(const Tensor& left, const Tensor& right) { return multiply(left, true, right); }

}  // namespace fused
