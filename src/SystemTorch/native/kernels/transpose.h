// Matrices with rows and columns exchanged, sixteen by sixteen in registers.
#pragma once

#include <utility>

#include "kernels.h"
#include "lanes.h"

namespace {

// Of the vectors `low` and `high` their parts that belong together when places that differ in the bit `distance` are exchanged.
template <int64_t distance, bool upper, size_t... place>
INLINED Floats exchanged(const Floats& low, const Floats& high, std::index_sequence<place...>) {
  if constexpr (upper)
    return __builtin_shufflevector(low, high, (place & distance ? kLanes + place : place + distance)...);
  else
    return __builtin_shufflevector(low, high, (place & distance ? kLanes + place - distance : place)...);
}

template <int64_t distance>
INLINED void exchange(Floats* rows) {
  constexpr auto places = std::make_index_sequence<kLanes>();
  for (int64_t row = 0; row < kLanes; row++) {
    if (row & distance) continue;
    const Floats low = rows[row], high = rows[row + distance];
    rows[row] = exchanged<distance, false>(low, high, places);
    rows[row + distance] = exchanged<distance, true>(low, high, places);
  }
}

// rows[r][c] to rows[c][r].
INLINED void transpose_tile(Floats* rows) {
  exchange<8>(rows);
  exchange<4>(rows);
  exchange<2>(rows);
  exchange<1>(rows);
}

// store(r, c, lanes, values) for the elements [r, c …] of the transpose of `from`, which has a row for each c: columns first … last - 1 of it.
template <typename Store>
INLINED void for_transposed(const float* from, int64_t rows, int64_t columns, int64_t first, int64_t last, const Store& store) {
  int64_t r = first;
  for (; r + kLanes <= last; r += kLanes) {
    int64_t c = 0;
    for (; c + kLanes <= rows; c += kLanes) {
      Floats tile[kLanes];
      for (int64_t i = 0; i < kLanes; i++) tile[i] = load<Sixteen>(from + (c + i) * columns + r);
      transpose_tile(tile);
      for (int64_t i = 0; i < kLanes; i++) store(r + i, c, Sixteen(), tile[i]);
    }
    for (; c < rows; c++)
      for (int64_t i = 0; i < kLanes; i++) store(r + i, c, One(), from[c * columns + r + i]);
  }
  for (; r < last; r++)
    for (int64_t c = 0; c < rows; c++) store(r, c, One(), from[c * columns + r]);
}

// From [channels, places] in memory to [places, channels].
void transpose(const float* from, float* to, int64_t channels, int64_t places) {
  for_transposed(from, channels, places, 0, places, [&](int64_t place, int64_t channel, auto lanes, const auto& values) INLINED_BODY {
    ::store<decltype(lanes)>(to + place * channels + channel, values);
  });
}

}  // namespace
