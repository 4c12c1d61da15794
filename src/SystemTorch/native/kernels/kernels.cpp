// All kernels for one kind of processor: compiled with its flags, under the name KERNELS_FOR.
#include "kernels.h"

#include "rectifier_layer.h"
#include "rectifier_pool.h"

extern const Kernels KERNELS_FOR;
const Kernels KERNELS_FOR = {
    layer_relu,      layer_leaky, layer_relu_backward, layer_leaky_backward,
    pool_relu, pool_leaky, pool_learned, pool_relu_backward, pool_leaky_backward, pool_slope_sums, transpose,
};
