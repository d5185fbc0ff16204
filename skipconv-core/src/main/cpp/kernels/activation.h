// Element-wise functions on one register. A new one has its name here and its case in apply, and stands in Activation.java
// and NativeLayout.java.
#pragma once
#include "../skipconv.h"

// LEAKY_RELU: a is the slope below 0. CLIP: a and b are the least and the largest result.
#define SK_ACTIVATIONS(KIND) \
  KIND(NONE, 0) KIND(RELU, 1) KIND(RELU6, 2) KIND(SILU, 3) KIND(SIGMOID, 4) KIND(LEAKY_RELU, 5) KIND(CLIP, 6) KIND(TANH, 7) \
  KIND(HARD_SWISH, 8)

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
    default:
      return x;
  }
}

// Whether 0 stays 0 whatever the parameters; channels that pad a pixel then do so by themselves.
constexpr bool keeps_zero(int kind) {
  return kind == SK_NONE || kind == SK_RELU || kind == SK_RELU6 || kind == SK_SILU || kind == SK_LEAKY_RELU || kind == SK_TANH ||
         kind == SK_HARD_SWISH;
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
