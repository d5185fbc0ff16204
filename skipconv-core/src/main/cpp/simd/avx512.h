// 16 floats in a register, 32 registers.
#pragma once
#include <immintrin.h>
#include <cstdint>

#ifndef SK_TIER
#define SK_TIER avx512
#endif
#include "bfloat16.h"
namespace SK_TIER {
using Vec = __m512;
constexpr int LANES = 16;
constexpr int BLOCK_VECTORS = 4;
// Pixels whose sums are kept in registers beside a block of so many vectors.
constexpr int tile_pixels(int vectors) { return vectors == 4 ? 6 : vectors == 3 ? 8 : 12; }

static inline Vec zero() { return _mm512_setzero_ps(); }
static inline Vec set(float x) { return _mm512_set1_ps(x); }
static inline Vec load(const float* p) { return _mm512_loadu_ps(p); }
// Half precision, widened.
constexpr bool HALF = true;
static inline Vec load(const uint16_t* p) {
  return _mm512_cvtph_ps(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(p)));
}
static inline void store(float* p, Vec v) { _mm512_storeu_ps(p, v); }
static inline Vec widened(__m256i v) { return _mm512_castsi512_ps(_mm512_slli_epi32(_mm512_cvtepu16_epi32(v), 16)); }
static inline Vec load(const bfloat16* p) { return widened(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(p))); }
#ifdef __AVX512BF16__
// Denormal numbers are 0 to these instructions, as they come and as they go.
static inline __m256i narrowed(Vec v) { return __m256i(_mm512_cvtneps_pbh(v)); }
#define SK_PAIRS
// Two bfloat16s in each lane.
struct Pairs {
  __m512bh values;
};
static inline Pairs load_pairs(const bfloat16* p) { return {__m512bh(_mm512_loadu_si512(p))}; }
static inline Pairs set_pair(const bfloat16* p) {
  int both;
  std::memcpy(&both, p, sizeof both);
  return {__m512bh(_mm512_set1_epi32(both))};
}
static inline Vec fma(Pairs a, Pairs b, Vec c) { return _mm512_dpbf16_ps(c, a.values, b.values); }
#else
static inline __m256i narrowed(Vec v) {
  const __m512i bits = _mm512_castps_si512(v), upper = _mm512_srli_epi32(bits, 16);
  const __m512i odd = _mm512_and_si512(upper, _mm512_set1_epi32(1));
  const __m512i rounded = _mm512_srli_epi32(_mm512_add_epi32(bits, _mm512_add_epi32(odd, _mm512_set1_epi32(0x7fff))), 16);
  const __mmask16 nan = _mm512_cmp_ps_mask(v, v, _CMP_UNORD_Q);
  return _mm512_cvtepi32_epi16(_mm512_mask_or_epi32(rounded, nan, upper, _mm512_set1_epi32(0x40)));
}
#endif
static inline Vec put(bfloat16* p, Vec v) {
  const __m256i narrow = narrowed(v);
  _mm256_storeu_si256(reinterpret_cast<__m256i*>(p), narrow);
  return widened(narrow);
}
static inline Vec add(Vec a, Vec b) { return _mm512_add_ps(a, b); }
static inline Vec sub(Vec a, Vec b) { return _mm512_sub_ps(a, b); }
static inline Vec mul(Vec a, Vec b) { return _mm512_mul_ps(a, b); }
static inline Vec div(Vec a, Vec b) { return _mm512_div_ps(a, b); }
static inline Vec fma(Vec a, Vec b, Vec c) { return _mm512_fmadd_ps(a, b, c); }
// The second operand when either is NaN, so that max(limit, x) lets a NaN through.
static inline Vec max(Vec a, Vec b) { return _mm512_max_ps(a, b); }
static inline Vec min(Vec a, Vec b) { return _mm512_min_ps(a, b); }
static inline Vec if_less(Vec a, Vec b, Vec yes, Vec no) {
  return _mm512_mask_blend_ps(_mm512_cmp_ps_mask(a, b, _CMP_LT_OQ), no, yes);
}
// NaN when either is.
static inline Vec max_or_nan(Vec a, Vec b) {
  return _mm512_mask_mov_ps(max(a, b), _mm512_cmp_ps_mask(a, a, _CMP_UNORD_Q), a);
}
static inline Vec min_or_nan(Vec a, Vec b) {
  return _mm512_mask_mov_ps(min(a, b), _mm512_cmp_ps_mask(a, a, _CMP_UNORD_Q), a);
}
static inline Vec sqrt(Vec a) { return _mm512_sqrt_ps(a); }
static inline Vec floor(Vec a) { return _mm512_roundscale_ps(a, _MM_FROUND_TO_NEG_INF | _MM_FROUND_NO_EXC); }
static inline Vec abs(Vec a) { return _mm512_abs_ps(a); }
// The nearest whole number; of two the even one.
static inline Vec round(Vec a) { return _mm512_roundscale_ps(a, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC); }
// The same of values of any size.
static inline Vec nearest(Vec a) { return round(a); }
// x, held to [-size, size]; of a NaN, size.
static inline Vec limit(Vec x, float size) { return _mm512_range_ps(x, set(size), 2); }
// x * 2^n for whole n.
static inline Vec scale2(Vec x, Vec n) { return _mm512_scalef_ps(x, n); }
// Written out, since compilers differ in the order in which their own function adds up.
static inline float sum(Vec v) {
  const __m256 eight = _mm256_add_ps(_mm512_castps512_ps256(v), _mm512_extractf32x8_ps(v, 1));
  __m128 four = _mm_add_ps(_mm256_castps256_ps128(eight), _mm256_extractf128_ps(eight, 1));
  four = _mm_add_ps(four, _mm_movehl_ps(four, four));
  return _mm_cvtss_f32(_mm_add_ss(four, _mm_movehdup_ps(four)));
}
#define SK_COMPRESSES
// Of 16 pixels, those that are marked and have something pending: leaves only their marks, takes what is pending, and lists them.
// Compressed in a register, since compressing to memory takes Zen 4 over a hundred cycles.
static inline int list_sixteen(uint8_t* mask, float* pending, int32_t first, int32_t* list) {
  const __m128i marks = _mm_loadu_si128(reinterpret_cast<const __m128i*>(mask));
  __mmask16 open = _mm_test_epi8_mask(marks, marks);
  if (pending) {
    open = _mm512_mask_cmp_ps_mask(open, load(pending), zero(), _CMP_NEQ_UQ);
    _mm512_mask_storeu_ps(pending, open, zero());
  }
  _mm_storeu_si128(reinterpret_cast<__m128i*>(mask), _mm_maskz_set1_epi8(open, 1));
  const __m512i steps = _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
  const __m512i pixels = _mm512_add_epi32(_mm512_set1_epi32(first), steps);
  const int count = __builtin_popcount(open);
  _mm512_mask_storeu_epi32(list, __mmask16((1u << count) - 1), _mm512_maskz_compress_epi32(open, pixels));
  return count;
}
}  // namespace SK_TIER
