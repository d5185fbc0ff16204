// Convolution of bfloat16s by small products of matrices: a step multiplies four input channels of two pixels with those of two
// outputs. What an output sums up does not depend on which pixel is its neighbour.
#pragma once
#include "finish.h"
#include "window.h"

#ifdef SK_QUADS
namespace SK_TIER {

template <int PIXELS, int VECTORS>
static void convolve_quads(const sk_conv_call& call, const sk_block& block, const int32_t* pixels, Gathered<bfloat16> gathered, float* norms) {
  static_assert(LANES == 4, "a register of sums is that of four outputs");
  constexpr int PAIRS = (PIXELS + 1) / 2;
  const bfloat16* first[2 * PAIRS];
  Vec lower[PAIRS][VECTORS], upper[PAIRS][VECTORS];
  SK_UNROLL(16)
  for (int p = 0; p < 2 * PAIRS; p++) {
    // A pixel that is left over is its own neighbour.
    const int own = p < PIXELS ? p : PIXELS - 1;
    first[p] = (gathered.data ? gathered.from(own).data : first_tap<bfloat16>(call.in, call.window, pixels[own])) + block.input;
  }
  SK_UNROLL(16)
  for (int p = 0; p < PAIRS; p++) {
    SK_UNROLL(4)
    for (int j = 0; j < VECTORS; j++) lower[p][j] = upper[p][j] = zero();
  }
  const bfloat16* w = static_cast<const bfloat16*>(call.weights) + block.weights;
  int ky = 0;
  do {
    int kx = 0;
    int64_t tap = tap_offset(call.in, call.window, ky, 0);
    do {
      const int64_t end = tap + block.inputs;
      int64_t i = tap;
      do {
        Quads x[PAIRS];
        SK_UNROLL(16)
        for (int p = 0; p < PAIRS; p++) x[p] = join_quads(first[2 * p] + i, first[2 * p + 1] + i);
        SK_UNROLL(4)
        for (int j = 0; j < VECTORS; j++) {
          const Quads below = load_quads(w), above = load_quads(w + 8);
          __builtin_prefetch(w + WEIGHTS_AHEAD);
          SK_UNROLL(16)
          for (int p = 0; p < PAIRS; p++) {
            lower[p][j] = multiply(x[p], below, lower[p][j]);
            upper[p][j] = multiply(x[p], above, upper[p][j]);
          }
          w += LANES * STEP<bfloat16>;
        }
      } while ((i += STEP<bfloat16>) < end);
      tap += call.window.dilationX * call.in.pixel;
    } while (++kx < call.window.kernelWidth);
  } while (++ky < call.window.kernelHeight);
  Vec sums[PIXELS][VECTORS];
  SK_UNROLL(16)
  for (int p = 0; p < PIXELS; p++) {
    SK_UNROLL(4)
    for (int j = 0; j < VECTORS; j++) {
      const Vec a = lower[p / 2][j], b = upper[p / 2][j];
      sums[p][j] = p % 2 == 0 ? of_first(a, b) : of_second(a, b);
    }
  }
  finish<PIXELS == tile_pixels(VECTORS), PIXELS, VECTORS>(call, block.channel, pixels, sums, norms);
}

}  // namespace SK_TIER
#endif
