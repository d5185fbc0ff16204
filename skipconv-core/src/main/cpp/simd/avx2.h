// 8 floats in a register, 16 registers.
#pragma once
#include <immintrin.h>
#include <cstdint>

#ifndef SK_TIER
#define SK_TIER avx2
#endif
#include "bfloat16.h"
namespace SK_TIER {
using Vec = __m256;
constexpr int LANES = 8;
constexpr int BLOCK_VECTORS = 2;
// Pixels whose sums are kept in registers beside a block of so many vectors.
constexpr int tile_pixels(int vectors) { return vectors == 2 ? 6 : 12; }

static inline Vec zero() { return _mm256_setzero_ps(); }
static inline Vec set(float x) { return _mm256_set1_ps(x); }
static inline Vec load(const float* p) { return _mm256_loadu_ps(p); }
// Half precision, widened.
constexpr bool HALF = true;
static inline Vec load(const uint16_t* p) { return _mm256_cvtph_ps(_mm_loadu_si128(reinterpret_cast<const __m128i*>(p))); }
static inline void store(float* p, Vec v) { _mm256_storeu_ps(p, v); }
static inline Vec widened(__m128i v) { return _mm256_castsi256_ps(_mm256_slli_epi32(_mm256_cvtepu16_epi32(v), 16)); }
static inline Vec load(const bfloat16* p) { return widened(_mm_loadu_si128(reinterpret_cast<const __m128i*>(p))); }
static inline Vec put(bfloat16* p, Vec v) {
  const __m256i bits = _mm256_castps_si256(v), upper = _mm256_srli_epi32(bits, 16);
  const __m256i odd = _mm256_and_si256(upper, _mm256_set1_epi32(1));
  const __m256i rounded = _mm256_srli_epi32(_mm256_add_epi32(bits, _mm256_add_epi32(odd, _mm256_set1_epi32(0x7fff))), 16);
  const __m256i quiet = _mm256_or_si256(upper, _mm256_set1_epi32(0x40));
  const __m256i stored = _mm256_blendv_epi8(rounded, quiet, _mm256_castps_si256(_mm256_cmp_ps(v, v, _CMP_UNORD_Q)));
  const __m128i narrow = _mm_packus_epi32(_mm256_castsi256_si128(stored), _mm256_extracti128_si256(stored, 1));
  _mm_storeu_si128(reinterpret_cast<__m128i*>(p), narrow);
  return widened(narrow);
}
static inline Vec add(Vec a, Vec b) { return _mm256_add_ps(a, b); }
static inline Vec sub(Vec a, Vec b) { return _mm256_sub_ps(a, b); }
static inline Vec mul(Vec a, Vec b) { return _mm256_mul_ps(a, b); }
static inline Vec div(Vec a, Vec b) { return _mm256_div_ps(a, b); }
static inline Vec fma(Vec a, Vec b, Vec c) { return _mm256_fmadd_ps(a, b, c); }
// The second operand when either is NaN, so that max(limit, x) lets a NaN through.
static inline Vec max(Vec a, Vec b) { return _mm256_max_ps(a, b); }
static inline Vec min(Vec a, Vec b) { return _mm256_min_ps(a, b); }
static inline Vec if_less(Vec a, Vec b, Vec yes, Vec no) { return _mm256_blendv_ps(no, yes, _mm256_cmp_ps(a, b, _CMP_LT_OQ)); }
// NaN when either is: all bits of a comparison that holds are one.
static inline Vec max_or_nan(Vec a, Vec b) { return _mm256_or_ps(max(a, b), _mm256_cmp_ps(a, a, _CMP_UNORD_Q)); }
static inline Vec min_or_nan(Vec a, Vec b) { return _mm256_or_ps(min(a, b), _mm256_cmp_ps(a, a, _CMP_UNORD_Q)); }
static inline Vec sqrt(Vec a) { return _mm256_sqrt_ps(a); }
static inline Vec floor(Vec a) { return _mm256_round_ps(a, _MM_FROUND_TO_NEG_INF | _MM_FROUND_NO_EXC); }
static inline Vec abs(Vec a) { return _mm256_andnot_ps(_mm256_set1_ps(-0.0f), a); }
// The nearest whole number; of two the even one.
static inline Vec round(Vec a) { return _mm256_round_ps(a, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC); }
// The same of values of any size.
static inline Vec nearest(Vec a) { return round(a); }
// 2^n for whole n in [-126, 127]; 0 for -127.
static inline Vec pow2(Vec n) {
  return _mm256_castsi256_ps(
      _mm256_slli_epi32(_mm256_add_epi32(_mm256_cvtps_epi32(n), _mm256_set1_epi32(127)), 23));
}
// x * 2^n for whole n in [-126, 127]; 0 for -127.
static inline Vec scale2(Vec x, Vec n) { return mul(x, pow2(n)); }
// x, held to [-size, size]; of a NaN, size.
static inline Vec limit(Vec x, float size) { return max(min(x, set(size)), set(-size)); }
static inline float sum(Vec v) {
  __m128 four = _mm_add_ps(_mm256_castps256_ps128(v), _mm256_extractf128_ps(v, 1));
  four = _mm_add_ps(four, _mm_movehl_ps(four, four));
  return _mm_cvtss_f32(_mm_add_ss(four, _mm_movehdup_ps(four)));
}
}  // namespace SK_TIER
