// The input of the network: is a frame fit to be used, and what changed in it.
#pragma once
#include <cmath>
#include <cstring>
#include "convolve.h"

namespace SK_TIER {

// Pixels of a cell, all of one row.
enum { SK_CELL = 16 };

static inline bool any_byte(const uint8_t* bytes, int count) {
  uint8_t any = 0;
  for (int i = 0; i < count; i++) any |= bytes[i];
  return any != 0;
}

// Sizes of some values of a row, and differences of the first `contrasted` to the `neighbour`-th value after them; `bad` is not 0
// where one is NaN or infinite.
struct RowSums {
  float size = 0, contrast = 0, bad = 0;

  void add_values(const float* x, int count, int contrasted, int neighbour) {
    constexpr int WAYS = 2;
    Vec sizes[WAYS] = {zero(), zero()}, contrasts[WAYS] = {zero(), zero()}, bads[WAYS] = {zero(), zero()};
    int i = 0;
    for (; i + WAYS * LANES <= contrasted; i += WAYS * LANES) {
      SK_UNROLL(2)
      for (int j = 0; j < WAYS; j++) {
        const float* at = x + i + j * LANES;
        const Vec value = load(at);
        sizes[j] = add(sizes[j], abs(value));
        bads[j] = add(bads[j], sub(value, value));
        contrasts[j] = add(contrasts[j], abs(sub(load(at + neighbour), value)));
      }
    }
    int k = i;
    for (; k + LANES <= contrasted; k += LANES) contrasts[0] = add(contrasts[0], abs(sub(load(x + k + neighbour), load(x + k))));
    for (; k < contrasted; k++) contrast += std::fabs(x[k + neighbour] - x[k]);
    for (; i + LANES <= count; i += LANES) {
      const Vec value = load(x + i);
      sizes[0] = add(sizes[0], abs(value));
      bads[0] = add(bads[0], sub(value, value));
    }
    for (; i < count; i++) {
      size += std::fabs(x[i]);
      bad += x[i] - x[i];
    }
    size += sum(add(sizes[0], sizes[1]));
    contrast += sum(add(contrasts[0], contrasts[1]));
    bad += sum(add(bads[0], bads[1]));
  }
};

static int magnitude(const float* frame, int64_t channelStride, int64_t rowStride, int64_t pixelStride, int channels, int height,
                     int width, const uint8_t* changed, float* rowSums, double* sums) {
  const int perRow = (width + SK_CELL - 1) / SK_CELL;
  const bool together = channelStride == 1 && pixelStride == channels;  // of one pixel, planes lie so, too
  const int spans = together ? 1 : channels, neighbour = int(pixelStride);
  float *sizes = rowSums, *contrasts = rowSums + height;
  float bad = 0;
  sums[0] = sums[1] = 0;
  for (int y = 0; y < height; y++) {
    const bool last = y + 1 == height;
    // The neighbour of a row's last pixel is the first one of the next row: so a square has two edges at the border, too.
    if (!changed || any_byte(changed + int64_t(y) * perRow, last ? perRow : 2 * perRow)) {
      const int count = width * neighbour, contrasted = last ? count - neighbour : count;
      RowSums row;
      for (int c = 0; c < spans; c++) row.add_values(frame + y * rowStride + c * channelStride, count, contrasted, neighbour);
      sizes[y] = row.size;
      contrasts[y] = row.contrast;
      bad += row.bad;
    }
    sums[0] += sizes[y];
    sums[1] += contrasts[y];
  }
  return bad == 0;
}

// How much a channel of a row differs from what is held, added to the norms of its pixels.
static inline void add_differences(const float* __restrict source, int64_t sourceStride, const float* __restrict held,
                                   int64_t heldStride, int width, float* __restrict norms) {
  if (sourceStride == 1 && heldStride == 4) {  // planes of an image: strides that the compiler can make shuffles of
    for (int x = 0; x < width; x++) norms[x] += std::fabs(source[x] - held[x * 4]);
  } else {
    for (int x = 0; x < width; x++) norms[x] += std::fabs(source[x * sourceStride] - held[x * heldStride]);
  }
}

// Copies a row into the held one, of which a pixel has room for more channels.
static inline void take_row(const float* __restrict source, int64_t channelStride, int64_t pixelStride, float* __restrict held,
                            int64_t heldPixel, int channels, int width) {
  if (channels == 3 && pixelStride == 1 && heldPixel == 4) {  // planes of an image
    const float* __restrict second = source + channelStride;
    const float* __restrict third = second + channelStride;
    for (int x = 0; x < width; x++) {
      held[x * 4] = source[x];
      held[x * 4 + 1] = second[x];
      held[x * 4 + 2] = third[x];
    }
    return;
  }
  for (int x = 0; x < width; x++) {
    for (int c = 0; c < channels; c++) held[x * heldPixel + c] = source[x * pixelStride + c * channelStride];
  }
}

static void take_frame(const float* frame, int64_t channelStride, int64_t rowStride, int64_t pixelStride, float* held,
                       int64_t heldRow, int64_t heldPixel, int channels, int height, int width) {
  for (int y = 0; y < height; y++) {
    take_row(frame + y * rowStride, channelStride, pixelStride, held + y * heldRow, heldPixel, channels, width);
  }
}

static int64_t load_frame(const float* frame, int64_t channelStride, int64_t rowStride, int64_t pixelStride, float* helds,
                          int64_t heldRow, int64_t heldPixel, float* residuals, int64_t residualRow, int64_t residualPixel,
                          int channels, int height, int width, float threshold, float strong, float* changes) {
  int64_t changed = 0, replaced = 0;
  for (int y = 0; y < height; y++) {
    const float* source = frame + y * rowStride;
    float* row = helds + y * heldRow;
    float* __restrict norms = changes + int64_t(y) * width;
    std::memset(norms, 0, width * sizeof(float));
    for (int c = 0; c < channels; c++) add_differences(source + c * channelStride, pixelStride, row + c, heldPixel, width, norms);
    int taken = 0, strongly = 0;
    for (int x = 0; x < width; x++) {
      taken += !(norms[x] <= threshold);  // what is not known to be close, as NaN, is taken
      strongly += norms[x] > strong;
      norms[x] = norms[x] <= threshold ? 0 : norms[x];
    }
    changed += taken;
    replaced += strongly;
    for (int x = 0; taken > 0 && x < width; x++) {
      if (norms[x] == 0) continue;
      float* held = row + x * heldPixel;
      float* residual = residuals ? residuals + y * residualRow + x * residualPixel : nullptr;
      for (int c = 0; c < channels; c++) {
        const float value = source[x * pixelStride + c * channelStride];
        if (residual) residual[c] = value - held[c];
        held[c] = value;
      }
    }
  }
  return changed | replaced << 32;
}

}  // namespace SK_TIER
