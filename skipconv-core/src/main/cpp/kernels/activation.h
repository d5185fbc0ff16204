// Element-wise functions on one register. A new one has its name here and its case in apply, and stands in Activation.java
// and NativeLayout.java.
#pragma once
#include "../skipconv.h"

// LEAKY_RELU: a is the slope below 0. CLIP: a and b are the least and the largest result.
#define SK_ACTIVATIONS(KIND) \
  KIND(NONE, 0) KIND(RELU, 1) KIND(RELU6, 2) KIND(SILU, 3) KIND(SIGMOID, 4) KIND(LEAKY_RELU, 5) KIND(CLIP, 6) KIND(TANH, 7)

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

// Beyond it the float nearest to tanh is 1 or next to it.
constexpr float LARGEST_TANH = 7.90531110763549805f;
// x * p(x^2) / q(x^2), a minimax approximation to a few ulp.
static inline Vec tanh(Vec value) {
  // A NaN gets through in the second argument.
  const Vec x = max(set(-LARGEST_TANH), min(set(LARGEST_TANH), value));
  const Vec square = mul(x, x);
  Vec p = fma(set(-2.76076847742355e-16f), square, set(2.00018790482477e-13f));
  p = fma(p, square, set(-8.60467152213735e-11f));
  p = fma(p, square, set(5.12229709037114e-08f));
  p = fma(p, square, set(1.48572235717979e-05f));
  p = fma(p, square, set(6.37261928875436e-04f));
  p = fma(p, square, set(4.89352455891786e-03f));
  Vec q = fma(set(1.19825839466702e-06f), square, set(1.18534705686654e-04f));
  q = fma(q, square, set(2.26843463243900e-03f));
  q = fma(q, square, set(4.89352518554385e-03f));
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
    default:
      return x;
  }
}

// Whether 0 stays 0 whatever the parameters; channels that pad a pixel then do so by themselves.
constexpr bool keeps_zero(int kind) {
  return kind == SK_NONE || kind == SK_RELU || kind == SK_RELU6 || kind == SK_SILU || kind == SK_LEAKY_RELU || kind == SK_TANH;
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
