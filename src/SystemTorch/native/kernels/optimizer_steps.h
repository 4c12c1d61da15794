// A step of an optimizer: one pass over the memory of a parameter, its gradient and its states. Every rounding is written down, fused
// multiply-adds too, as libtorch's own operators have them one after another; so both ways make the same bits.
#pragma once

#include "kernels.h"
#include "lanes.h"

namespace {

template <bool decays, bool has_momentum, bool is_first, bool nesterov>
INLINED void sgd_loop(
    const SgdStep step, float* __restrict weights, const float* __restrict gradients, float* __restrict momenta, int64_t first, int64_t last) {
  for (int64_t i = first; i < last; i++) {
    float change = gradients[i] * step.sign;
    if (decays) change = __builtin_fmaf(weights[i], step.decay, change);
    if (has_momentum) {
      const float momentum = is_first ? 0.0f + change : __builtin_fmaf(change, step.kept, momenta[i] * step.momentum);
      momenta[i] = momentum;
      change = nesterov ? __builtin_fmaf(momentum, step.momentum, change) : momentum;
    }
    weights[i] = __builtin_fmaf(change, step.minus_lr, weights[i]);
  }
}

template <bool decays>
INLINED void sgd_by_momentum(const SgdStep& step, int64_t first, int64_t last) {
  if (step.momenta == nullptr)
    sgd_loop<decays, false, false, false>(step, step.weights, step.gradients, step.momenta, first, last);
  else if (step.is_first && step.nesterov)
    sgd_loop<decays, true, true, true>(step, step.weights, step.gradients, step.momenta, first, last);
  else if (step.is_first)
    sgd_loop<decays, true, true, false>(step, step.weights, step.gradients, step.momenta, first, last);
  else if (step.nesterov)
    sgd_loop<decays, true, false, true>(step, step.weights, step.gradients, step.momenta, first, last);
  else
    sgd_loop<decays, true, false, false>(step, step.weights, step.gradients, step.momenta, first, last);
}

void sgd(const SgdStep& step, int64_t first, int64_t last) {
  if (step.decay != 0)
    sgd_by_momentum<true>(step, first, last);
  else
    sgd_by_momentum<false>(step, first, last);
}

template <bool decays, bool shrinks, bool keeps_largest>
INLINED void adam_loop(
    const AdamStep step, float* __restrict weights, const float* __restrict gradients, float* __restrict means, float* __restrict squares,
    float* __restrict largest, int64_t first, int64_t last) {
  for (int64_t i = first; i < last; i++) {
    float weight = weights[i];
    float gradient = gradients[i] * step.sign;
    if (shrinks) weight *= step.shrink;
    if (decays) gradient = __builtin_fmaf(weight, step.decay, gradient);
    const float mean = __builtin_fmaf(gradient, step.rest1, means[i] * step.beta1);
    float square = __builtin_fmaf(gradient * step.rest2, gradient, squares[i] * step.beta2);
    means[i] = mean;
    squares[i] = square;
    if (keeps_largest) {
      // Not a number stays so, wherever it comes from.
      const float before = largest[i];
      square = before > square || before != before ? before : square;
      largest[i] = square;
    }
    weights[i] = weight + mean * step.minus_size / (__builtin_sqrtf(square) / step.root + step.eps);
  }
}

template <bool decays, bool shrinks>
INLINED void adam_by_largest(const AdamStep& step, int64_t first, int64_t last) {
  if (step.largest != nullptr)
    adam_loop<decays, shrinks, true>(step, step.weights, step.gradients, step.means, step.squares, step.largest, first, last);
  else
    adam_loop<decays, shrinks, false>(step, step.weights, step.gradients, step.means, step.squares, step.largest, first, last);
}

void adam(const AdamStep& step, int64_t first, int64_t last) {
  if (step.shrink != 1)
    adam_by_largest<false, true>(step, first, last);
  else if (step.decay != 0)
    adam_by_largest<true, false>(step, first, last);
  else
    adam_by_largest<false, false>(step, first, last);
}

}  // namespace
