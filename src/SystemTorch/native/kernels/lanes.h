// Sixteen floats at once, and one, under one name: kernels are written once for both.
#pragma once

#include <cstdint>

#define INLINED static inline __attribute__((always_inline))
#define INLINED_BODY __attribute__((always_inline))

// The same source is compiled for several processors; names of its own keep the linker from taking one's code for another.
namespace {

// The compiler makes of them what the processor has; comparisons and ?: work on each, as on one.
constexpr int64_t kLanes = 16;
typedef float Floats __attribute__((vector_size(4 * kLanes), aligned(4)));
typedef int32_t Ints __attribute__((vector_size(4 * kLanes), aligned(4)));
typedef uint8_t Bytes __attribute__((vector_size(kLanes), aligned(1)));

// Values of a kernel that is written for one element and for sixteen.
struct One {
  using Float = float;
  using Int = int32_t;
  static constexpr int64_t kCount = 1;
  INLINED int32_t widen(const uint8_t* from) { return *from; }
  INLINED void narrow(int32_t value, uint8_t* to) { *to = static_cast<uint8_t>(value); }
  INLINED float all(float value) { return value; }
};

struct Sixteen {
  using Float = Floats;
  using Int = Ints;
  static constexpr int64_t kCount = kLanes;
  INLINED Ints widen(const uint8_t* from) { return __builtin_convertvector(*reinterpret_cast<const Bytes*>(from), Ints); }
  INLINED void narrow(const Ints& value, uint8_t* to) { *reinterpret_cast<Bytes*>(to) = __builtin_convertvector(value, Bytes); }
  INLINED Floats all(float value) { return value - Floats{}; }
};

template <typename Lanes>
INLINED typename Lanes::Float load(const float* from) {
  return *reinterpret_cast<const typename Lanes::Float*>(from);
}

template <typename Lanes>
INLINED void store(float* to, const typename Lanes::Float& values) {
  *reinterpret_cast<typename Lanes::Float*>(to) = values;
}

// body(place, lanes) for all places, sixteen at a time and the rest one by one.
template <typename Body>
INLINED void for_lanes(int64_t count, const Body& body) {
  int64_t place = 0;
  for (; place + kLanes <= count; place += kLanes) body(place, Sixteen());
  for (; place < count; place++) body(place, One());
}

}  // namespace
