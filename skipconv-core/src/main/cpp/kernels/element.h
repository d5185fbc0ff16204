// How maps hold their values: as floats, or, in the kernels that know it, as bfloat16s. Arithmetic is in floats, whatever a map
// holds, but for the products of bfloat16s where a tier multiplies pairs of them.
#pragma once
#include "../skipconv.h"

namespace SK_TIER {

#ifdef SK_KNOWS_BFLOAT16
constexpr bool MIXED = true;
#else
constexpr bool MIXED = false;
#endif

// Stores a register as the element has it; gives what was stored.
static inline Vec put(float* p, Vec v) {
  store(p, v);
  return v;
}

// A register as a map of that element would hold it.
static inline Vec as_stored(const float*, Vec v) { return v; }
[[maybe_unused]] static inline Vec as_stored(const bfloat16*, Vec v) {
  bfloat16 there[LANES];
  return put(there, v);
}

// What one step of a convolution's loop takes of a pixel and of the weights: one input channel, or two or four side by side.
template <typename In>
constexpr int STEP = 1;
static inline Vec set_step(const float* p) { return set(*p); }
template <typename Weight>
static inline Vec load_step(const Weight* w) { return load(w); }
#ifdef SK_PAIRS
template <>
constexpr int STEP<bfloat16> = 2;
static inline Pairs set_step(const bfloat16* p) { return set_pair(p); }
static inline Pairs load_step(const bfloat16* w) { return load_pairs(w); }
#else
#ifdef SK_QUADS
template <>
constexpr int STEP<bfloat16> = 4;
#endif
[[maybe_unused]] static inline Vec set_step(const bfloat16* p) { return set(value_of(*p)); }
#endif

static inline int row_of(int32_t pixel) { return pixel >> 16; }
static inline int column_of(int32_t pixel) { return pixel & 0xffff; }

static inline bool is_narrow(const sk_map& map) { return MIXED && map.element == SK_BFLOAT16; }

static inline int64_t index_of(const sk_map& map, int64_t y, int64_t x) { return y * map.row + x * map.pixel; }

// Channels of a pixel of any map, from one on; `Cells()` where there is none. Arrays of it are left as they are: they are made
// for every pixel.
struct Cells {
  void* data;
  bool narrow;

  explicit operator bool() const { return data != nullptr; }
  float* floats() const { return static_cast<float*>(data); }
  bfloat16* narrows() const { return static_cast<bfloat16*>(data); }
  bool isNarrow() const { return MIXED && narrow; }

  Cells from(int64_t channel) const {
    return {isNarrow() ? static_cast<void*>(narrows() + channel) : floats() + channel, narrow};
  }

  Vec get(int64_t channel) const { return isNarrow() ? load(narrows() + channel) : load(floats() + channel); }
  Vec set(int64_t channel, Vec v) const { return isNarrow() ? put(narrows() + channel, v) : put(floats() + channel, v); }
  float one(int64_t channel) const { return isNarrow() ? value_of(narrows()[channel]) : floats()[channel]; }
  float setOne(int64_t channel, float x) const { return isNarrow() ? put(narrows() + channel, x) : put(floats() + channel, x); }
};

// A map's pixel; only of maps that are there.
static inline Cells at(const sk_map& map, int64_t y, int64_t x) {
  return Cells{map.data, is_narrow(map)}.from(index_of(map, y, x));
}

}  // namespace SK_TIER
