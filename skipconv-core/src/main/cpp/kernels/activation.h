// Element-wise functions on one register. A new one has its name here and its case in apply, and stands in Activation.java
// and NativeLayout.java.
#pragma once
#include <cmath>
#include "element.h"

// LEAKY_RELU: a is the slope below 0. CLIP: a and b are the least and the largest result. HARD_SIGMOID: a is the slope, b the
// result at 0. ELU: a is the factor below 0.
#define SK_ACTIVATIONS(KIND) \
  KIND(NONE, 0) KIND(RELU, 1) KIND(RELU6, 2) KIND(SILU, 3) KIND(SIGMOID, 4) KIND(LEAKY_RELU, 5) KIND(CLIP, 6) KIND(TANH, 7) \
  KIND(HARD_SWISH, 8) KIND(HARD_SIGMOID, 9) KIND(ELU, 10) KIND(SOFTPLUS, 11) KIND(EXP, 12) KIND(LOG, 13) KIND(SQRT, 14) \
  KIND(ABS, 15) KIND(ERF, 16) KIND(MISH, 17) KIND(GELU, 18) KIND(FLOOR, 19) KIND(ROUND, 20)

enum sk_activation_kind {
  SK_ANY = -1,  // in templates: known at run time alone
#define SK_KIND(name, code) SK_##name = code,
  SK_ACTIVATIONS(SK_KIND)
#undef SK_KIND
};

namespace SK_TIER {

// numerator / (1 + e^-x) for |x| <= LARGEST_EXPONENT, the exponential to about 1 ulp: e^-x = 2^n * e^r with n whole and r in
// [-ln2/2, ln2/2], e^r by a polynomial that is off by at most 2^-28.
constexpr float LARGEST_EXPONENT = 88.3f;
static inline Vec over_one_plus_exp(Vec numerator, Vec x) {
  const Vec n = round(mul(x, set(-1.44269504088896341f)));
  // -x - n * ln2, the product exact.
  const Vec r = fma(n, set(2.12194440e-4f), fma(n, set(-0.693359375f), sub(zero(), x)));
  Vec p = fma(set(1.3814599e-3f), r, set(8.3687166e-3f));
  p = fma(p, r, set(4.1668388e-2f));
  p = fma(p, r, set(1.6666521e-1f));
  p = fma(p, r, set(4.9999994e-1f));
  p = fma(p, r, set(1));
  p = fma(p, r, set(1));
  return div(numerator, add(set(1), scale2(p, n)));
}

// tanh of it is 1 but for a few ulp.
constexpr float LARGEST_TANH = 8;
// x * p(x^2) / q(x^2): both of degree 4, fitted to tanh(x) / x on [0, 8] by reweighted least squares, relative error 6.5e-9.
static inline Vec tanh(Vec value) {
  // A NaN gets through in the second argument.
  const Vec x = max(set(-LARGEST_TANH), min(set(LARGEST_TANH), value));
  const Vec square = mul(x, x);
  Vec p = fma(set(1.5229721e-8f), square, set(2.1894231e-5f));
  p = fma(p, square, set(3.5715743e-3f));
  p = fma(p, square, set(1.3444479e-1f));
  p = fma(p, square, set(1));
  Vec q = fma(set(8.5221842e-7f), square, set(3.4112518e-4f));
  q = fma(q, square, set(2.6164355e-2f));
  q = fma(q, square, set(4.6777806e-1f));
  q = fma(q, square, set(1));
  return div(mul(x, p), q);
}

// A function of C's library, one lane after the other: for what is rare.
template <class Function>
static inline Vec lane_by_lane(Vec x, Function function) {
  float lanes[LANES];
  store(lanes, x);
  for (int i = 0; i < LANES; i++) lanes[i] = function(lanes[i]);
  return load(lanes);
}

template <class Function>
static inline Vec lane_by_lane(Vec a, Vec b, Function function) {
  float left[LANES], right[LANES];
  store(left, a);
  store(right, b);
  for (int i = 0; i < LANES; i++) left[i] = function(left[i], right[i]);
  return load(left);
}

// e^x - 1 = 2^n * (1 + rest) - 1 with n whole and x in [-104, 89]; gives the rest, to about 1 ulp.
static inline Vec exponential_parts(Vec x, Vec* n) {
  *n = round(mul(x, set(1.44269504088896341f)));
  const Vec r = fma(*n, set(2.12194440e-4f), fma(*n, set(-0.693359375f), x));
  Vec p = fma(set(1.3814599e-3f), r, set(8.3687166e-3f));
  p = fma(p, r, set(4.1668388e-2f));
  p = fma(p, r, set(1.6666521e-1f));
  p = fma(p, r, set(4.9999994e-1f));
  p = fma(p, r, set(1));
  return mul(p, r);
}

static inline Vec exponential(Vec value) {
  // Beyond these it is infinite and 0. A NaN gets through in the second argument.
  const Vec x = max(set(-104), min(set(89), value));
  Vec n;
  const Vec p = add(set(1), exponential_parts(x, &n));
  // In two steps, since 2^n itself may be too large or too small for a float.
  const Vec half = round(mul(n, set(0.5f)));
  return scale2(scale2(p, half), sub(n, half));
}

// e^x - 1 for x <= 0.
static inline Vec exponential_less_one(Vec value) {
  Vec n;
  const Vec rest = exponential_parts(max(set(-87), value), &n);
  return add(scale2(rest, n), sub(scale2(set(1), n), set(1)));
}

// log(1 + t) for t in [0, 1]: t * p(t) / q(t), fitted like tanh, relative error 9.4e-10.
static inline Vec log_of_one_plus(Vec t) {
  Vec p = fma(set(3.4172369e-03f), t, set(2.3815601e-01f));
  p = fma(p, t, set(1.0662158e+00f));
  p = fma(p, t, set(1));
  Vec q = fma(set(7.5286700e-02f), t, set(6.8793345e-01f));
  q = fma(q, t, set(1.5662157e+00f));
  q = fma(q, t, set(1));
  return div(mul(t, p), q);
}

static inline Vec softplus(Vec x) {
  return add(max(zero(), x), log_of_one_plus(exponential(sub(zero(), abs(x)))));
}

// erf of it is 1 but for half an ulp.
constexpr float LARGEST_ERF = 3.92f;
// x * p(x^2) / q(x^2), fitted like tanh on [0, 4], relative error 2.5e-8.
static inline Vec erf(Vec x) {
  const Vec square = mul(x, x);
  Vec p = fma(set(1.9865290e-06f), square, set(2.8451449e-04f));
  p = fma(p, square, set(3.8824256e-03f));
  p = fma(p, square, set(5.3098884e-02f));
  p = fma(p, square, set(1.9352803e-01f));
  p = fma(p, square, set(1.1283791e+00f));
  Vec q = fma(set(3.7414813e-05f), square, set(1.1852892e-03f));
  q = fma(q, square, set(1.5205464e-02f));
  q = fma(q, square, set(1.1534240e-01f));
  q = fma(q, square, set(5.0484231e-01f));
  q = fma(q, square, set(1));
  const Vec inside = div(mul(x, p), q);
  return if_less(x, set(-LARGEST_ERF), set(-1), if_less(set(LARGEST_ERF), x, set(1), inside));
}

// x * tanh(softplus(x)) = x * ((1 + e^x)^2 - 1) / ((1 + e^x)^2 + 1); the fraction is 1 from 20 on.
static inline Vec mish(Vec x) {
  const Vec e = exponential(min(set(20), x));
  const Vec n = mul(e, add(e, set(2)));
  return mul(x, div(n, add(n, set(2))));
}

// Functions that are seldom fused with a convolution: out of line, so that its kernels do not grow by them.
[[maybe_unused]] static __attribute__((noinline)) Vec apply_other(int kind, const sk_activation& function, Vec x) {
  switch (kind) {
    case SK_HARD_SIGMOID:
      return min(set(1), max(zero(), fma(set(function.a), x, set(function.b))));
    case SK_ELU:
      return add(max(zero(), x), mul(set(function.a), exponential_less_one(min(zero(), x))));
    case SK_SOFTPLUS:
      return softplus(x);
    case SK_EXP:
      return exponential(x);
    case SK_LOG:
      return lane_by_lane(x, [](float value) { return std::log(value); });
    case SK_SQRT:
      return sqrt(x);
    case SK_ABS:
      return abs(x);
    case SK_ERF:
      return erf(x);
    case SK_MISH:
      return mish(x);
    case SK_GELU:
      return mul(x, mul(set(0.5f), add(set(1), erf(mul(x, set(0.70710678f))))));
    case SK_FLOOR:
      return floor(x);
    case SK_ROUND:
      return nearest(x);
    default:
      return x;
  }
}

static inline Vec apply(int kind, const sk_activation& function, Vec x) {
  switch (kind) {
    case SK_RELU:
      return max(zero(), x);
    case SK_RELU6:
      return min(set(6), max(zero(), x));
    case SK_SILU:
      return over_one_plus_exp(x, limit(x, LARGEST_EXPONENT));
    case SK_SIGMOID:
      // Here a NaN must get through in the argument.
      return over_one_plus_exp(set(1), max(set(-LARGEST_EXPONENT), min(set(LARGEST_EXPONENT), x)));
    case SK_LEAKY_RELU:
      return add(max(zero(), x), mul(set(function.a), min(zero(), x)));
    case SK_CLIP:
      return min(set(function.b), max(set(function.a), x));
    case SK_TANH:
      return tanh(x);
    case SK_HARD_SWISH:
      return mul(x, mul(min(set(6), max(zero(), add(x, set(3)))), set(1 / 6.0f)));
    case SK_NONE:
      return x;
    default:
      return apply_other(kind, function, x);
  }
}

// Whether 0 stays 0 whatever the parameters; channels that pad a pixel then do so by themselves.
constexpr bool keeps_zero(int kind) {
  return kind == SK_NONE || kind == SK_RELU || kind == SK_RELU6 || kind == SK_SILU || kind == SK_LEAKY_RELU || kind == SK_TANH ||
         kind == SK_HARD_SWISH || kind == SK_ELU || kind == SK_SQRT || kind == SK_ABS || kind == SK_ERF || kind == SK_MISH ||
         kind == SK_GELU || kind == SK_FLOOR || kind == SK_ROUND;
}

// A register of which only so many channels are real, the others made 0.
static inline Vec only_channels(Vec x, int channels) {
  if (channels >= LANES) return x;
  float lanes[LANES];
  store(lanes, x);
  for (int i = channels < 0 ? 0 : channels; i < LANES; i++) lanes[i] = 0;
  return load(lanes);
}

// The function on a register of which only so many channels are real.
template <int KIND>
static inline Vec activate(const sk_activation& function, Vec x, int channels) {
  const int kind = KIND == SK_ANY ? function.kind : KIND;
  const Vec y = apply(kind, function, x);
  return keeps_zero(kind) ? y : only_channels(y, channels);
}

}  // namespace SK_TIER
