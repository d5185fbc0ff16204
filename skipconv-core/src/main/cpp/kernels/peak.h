// The processor's own limit: multiply-adds on registers alone, as many independent ones as keep its units busy.
#pragma once
#include "../skipconv.h"

namespace SK_TIER {

static double fma_loop(int, int iterations) {
  constexpr int CHAINS = BLOCK_VECTORS > 2 ? 24 : 12;
  V sums[CHAINS];
#pragma GCC unroll 24
  for (int j = 0; j < CHAINS; j++) sums[j] = set(1e-3f * (j + 1));
  const V factor = set(0.999f), term = set(1e-3f);
  for (int i = 0; i < iterations; i++) {
#pragma GCC unroll 24
    for (int j = 0; j < CHAINS; j++) sums[j] = fma(sums[j], factor, term);
  }
  V total = zero();
  for (int j = 0; j < CHAINS; j++) total = add(total, sums[j]);
  // The sum is used, or the compiler would leave the loop out; it is never NaN.
  return sum(total) == sum(total) ? 2.0 * CHAINS * LANES * iterations : 0;
}

}  // namespace SK_TIER
