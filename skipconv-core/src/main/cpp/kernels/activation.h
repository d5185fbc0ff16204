// Element-wise functions on one register.
#pragma once
#include "../skipconv.h"

namespace SK_TIER {

// exp to about 1 ulp: 2^n * e^r with r in [-ln2/2, ln2/2], e^r by the polynomial of Cephes' expf.
// Arguments are held to the range in which the result is a normal float.
static inline V exponential(V x) {
  x = max(set(-87.3f), min(set(88.3f), x));
  V n = round(mul(x, set(1.44269504088896341f)));
  V r = fma(n, set(-0.693359375f), x);
  r = fma(n, set(2.12194440e-4f), r);
  V p = set(1.9875691500e-4f);
  p = fma(p, r, set(1.3981999507e-3f));
  p = fma(p, r, set(8.3334519073e-3f));
  p = fma(p, r, set(4.1665795894e-2f));
  p = fma(p, r, set(1.6666665459e-1f));
  p = fma(p, r, set(5.0000001201e-1f));
  p = add(fma(p, mul(r, r), r), set(1));
  return scale2(p, n);
}

// numerator / (1 + e^-x)
static inline V over_one_plus_exp(V numerator, V x) { return div(numerator, add(set(1), exponential(sub(zero(), x)))); }

static inline V activate(int function, V x) {
  switch (function) {
    case SK_RELU:
      return max(zero(), x);
    case SK_RELU6:
      return min(set(6), max(zero(), x));
    case SK_SILU:
      return over_one_plus_exp(x, x);
    case SK_SIGMOID:
      return over_one_plus_exp(set(1), x);
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
