// Convolution of bfloat16s by products of tiles: a step multiplies 32 input channels of 16 pixels with those of 16 outputs. Open
// pixels whose inputs do not lie one after the other are gathered. What an output sums up does not depend on the other pixels of
// its tile, and is the same in a smaller one.
#pragma once
#include "finish.h"
#include "window.h"

#ifdef SK_TILES
namespace SK_TIER {

constexpr int TILE_PIXELS = 16;
constexpr int TILE_INPUTS = 32;
constexpr int TILE_ROW = 64;

// Tiles 0 to 3 are the sums of 4 vectors of outputs. The others are inputs and weights; the last step of a tap has narrower ones.
#define SK_PIXEL_TILE 4
#define SK_WEIGHT_TILE 5
#define SK_LAST_PIXEL_TILE 6
#define SK_LAST_WEIGHT_TILE 7

static inline void shape_tile(sk_tile_shapes& shapes, int tile, int rows, int rowBytes) {
  shapes.rows[tile] = uint8_t(rows);
  shapes.rowBytes[tile] = uint16_t(rowBytes);
}

// For so many pixels, and so many input channels in the last step of a tap; 0 where they fill all of its steps.
static inline void shape_tiles(int pixels, int last) {
  sk_tile_shapes shapes;
  for (int tile = 0; tile < BLOCK_VECTORS; tile++) shape_tile(shapes, tile, pixels, TILE_ROW);
  shape_tile(shapes, SK_PIXEL_TILE, pixels, TILE_ROW);
  shape_tile(shapes, SK_WEIGHT_TILE, TILE_INPUTS / 2, TILE_ROW);
  if (last > 0) {
    shape_tile(shapes, SK_LAST_PIXEL_TILE, pixels, 2 * last);
    shape_tile(shapes, SK_LAST_WEIGHT_TILE, last / 2, TILE_ROW);
  }
  SK_TILE_SHAPES(&shapes);
}

// The inputs of some pixels, where they lie.
struct TilePixels {
  const bfloat16* first[TILE_PIXELS];
  int count;
  int64_t stride;  // from one to the next; 0 where that differs

  TilePixels(const sk_conv_call& call, const sk_block& block, const int32_t* pixels, Gathered<bfloat16> gathered, int n) : count(n) {
    for (int p = 0; p < n; p++) {
      first[p] = (gathered.data ? gathered.from(p).data : first_tap<bfloat16>(call.in, call.window, pixels[p])) + block.input;
    }
    stride = n > 1 ? first[1] - first[0] : TILE_INPUTS;
    for (int p = 2; p < n; p++) {
      if (first[p] - first[p - 1] != stride) stride = 0;
    }
  }

  // Copies some channels of each pixel to rows of TILE_INPUTS.
  void gather(int64_t from, int channels, bfloat16* rows) const {
    const __mmask32 some = channels == TILE_INPUTS ? ~__mmask32(0) : (__mmask32(1) << channels) - 1;
    for (int p = 0; p < count; p++) {
      _mm512_store_si512(rows + p * TILE_INPUTS, _mm512_maskz_loadu_epi16(some, first[p] + from));
    }
  }
};

// Weights of a step: rows of pairs of input channels, each with all vectors of the block, of which a tile takes one.
#define SK_MULTIPLY_VECTOR(j, pixelTile, weightTile)                                      \
  if constexpr (j < VECTORS) {                                                            \
    SK_TILE_LOAD(weightTile, w + j * TILE_INPUTS, VECTORS * TILE_ROW);                    \
    SK_TILE_MULTIPLY(j, pixelTile, weightTile);                                           \
  }
#define SK_MULTIPLY_STEP(pixelTile, weightTile)                                           \
  SK_TILE_LOAD(pixelTile, from, stride);                                                  \
  SK_MULTIPLY_VECTOR(0, pixelTile, weightTile)                                            \
  SK_MULTIPLY_VECTOR(1, pixelTile, weightTile)                                            \
  SK_MULTIPLY_VECTOR(2, pixelTile, weightTile)                                            \
  SK_MULTIPLY_VECTOR(3, pixelTile, weightTile)

template <int VECTORS, bool LAST>
static inline void multiply_step(const TilePixels& pixels, int64_t channel, int channels, const bfloat16* w) {
  alignas(64) bfloat16 rows[TILE_PIXELS * TILE_INPUTS];
  const bfloat16* from = pixels.first[0] + channel;
  int64_t stride = pixels.stride * 2;
  if (stride == 0) {
    pixels.gather(channel, channels, rows);
    from = rows;
    stride = TILE_ROW;
  }
  if constexpr (LAST) {
    SK_MULTIPLY_STEP(SK_LAST_PIXEL_TILE, SK_LAST_WEIGHT_TILE)
  } else {
    SK_MULTIPLY_STEP(SK_PIXEL_TILE, SK_WEIGHT_TILE)
  }
}

#define SK_TILE_SUMS(j, does)      \
  if constexpr (j < VECTORS) does
#define SK_ALL_TILE_SUMS(does) SK_TILE_SUMS(0, does(0)) SK_TILE_SUMS(1, does(1)) SK_TILE_SUMS(2, does(2)) SK_TILE_SUMS(3, does(3))

template <int VECTORS>
static void convolve_tile_pixels(const sk_conv_call& call, const sk_block& block, const int32_t* list, Gathered<bfloat16> gathered, float* norms, int count) {
  const TilePixels pixels(call, block, list, gathered, count);
#define SK_ZERO(j) SK_TILE_ZERO(j);
  SK_ALL_TILE_SUMS(SK_ZERO)
#undef SK_ZERO
  const bfloat16* w = static_cast<const bfloat16*>(call.weights) + block.weights;
  const int whole = block.inputs / TILE_INPUTS * TILE_INPUTS;
  const int last = (block.inputs - whole + 1) / 2 * 2;
  for (int ky = 0; ky < call.window.kernelHeight; ky++) {
    int64_t tap = tap_offset(call.in, call.window, ky, 0);
    for (int kx = 0; kx < call.window.kernelWidth; kx++) {
      for (int i = 0; i < whole; i += TILE_INPUTS) {
        multiply_step<VECTORS, false>(pixels, tap + i, TILE_INPUTS, w);
        w += TILE_INPUTS * VECTORS * LANES;
      }
      if (last > 0) {
        multiply_step<VECTORS, true>(pixels, tap + whole, last, w);
        w += last * VECTORS * LANES;
      }
      tap += call.window.dilationX * call.in.pixel;
    }
  }
  Vec sums[TILE_PIXELS][VECTORS];
#define SK_STORE(j) SK_TILE_STORE(j, &sums[0][j], VECTORS * TILE_ROW);
  SK_ALL_TILE_SUMS(SK_STORE)
#undef SK_STORE
  if (is_narrow(call.target.out)) {
    finish_any<bfloat16, VECTORS>(call, block.channel, list, count, sums, norms);
  } else {
    finish_any<float, VECTORS>(call, block.channel, list, count, sums, norms);
  }
}

template <int VECTORS>
static void convolve_tiles(const sk_conv_call& call, const sk_block& block, int begin, int end, Gathered<bfloat16> gathered, float* norms) {
  static_assert(LANES * sizeof(float) == TILE_ROW && STEP<bfloat16> == 2, "weights are packed as tiles want them");
  const int last = (block.inputs % TILE_INPUTS + 1) / 2 * 2;
  Ahead ahead(call.target.list, begin, end, call.norm == SK_CHANGE_NORM, [&](int32_t pixel) { ask_for_target<VECTORS>(call, block.channel, pixel); });
  int shaped = 0;
  for (int i = begin; i < end; i += TILE_PIXELS) {
    const int count = end - i < TILE_PIXELS ? end - i : TILE_PIXELS;
    if (count != shaped) shape_tiles(shaped = count, last);
    ahead.before(i + count);
    convolve_tile_pixels<VECTORS>(call, block, call.target.list + i, gathered.from(i - begin), norms ? norms + i : nullptr, count);
  }
  // A thread whose tiles are free is switched at less cost.
  SK_TILE_RELEASE();
}

}  // namespace SK_TIER
#endif
