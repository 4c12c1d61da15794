// All kernels for one kind of processor: compiled with its flags, under the name KERNELS_FOR.
#include "kernels.h"

#include "cross_entropy.h"
#include "optimizer_steps.h"
#include "rectifier_layer.h"
#include "rectifier_pool.h"
#include "transpose.h"

extern const Kernels KERNELS_FOR;

#if defined(__FMA__) || defined(__ARM_FEATURE_FMA) || defined(__aarch64__)
static constexpr bool kFusedMultiplyAdd = true;
#else
static constexpr bool kFusedMultiplyAdd = false;
#endif

const Kernels KERNELS_FOR = {
    sgd,
    adam,
    kFusedMultiplyAdd,
    layer_relu,
    layer_leaky,
    layer_relu_transposed,
    layer_leaky_transposed,
    layer_relu_backward,
    layer_leaky_backward,
    cross_entropy,
    pool_relu,
    pool_leaky,
    pool_learned,
    pool_relu_backward,
    pool_leaky_backward,
    pool_slope_sums,
    transpose,
};
