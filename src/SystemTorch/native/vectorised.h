// Loops over floats in the widest vectors of the machine at hand, whichever machine the door was built on.
#pragma once

// Before a function: compiled for AVX-512, for AVX2 and for any x86-64, and chosen when the door is loaded. Elsewhere it is an ordinary
// function. What it calls must be VECTORISED_PART, or it is compiled for any machine.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define VECTORISED __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#define VECTORISED_PART __attribute__((always_inline)) inline
#else
#define VECTORISED
#define VECTORISED_PART inline
#endif

namespace door {

// Whether a VECTORISED function has fused multiply-adds as instructions. Without, std::fma is right but a call for every number.
inline bool has_fused_multiply_add() {
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
  static const bool has = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  return has;
#elif defined(__FMA__) || defined(__ARM_FEATURE_FMA)
  return true;
#else
  return false;
#endif
}

}  // namespace door
