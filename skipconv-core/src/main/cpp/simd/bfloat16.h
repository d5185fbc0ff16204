// The upper half of a float, and the same as single values.
#pragma once
#include <cstdint>
#include <cstring>

namespace SK_TIER {

struct bfloat16 {
  uint16_t bits;
};

static inline float value_of(float x) { return x; }
static inline float value_of(bfloat16 x) {
  const uint32_t bits = uint32_t(x.bits) << 16;
  float value;
  std::memcpy(&value, &bits, sizeof value);
  return value;
}

// Writes a value as it can be stored, rounded to the nearest, of two the even one; a NaN stays one. Gives what was stored.
[[maybe_unused]] static inline float put(float* p, float x) { return *p = x; }
[[maybe_unused]] static inline float put(bfloat16* p, float x) {
  uint32_t bits;
  std::memcpy(&bits, &x, sizeof bits);
  p->bits = uint16_t(x == x ? (bits + 0x7fff + (bits >> 16 & 1)) >> 16 : bits >> 16 | 0x40);
  return value_of(*p);
}

}  // namespace SK_TIER
