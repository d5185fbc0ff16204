// Element-wise functions on one register.
#pragma once
#include "../skipconv.h"

namespace SK_TIER {

// numerator / (1 + e^-x) for |x| <= LARGEST_EXPONENT, the exponential to about 1 ulp: e^-x = 2^n * e^r with n whole and r in
// [-ln2/2, ln2/2], e^r by a polynomial that is off by at most 2^-28.
constexpr float LARGEST_EXPONENT = 88.3f;
static inline V over_one_plus_exp(V numerator, V x) {
  const V n = round(mul(x, set(-1.44269504088896341f)));
  // -x - n * ln2, the product exact.
  const V r = fma(n, set(2.12194440e-4f), fma(n, set(-0.693359375f), sub(zero(), x)));
  V p = fma(set(1.3814599e-3f), r, set(8.3687166e-3f));
  p = fma(p, r, set(4.1668388e-2f));
  p = fma(p, r, set(1.6666521e-1f));
  p = fma(p, r, set(4.9999994e-1f));
  p = fma(p, r, set(1));
  p = fma(p, r, set(1));
  return div(numerator, add(set(1), scale2(p, n)));
}

static inline V activate(int function, V x) {
  switch (function) {
    case SK_RELU:
      return max(zero(), x);
    case SK_RELU6:
      return min(set(6), max(zero(), x));
    case SK_SILU:
      return over_one_plus_exp(x, limit(x, LARGEST_EXPONENT));
    case SK_SIGMOID:
      // Here a NaN must get through in the argument.
      return over_one_plus_exp(set(1), max(set(-LARGEST_EXPONENT), min(set(LARGEST_EXPONENT), x)));
    default:
      return x;
  }
}

// The function on a register of which only so many channels are real: sigmoid alone would not leave the padding 0.
static inline V activate(int function, V x, int channels) {
  const V y = activate(function, x);
  if (function != SK_SIGMOID || channels >= LANES) return y;
  float lanes[LANES];
  store(lanes, y);
  for (int i = channels < 0 ? 0 : channels; i < LANES; i++) lanes[i] = 0;
  return load(lanes);
}

}  // namespace SK_TIER
