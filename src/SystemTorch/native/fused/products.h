// The matrix products of a fully connected layer, by oneDNN where libtorch brings it along and it is faster, else by libtorch's BLAS.
#pragma once

#include "operator.h"

namespace fused {

// input · weightᵀ + bias: [rows, inputs], [units, inputs] and [units] or none to [rows, units].
Tensor linear(const Tensor& input, const Tensor& weight, const Tensor& bias);

// weight · inputᵀ, [units, rows], where that is the faster way to `linear` even if somebody must turn it afterwards; else undefined. oneDNN
// copies its right factor into an order of its own: of few rows the input is the smaller one.
Tensor transposed_linear(const Tensor& input, const Tensor& weight);

// left · right.
Tensor product(const Tensor& left, const Tensor& right);

// leftᵀ · right.
Tensor transposed_product(const Tensor& left, const Tensor& right);

}  // namespace fused
