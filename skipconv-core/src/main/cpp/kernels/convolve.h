// Convolution over a list of open pixels. A tile of some pixels times some vectors of output channels stays in registers while
// all taps and input channels pass; a tap is one constant offset into the bordered map. Each output is summed in the order
// (tap, input channel), whatever the tile, so that its bits do not depend on which other pixels are open.
#pragma once
#include <type_traits>
#include "finish.h"
#include "quads.h"
#include "tiles.h"
#include "window.h"

namespace SK_TIER {

// INPUTS is the number of input channels where it is worth a loop of its own: of the three of a picture, whose loop would take
// as long as what it does; 0 for any.
template <int PIXELS, int VECTORS, typename In, typename Weight, int INPUTS = 0>
static void convolve_tile(const sk_conv_call& call, const sk_block& block, const int32_t* pixels, Gathered<In> gathered, float* norms) {
  const In* first[PIXELS];
  Vec sums[PIXELS][VECTORS];
  if (gathered.data) {
    SK_UNROLL(16)
    for (int p = 0; p < PIXELS; p++) first[p] = gathered.from(p).data + block.input;
  } else {
    SK_UNROLL(16)
    for (int p = 0; p < PIXELS; p++) first[p] = first_tap<In>(call.in, call.window, pixels[p]) + block.input;
  }
  SK_UNROLL(16)
  for (int p = 0; p < PIXELS; p++) {
    SK_UNROLL(4)
    for (int j = 0; j < VECTORS; j++) sums[p][j] = zero();
  }
  const Weight* w = static_cast<const Weight*>(call.weights) + block.weights;
  // Every loop runs at least once, and says so: otherwise the sums would live on the stack.
  int ky = 0;
  do {
    int kx = 0;
    int64_t tap = tap_offset(call.in, call.window, ky, 0);
    do {
      if constexpr (INPUTS > 0) {
        SK_UNROLL(4)
        for (int i = 0; i < INPUTS; i++) {
          Vec kernel[VECTORS];
          SK_UNROLL(4)
          for (int j = 0; j < VECTORS; j++) kernel[j] = load(w + j * LANES);
          SK_UNROLL(16)
          for (int p = 0; p < PIXELS; p++) {
            const Vec x = set(first[p][tap + i]);
            SK_UNROLL(4)
            for (int j = 0; j < VECTORS; j++) sums[p][j] = fma(x, kernel[j], sums[p][j]);
          }
          w += VECTORS * LANES;
        }
      } else {
        const int64_t end = tap + block.inputs;
        int64_t i = tap;
        do {
          decltype(load_step(w)) kernel[VECTORS];
          SK_UNROLL(4)
          for (int j = 0; j < VECTORS; j++) {
            kernel[j] = load_step(w + j * LANES * STEP<In>);
            // Weights of deep layers come from memory once a frame, and the hardware's prefetcher stops at every page.
            __builtin_prefetch(w + (j * LANES + WEIGHTS_AHEAD) * STEP<In>);
          }
          SK_UNROLL(16)
          for (int p = 0; p < PIXELS; p++) {
            const auto x = set_step(first[p] + i);
            SK_UNROLL(4)
            for (int j = 0; j < VECTORS; j++) sums[p][j] = fma(x, kernel[j], sums[p][j]);
          }
          w += VECTORS * LANES * STEP<In>;
        } while ((i += STEP<In>) < end);
      }
      tap += call.window.dilationX * call.in.pixel;
    } while (++kx < call.window.kernelWidth);
  } while (++ky < call.window.kernelHeight);
  // Among maps of bfloat16 few are of floats: but for pictures their tiles are not worth the code.
  constexpr bool WORTH = !MIXED || INPUTS > 0 || !std::is_same_v<In, float>;
  finish<(WORTH && PIXELS == tile_pixels(VECTORS)), PIXELS, VECTORS>(call, block.channel, pixels, sums, norms);
}

// A tile, by the loop that its element has on this processor.
template <int PIXELS, int VECTORS, typename In, typename Weight>
static inline void convolve_pixels(const sk_conv_call& call, const sk_block& block, const int32_t* pixels, Gathered<In> gathered, float* norms) {
#ifdef SK_QUADS
  if constexpr (std::is_same_v<In, bfloat16>) {
    convolve_quads<PIXELS, VECTORS>(call, block, pixels, gathered, norms);
  } else
#endif
  {
    convolve_tile<PIXELS, VECTORS, In, Weight>(call, block, pixels, gathered, norms);
  }
}

// The last, smaller tile of a list.
template <int PIXELS, int VECTORS, typename In, typename Weight>
static inline void convolve_rest(const sk_conv_call& call, const sk_block& block, const int32_t* pixels, Gathered<In> gathered, float* norms, int count) {
  if constexpr (PIXELS > 0) {
    if (count == PIXELS) {
      convolve_pixels<PIXELS, VECTORS, In, Weight>(call, block, pixels, gathered, norms);
    } else {
      convolve_rest<PIXELS - 1, VECTORS, In, Weight>(call, block, pixels, gathered, norms, count);
    }
  }
}

template <int VECTORS, typename In, typename Weight>
static void convolve_block_with(const sk_conv_call& call, const sk_block& block, int begin, int end, Gathered<In> gathered, float* norms) {
#ifdef SK_TILES
  convolve_tiles<VECTORS>(call, block, begin, end, gathered, norms);
#else
  constexpr int PIXELS = tile_pixels(VECTORS);
  const int32_t* list = call.target.list;
  constexpr int PICTURE = 3;
  Ahead ahead(list, begin, end, call.norm == SK_CHANGE_NORM, [&](int32_t pixel) { ask_for_target<VECTORS>(call, block.channel, pixel); });
  int i = begin;
  if constexpr (std::is_same_v<In, float>) {
    for (; block.inputs == PICTURE && i + PIXELS <= end; i += PIXELS) {
      ahead.before(i + PIXELS);
      convolve_tile<PIXELS, VECTORS, In, Weight, PICTURE>(call, block, list + i, gathered.from(i - begin), norms ? norms + i : nullptr);
    }
  }
  for (; i + PIXELS <= end; i += PIXELS) {
    ahead.before(i + PIXELS);
    convolve_pixels<PIXELS, VECTORS, In, Weight>(call, block, list + i, gathered.from(i - begin), norms ? norms + i : nullptr);
  }
  convolve_rest<PIXELS - 1, VECTORS, In, Weight>(call, block, list + i, gathered.from(i - begin), norms ? norms + i : nullptr, end - i);
#endif
}

// The norms of a part's pixels, or null.
static inline float* norms_of(const sk_conv_call& call, int part) {
  return call.norm == SK_NO_NORM ? nullptr : call.target.norms + part * call.normStride;
}

template <typename In, typename Weight>
static void convolve_parts(const sk_conv_call& call, int begin, int end, int partBegin, int partEnd, Gathered<In> gathered) {
  for (int part = partBegin; part < partEnd; part++) {
    const sk_block& block = call.blocks[part];
    float* norms = norms_of(call, part);
    switch (block.vectors) {
      case 1:
        convolve_block_with<1, In, Weight>(call, block, begin, end, gathered, norms);
        break;
      case 2:
        convolve_block_with<2, In, Weight>(call, block, begin, end, gathered, norms);
        break;
      case 3:
        if constexpr (BLOCK_VECTORS > 2) convolve_block_with<3, In, Weight>(call, block, begin, end, gathered, norms);
        break;
      default:
        if constexpr (BLOCK_VECTORS > 2) convolve_block_with<4, In, Weight>(call, block, begin, end, gathered, norms);
    }
  }
}

// Input pixels times their factors, as a map would hold the products, are put together for some pixels at a time: a multiple of all
// tiles, or what there is room for.
#ifdef SK_TILES
constexpr int SCALED_PIXELS = 2 * TILE_PIXELS;
#else
constexpr int SCALED_PIXELS = 24;
#endif
constexpr int SCALED_VALUES = 8 * SK_MAX_SCALED;

template <typename In>
static inline void scale_pixel(const In* in, int64_t pixelStride, const float* factors, int channels, In* out) {
  int c = 0;
  for (; c < channels && c + LANES <= pixelStride; c += LANES) put(out + c, mul(load(in + c), load(factors + c)));
  for (; c < channels; c++) put(out + c, value_of(in[c]) * factors[c]);
}

template <typename In, typename Weight>
static void convolve_scaled(const sk_conv_call& call, int begin, int end, int partBegin, int partEnd) {
  int channels = 0;
  for (int part = partBegin; part < partEnd; part++) {
    const int last = call.blocks[part].input + (call.blocks[part].inputs + STEP<In> - 1) / STEP<In> * STEP<In>;
    channels = last > channels ? last : channels;
  }
  const int stride = (channels + LANES - 1) / LANES * LANES;
  const int room = SCALED_VALUES / stride;
  const int together = room < SCALED_PIXELS ? room : SCALED_PIXELS;
  // In keyframes, too: the sums that the factors are made of have gone through the whole map since.
  Ahead ahead(call.target.list, begin, end, true, [&](int32_t pixel) {
    ask<false>(first_tap<In>(call.in, call.window, pixel), channels);
  });
  alignas(64) In scaled[SCALED_VALUES];
  for (int first = begin; first < end; first += together) {
    const int last = end - first < together ? end : first + together;
    for (int i = first; i < last; i++) {
      ahead.before(i + 1);
      scale_pixel(first_tap<In>(call.in, call.window, call.target.list[i]), call.in.pixel, call.inFactors, channels,
                  scaled + int64_t(i - first) * stride);
    }
    convolve_parts<In, Weight>(call, first, last, partBegin, partEnd, {scaled, stride});
  }
}

template <typename In, typename Weight>
static void convolve_with(const sk_conv_call& call, int begin, int end, int partBegin, int partEnd) {
  if (call.inFactors) {
    convolve_scaled<In, Weight>(call, begin, end, partBegin, partEnd);
  } else {
    convolve_parts<In, Weight>(call, begin, end, partBegin, partEnd, {nullptr, 0});
  }
}

static void convolve(const sk_conv_call* call, int begin, int end, int partBegin, int partEnd) {
  if constexpr (MIXED) {
    if (is_narrow(call->in)) return convolve_with<bfloat16, bfloat16>(*call, begin, end, partBegin, partEnd);
  } else if constexpr (HALF) {
    if (call->half) return convolve_with<float, uint16_t>(*call, begin, end, partBegin, partEnd);
  }
#ifdef SK_TILES
  avx512_bf16::table.convolve(call, begin, end, partBegin, partEnd);
#else
  convolve_with<float, float>(*call, begin, end, partBegin, partEnd);
#endif
}

}  // namespace SK_TIER
