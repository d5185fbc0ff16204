// 4 floats in a register, written in the compiler's own vector type: SSE2, NEON, whatever the target has.
#pragma once
#include <cmath>
#include <cstring>

#define SK_TIER portable
namespace portable {
typedef float V __attribute__((vector_size(16)));
typedef int I __attribute__((vector_size(16)));
constexpr int LANES = 4;
constexpr int BLOCK_VECTORS = 2;
// Pixels whose sums are kept in registers beside a block of so many vectors.
constexpr int tile_pixels(int vectors) { return vectors == 2 ? 5 : 8; }

static inline V set(float x) { return V{x, x, x, x}; }
static inline V zero() { return set(0); }
static inline V load(const float* p) {
  V v;
  std::memcpy(&v, p, sizeof v);
  return v;
}
// No half precision: the compiler's vector types cannot widen it everywhere.
constexpr bool HALF = false;
static inline void store(float* p, V v) { std::memcpy(p, &v, sizeof v); }
static inline V add(V a, V b) { return a + b; }
static inline V sub(V a, V b) { return a - b; }
static inline V mul(V a, V b) { return a * b; }
static inline V div(V a, V b) { return a / b; }
static inline V fma(V a, V b, V c) { return a * b + c; }
static inline V select(I condition, V yes, V no) {
  return (V)((condition & (I)yes) | (~condition & (I)no));
}
// The second operand when either is NaN, so that max(limit, x) lets a NaN through.
static inline V max(V a, V b) { return select(a > b, a, b); }
static inline V min(V a, V b) { return select(a < b, a, b); }
static inline V abs(V a) { return (V)((I)a & I{0x7fffffff, 0x7fffffff, 0x7fffffff, 0x7fffffff}); }
// Adding and taking away 1.5 * 2^23 leaves the nearest whole number of |a| < 2^22.
static inline V round(V a) {
  const V magic = set(12582912.0f);
  return (a + magic) - magic;
}
// 2^n for whole n in [-126, 127]; 0 for -127.
static inline V pow2(V n) {
  const V magic = set(12582912.0f);
  I bits = (I)(n + magic) - (I)magic;
  return (V)((bits + 127) << 23);
}
// x * 2^n for whole n in [-126, 127]; 0 for -127.
static inline V scale2(V x, V n) { return x * pow2(n); }
// x, held to [-size, size]; of a NaN, size.
static inline V limit(V x, float size) { return max(min(x, set(size)), set(-size)); }
static inline float sum(V v) { return (v[0] + v[2]) + (v[1] + v[3]); }
}  // namespace portable
