// The input of the network: is a frame fit to be used, and what changed in it.
#pragma once
#include <cstring>
#include "conv.h"

namespace SK_TIER {

static int all_finite(int, int64_t values, int64_t count) {
  const uint32_t* bits = reinterpret_cast<const uint32_t*>(values);
  int bad = 0;
  for (int64_t i = 0; i < count; i++) bad |= (bits[i] & 0x7f800000u) == 0x7f800000u;
  return !bad;
}

static int64_t load_frame(int, int64_t frame, int64_t channelStride, int64_t rowStride, int64_t pixelStride, const sk_map* map,
                      const sk_map* residuals, int channels, int height, int width, float threshold, float strong,
                          int64_t changes) {
  int64_t changed = 0, replaced = 0;
  for (int y = 0; y < height; y++) {
    const float* source = reinterpret_cast<const float*>(frame) + y * rowStride;
    float* change = reinterpret_cast<float*>(changes) + int64_t(y) * width;
    for (int x = 0; x < width; x++, source += pixelStride) {
      float* held = writable(*map, y, x);
      float norm = 0;
      for (int c = 0; c < channels; c++) {
        const float difference = source[c * channelStride] - held[c];
        norm += difference < 0 ? -difference : difference;
      }
      const bool take = norm > threshold;
      change[x] = take ? norm : 0;
      changed += take;
      replaced += norm > strong;
      if (!take) continue;
      float* residual = residuals->data ? writable(*residuals, y, x) : nullptr;
      for (int c = 0; c < channels; c++) {
        if (residual) residual[c] = source[c * channelStride] - held[c];
        held[c] = source[c * channelStride];
      }
    }
  }
  return changed | replaced << 32;
}

}  // namespace SK_TIER
