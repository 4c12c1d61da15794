#include "kernels.h"

extern const Kernels kernels_baseline;

#ifdef KERNELS_X86
extern const Kernels kernels_v3, kernels_v4;

static bool has_avx2() {
  __builtin_cpu_init();
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi2");
}

bool has_avx512() {
  return has_avx2() && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
         __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512cd");
}

static const Kernels& choose() { return has_avx512() ? kernels_v4 : has_avx2() ? kernels_v3 : kernels_baseline; }
#else
bool has_avx512() { return false; }

static const Kernels& choose() { return kernels_baseline; }
#endif

const Kernels& kernels() {
  static const Kernels& chosen = choose();
  return chosen;
}
