#include "kernels.h"

extern const Kernels kernels_baseline;

#ifdef KERNELS_X86
extern const Kernels kernels_v3, kernels_v4;

static const Kernels& choose() {
  __builtin_cpu_init();
  const bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi2");
  const bool avx512 = avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                      __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512cd");
  return avx512 ? kernels_v4 : avx2 ? kernels_v3 : kernels_baseline;
}
#else
static const Kernels& choose() { return kernels_baseline; }
#endif

const Kernels& kernels() {
  static const Kernels& chosen = choose();
  return chosen;
}
