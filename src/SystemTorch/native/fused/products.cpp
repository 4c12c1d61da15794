#include "products.h"

#ifdef SYSTEMTORCH_ONEDNN
#include <oneapi/dnnl/dnnl.hpp>

#include <array>
#include <map>
#include <optional>
#include <string_view>
#endif

namespace fused {
namespace {

// A factor of a product, row-major in memory.
struct Factor {
  const Tensor& matrix;
  bool transposed = false;
  int64_t rows() const { return matrix.size(transposed ? 1 : 0); }
  int64_t columns() const { return matrix.size(transposed ? 0 : 1); }
};

Tensor by_libtorch(const Factor& left, const Factor& right, const Tensor& bias) {
  const auto a = left.transposed ? left.matrix.t() : left.matrix, b = right.transposed ? right.matrix.t() : right.matrix;
  return bias.defined() ? at::addmm(bias, a, b) : at::mm(a, b);
}

#ifdef SYSTEMTORCH_ONEDNN

// With AVX-512 it is faster than OpenBLAS on what a layer needs, and its threads do not wait for each other at every turn, which slows
// OpenBLAS down on a busy machine. Without, the BLAS is as good.

const dnnl::engine& engine() {
  static const dnnl::engine cpu(dnnl::engine::kind::cpu, 0);
  return cpu;
}

// A product of fixed sizes, as oneDNN has prepared it.
struct Prepared {
  dnnl::matmul product;
  dnnl::memory::desc left, right, bias, output;
};

dnnl::memory::desc describe(const Factor& factor) {
  using dnnl::memory;
  return {{factor.rows(), factor.columns()}, memory::data_type::f32, factor.transposed ? memory::format_tag::ba : memory::format_tag::ab};
}

// None unless oneDNN multiplies it block by block ("brg"). Its other way, which dnnl_sgemm takes too, points the stack register at a buffer
// in the heap meanwhile (2.6, sums of 256 terms and more): a signal that comes in then overwrites what lies before that buffer.
std::optional<Prepared> prepare(const Factor& left, const Factor& right, bool has_bias) {
  using dnnl::memory;
  const memory::dim rows = left.rows(), columns = right.columns();
  const auto a = describe(left), b = describe(right);
  const memory::desc bias = has_bias ? memory::desc({1, columns}, memory::data_type::f32, memory::format_tag::ab) : memory::desc();
  const memory::desc output({rows, columns}, memory::data_type::f32, memory::format_tag::ab);
  try {
#if DNNL_VERSION_MAJOR >= 3
    const dnnl::matmul::primitive_desc description(engine(), a, b, bias, output);
#else
    const dnnl::matmul::primitive_desc description(dnnl::matmul::desc(a, b, bias, output), engine());
#endif
    if (std::string_view(description.impl_info_str()).substr(0, 3) != "brg") return std::nullopt;
    return Prepared{dnnl::matmul(description), a, b, bias, output};
  } catch (const dnnl::error&) {
    return std::nullopt;
  }
}

// Kept for each thread, and for each number of threads, which decides how the work is split.
const std::optional<Prepared>& prepared(const Factor& left, const Factor& right, bool has_bias) {
  static thread_local std::map<std::array<int64_t, 5>, std::optional<Prepared>> all;
  constexpr size_t kMost = 256;
  const int64_t kind = left.transposed + 2 * right.transposed + 4 * has_bias;
  const std::array<int64_t, 5> key{left.rows(), left.columns(), right.columns(), kind, at::get_num_threads()};
  const auto found = all.find(key);
  if (found != all.end()) return found->second;
  if (all.size() == kMost) all.clear();
  return all.emplace(key, prepare(left, right, has_bias)).first->second;
}

Tensor by_onednn(const Prepared& prepared, const Factor& left, const Factor& right, const Tensor& bias) {
  auto output = at::empty({left.rows(), right.columns()}, left.matrix.options());
  static thread_local dnnl::stream stream(engine());
  std::unordered_map<int, dnnl::memory> arguments{
      {DNNL_ARG_SRC, dnnl::memory(prepared.left, engine(), left.matrix.data_ptr())},
      {DNNL_ARG_WEIGHTS, dnnl::memory(prepared.right, engine(), right.matrix.data_ptr())},
      {DNNL_ARG_DST, dnnl::memory(prepared.output, engine(), output.data_ptr())},
  };
  if (bias.defined()) arguments.emplace(DNNL_ARG_BIAS, dnnl::memory(prepared.bias, engine(), bias.data_ptr()));
  prepared.product.execute(stream, arguments);
  stream.wait();
  return output;
}

bool is_row_major(const Tensor& matrix) { return is_plain(matrix) && matrix.is_contiguous() && matrix.numel() > 0; }

// Undefined where it is not for oneDNN.
Tensor multiply_fast(const Factor& left, const Factor& right, const Tensor& bias) {
  static const bool fast = has_avx512();
  if (fast && is_row_major(left.matrix) && is_row_major(right.matrix) && (!bias.defined() || bias.is_contiguous()))
    if (const auto& known = prepared(left, right, bias.defined())) return by_onednn(*known, left, right, bias);
  return Tensor();
}

#else

Tensor multiply_fast(const Factor&, const Factor&, const Tensor&) { return Tensor(); }

#endif

Tensor multiply(const Factor& left, const Factor& right, const Tensor& bias) {
  auto result = multiply_fast(left, right, bias);
  return result.defined() ? result : by_libtorch(left, right, bias);
}

}  // namespace

Tensor linear(const Tensor& input, const Tensor& weight, const Tensor& bias) { return multiply({input}, {weight, true}, bias); }

Tensor transposed_linear(const Tensor& input, const Tensor& weight) {
  // Up to here measured: with as many rows as units turning costs what it saves.
  const bool few_rows = 2 * input.size(0) <= weight.size(0);
  return few_rows ? multiply_fast({weight}, {input, true}, Tensor()) : Tensor();
}

Tensor product(const Tensor& left, const Tensor& right) { return multiply({left}, {right}, Tensor()); }

Tensor transposed_product(const Tensor& left, const Tensor& right) { return multiply({left, true}, {right}, Tensor()); }

}  // namespace fused
