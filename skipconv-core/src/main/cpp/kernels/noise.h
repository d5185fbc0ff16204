// The input of the network, when its noise is measured: a change counts when it stands out of the noise, alone or together with
// its neighbours, among which noise averages out. Sums are taken column by column, from the top and then from the left, so that
// every implementation opens the same pixels.
#pragma once
#include <cmath>
#include <cstring>
#include "frame.h"

namespace SK_TIER {

// Adds one channel of a row.
template <int SOURCE_STRIDE, int HELD_STRIDE>
static inline void compare_channel(const float* __restrict source, int64_t sourceStride, const float* __restrict held,
                                   int64_t heldStride, float weight, int width, float* __restrict luma,
                                   float* __restrict difference, float* __restrict norms) {
  const int64_t s = SOURCE_STRIDE ? SOURCE_STRIDE : sourceStride, h = HELD_STRIDE ? HELD_STRIDE : heldStride;
  for (int x = 0; x < width; x++) {
    const float value = source[x * s], change = value - held[x * h];
    luma[x] += weight * value;
    difference[x] += weight * change;
    norms[x] += std::fabs(change);
  }
}

// Of each cell it is known how far its largest difference and norm go, as bits of their absolute values, so that NaN and infinity
// are above all others.
enum { SK_COMPARED = 1, SK_KEPT = 2 };

// Pixels around one over which differences are summed up.
constexpr int REACH = 3;

static inline uint32_t size_bits(float value) {
  uint32_t bits;
  std::memcpy(&bits, &value, sizeof bits);
  return bits & 0x7fffffff;
}

static inline float from_bits(uint32_t bits) {
  float value;
  std::memcpy(&value, &bits, sizeof value);
  return value;
}

static inline uint32_t peak_of(const float* __restrict values, int count) {
  uint32_t most = 0;
  if (count == SK_CELL) {  // a number that the compiler knows
    for (int x = 0; x < SK_CELL; x++) most = size_bits(values[x]) > most ? size_bits(values[x]) : most;
  } else {
    for (int x = 0; x < count; x++) most = size_bits(values[x]) > most ? size_bits(values[x]) : most;
  }
  return most;
}

static inline uint32_t peak_of(const uint32_t* peaks, int count) {
  uint32_t most = 0;
  for (int i = 0; i < count; i++) most = peaks[i] > most ? peaks[i] : most;
  return most;
}

// A whole cell of an input of red, green and blue side by side: as its channels one by one, which begin at 0.
static inline void compare_colours(const float* __restrict source, const float* __restrict held, const float* __restrict weights,
                                   float* __restrict luma, float* __restrict difference, float* __restrict norms) {
  const float first = weights[0], second = weights[1], third = weights[2];
  for (int x = 0; x < SK_CELL; x++) {
    const float a = source[3 * x], b = source[3 * x + 1], c = source[3 * x + 2];
    const float da = a - held[4 * x], db = b - held[4 * x + 1], dc = c - held[4 * x + 2];
    luma[x] = 0.0f + first * a + second * b + third * c;
    difference[x] = 0.0f + first * da + second * db + third * dc;
    norms[x] = 0.0f + std::fabs(da) + std::fabs(db) + std::fabs(dc);
  }
}

// Asks for some pixels of a row of a frame, whose channels or pixels lie side by side.
static inline void ask_for_frame(const float* first, int64_t channelStride, int64_t pixelStride, int channels, int count) {
  for (int c = 0; c < (channelStride == 1 ? 1 : channels); c++) ask<false>(first + c * channelStride, count * pixelStride);
}

static int compare_frame(const float* frame, int64_t channelStride, int64_t rowStride, int64_t pixelStride,
                         const float* helds, int64_t heldRow, int64_t heldPixel, int channels, int height, int width,
                         const float* weights, float strong, const uint8_t* cells, float* lumas, float* befores,
                         float* differences, int64_t differenceRow, float* allNorms, uint32_t* peaks) {
  // Strides that the compiler can make shuffles of.
  const auto channel = heldPixel != 4     ? compare_channel<0, 0>
                       : pixelStride == 1 ? compare_channel<1, 4>
                       : pixelStride == 3 ? compare_channel<3, 4>
                                          : compare_channel<0, 4>;
  const int perRow = (width + SK_CELL - 1) / SK_CELL;
  const bool colours = channels == 3 && channelStride == 1 && pixelStride == 3 && heldPixel == 4;
  uint32_t* normPeaks = peaks + int64_t(height) * perRow;
  // What a cell of the next row will need: between the frames of a stream it has left the caches.
  const auto ask_below = [&](int y, int cell) {
    if (y + 1 == height || cells[int64_t(y + 1) * perRow + cell] != SK_COMPARED) return;
    const int x = cell * SK_CELL, count = width - x < SK_CELL ? width - x : SK_CELL;
    const int64_t at = int64_t(y + 1) * width + x;
    ask_for_frame(frame + (y + 1) * rowStride + x * pixelStride, channelStride, pixelStride, channels, count);
    ask<false>(helds + (y + 1) * heldRow + x * heldPixel, count * heldPixel);
    ask<true>(lumas + at, count);
    ask<true>(befores + at, count);
    ask<true>(differences + (y + 1) * differenceRow + x, count);
    ask<true>(allNorms + at, count);
  };
  int strongly = 0;
  for (int y = 0; y < height; y++) {
    const int64_t cellRow = int64_t(y) * perRow;
    const bool none = !any_byte(cells + cellRow, perRow) && (y + 1 == height || !any_byte(cells + cellRow + perRow, perRow));
    for (int cell = none ? perRow : 0; cell < perRow;) {
      const int run = cell, what = cells[cellRow + cell];
      for (; cell < perRow && cells[cellRow + cell] == what; cell++) ask_below(y, cell);
      if (what == 0) continue;
      const int x = run * SK_CELL, count = (cell * SK_CELL < width ? cell * SK_CELL : width) - x;
      const int64_t at = int64_t(y) * width + x;
      float *luma = lumas + at, *difference = differences + y * differenceRow + x, *norms = allNorms + at;
      std::memcpy(befores + at, luma, count * sizeof(float));
      if (what != SK_COMPARED) continue;
      const float* source = frame + y * rowStride + x * pixelStride;
      const float* held = helds + y * heldRow + x * heldPixel;
      const int wholes = colours ? count / SK_CELL * SK_CELL : 0;
      for (int i = 0; i < wholes; i += SK_CELL) {
        compare_colours(source + 3 * i, held + 4 * i, weights, luma + i, difference + i, norms + i);
      }
      if (wholes < count) {
        const int rest = count - wholes;
        std::memset(luma + wholes, 0, rest * sizeof(float));
        std::memset(difference + wholes, 0, rest * sizeof(float));
        std::memset(norms + wholes, 0, rest * sizeof(float));
        for (int c = 0; c < channels; c++) {
          channel(source + wholes * pixelStride + c * channelStride, pixelStride, held + wholes * heldPixel + c, heldPixel,
                  weights[c], rest, luma + wholes, difference + wholes, norms + wholes);
        }
      }
      for (int c = run; c < cell; c++) {
        const int first = (c - run) * SK_CELL, length = count - first < SK_CELL ? count - first : SK_CELL;
        peaks[cellRow + c] = peak_of(difference + first, length);
        normPeaks[cellRow + c] = peak_of(norms + first, length);
      }
    }
    if (from_bits(peak_of(normPeaks + cellRow, perRow)) <= strong) continue;
    for (int cell = 0; cell < perRow; cell++) {
      if (from_bits(normPeaks[cellRow + cell]) <= strong) continue;
      const int end = (cell + 1) * SK_CELL < width ? (cell + 1) * SK_CELL : width;
      for (int x = cell * SK_CELL; x < end; x++) strongly += allNorms[int64_t(y) * width + x] > strong;
    }
  }
  return strongly;
}

// Sum over the (2r+1)^2 pixels around one.
template <int R, class Value>
static inline float box_sum(Value value) {
  float sum = 0;
  for (int x = -R; x <= R; x++) {
    float column = value(-R, x);
    for (int y = 1 - R; y <= R; y++) column += value(y, x);
    sum = x == -R ? column : sum + column;
  }
  return sum;
}

static int sample_noise(const float* luma, const float* before, int height, int width, int step, float* samples) {
  const int fields = 5;
  int count = 0;
  for (int y = REACH + step / 2; y < height - REACH; y += step) {
    for (int x = REACH + step / 2; x < width - REACH; x += step) {
      const float* here = luma + int64_t(y) * width + x;
      const float* there = before + int64_t(y) * width + x;
      const float alone = here[0] - there[0];
      if (alone == 0 && here[0] == here[1]) continue;
      const auto change = [&](int dy, int dx) { return here[int64_t(dy) * width + dx] - there[int64_t(dy) * width + dx]; };
      const auto brightness = [&](int dy, int dx) {
        return box_sum<1>([&](int ey, int ex) { return here[int64_t(dy + ey) * width + dx + ex]; }) / 9;
      };
      const float down = brightness(2, 0) - brightness(-2, 0), right = brightness(0, 2) - brightness(0, -2);
      float* sample = samples + int64_t(count++) * fields;
      sample[0] = brightness(0, 0);
      sample[1] = down * down + right * right;
      sample[2] = alone;
      sample[3] = box_sum<1>(change) / 9;
      sample[4] = box_sum<3>(change) / 49;
    }
  }
  return count;
}

enum { SK_ALONE_OR_SMALL = 1, SK_LARGE = 2 };

// Flags of a few pixels of a row. NaN opens, and so does infinity, which a shift leaves where nothing is known.
static inline uint8_t flag_pixels(const float* difference, int64_t row, const float* luma, const float* norms, int width,
                                  const float* limits, uint8_t* __restrict flags) {
  const int most = 256;
  float small[most + 2 * REACH], large[most + 2 * REACH];
  for (int x = 0; x < width + 2 * REACH; x++) {
    const float* d = difference + x - REACH;
    small[x] = d[-row] + d[0] + d[row];
    large[x] = d[-3 * row] + d[-2 * row] + d[-row] + d[0] + d[row] + d[2 * row] + d[3 * row];
  }
  uint8_t any = 0;
  for (int x = 0; x < width; x++) {
    const float slope = 1 + limits[SK_SLOPE] * (luma[x] - limits[SK_MIDDLE]);
    const float above = slope > limits[SK_LOWEST] ? slope : limits[SK_LOWEST];
    const float relative = above < limits[SK_HIGHEST] ? above : limits[SK_HIGHEST];
    const auto limit = [&](int factor) {
      const float square = limits[factor] * relative;
      return square > limits[factor + 1] ? square : limits[factor + 1];
    };
    const float s = small[x + 2] + small[x + 3] + small[x + 4];
    const float l = large[x] + large[x + 1] + large[x + 2] + large[x + 3] + large[x + 4] + large[x + 5] + large[x + 6];
    // Without branches, so that it becomes vectors.
    const int alone = !(norms[x] * norms[x] <= limit(SK_NORM_FACTOR));
    const int fine = alone | int(!(s * s <= limit(SK_SMALL_FACTOR)));
    const int wide = !(l * l <= limit(SK_LARGE_FACTOR));
    flags[x] = uint8_t(fine * SK_ALONE_OR_SMALL | wide * SK_LARGE);
    any |= flags[x];
  }
  return any;
}

// The largest difference in the rows that sums reach from a row, cell by cell.
static inline void peaks_around(const uint32_t* peaks, int y, int height, int perRow, uint32_t* __restrict most) {
  const int begin = y < REACH ? 0 : y - REACH, end = y + REACH < height ? y + REACH + 1 : height;
  std::memset(most, 0, perRow * sizeof(uint32_t));
  for (int v = begin; v < end; v++) {
    const uint32_t* __restrict row = peaks + int64_t(v) * perRow;
    for (int cell = 0; cell < perRow; cell++) most[cell] = row[cell] > most[cell] ? row[cell] : most[cell];
  }
}

static void open_changes(const float* differences, int64_t differenceRow, const float* lumas, const float* changes,
                         const uint32_t* peaks, int height, int width, const float* limits, uint8_t* flags, uint8_t* masks) {
  const int most = 256, cellsAtOnce = most / SK_CELL, perRow = (width + SK_CELL - 1) / SK_CELL, mostCells = 2048;
  const int64_t row = width + 4;
  uint8_t* marks = flags + 2 * row + 2;
  uint8_t* spread = flags + (height + 4) * row + 2 * row + 2;
  std::memset(spread - 2 * row - 2, 0, 2 * row);
  std::memset(spread + height * row - 2, 0, 2 * row);
  const uint32_t* normPeaks = peaks + int64_t(height) * perRow;
  uint32_t around[mostCells + 2];
  uint8_t loud[mostCells];
  uint8_t anyIn[mostCells * SK_CELL + 4];
  uint8_t* anyOf = anyIn + 2;
  std::memset(anyIn, 0, height + 4);
  around[0] = around[perRow + 1] = 0;
  int lastDifferent = -REACH - 1;
  int nextDifferent = 0;
  for (int y = 0; y < height; y++) {
    for (; nextDifferent < height && nextDifferent <= y + REACH; nextDifferent++) {
      if (peak_of(peaks + int64_t(nextDifferent) * perRow, perRow) | peak_of(normPeaks + int64_t(nextDifferent) * perRow, perRow)) {
        lastDifferent = nextDifferent;
      }
    }
    if (lastDifferent < y - REACH) {
      std::memset(spread + y * row, 0, width);
      continue;
    }
    peaks_around(peaks, y, height, perRow, around + 1);
    const uint32_t* norms = normPeaks + int64_t(y) * perRow;
    // Limits are at least these, and sums at most so many times what a pixel is, rounding included.
    for (int cell = 0; cell < perRow; cell++) {
      const uint32_t sides = around[cell] > around[cell + 2] ? around[cell] : around[cell + 2];
      const float difference = from_bits(sides > around[cell + 1] ? sides : around[cell + 1]), norm = from_bits(norms[cell]);
      const float small = 9.01f * difference, large = 49.01f * difference;
      const int quiet = int(norm * norm <= limits[SK_NORM_LEAST]) & int(small * small <= limits[SK_SMALL_LEAST]) &
                        int(large * large <= limits[SK_LARGE_LEAST]);
      loud[cell] = uint8_t(!quiet);
    }
    uint8_t* mark = marks + y * row;
    uint8_t any = 0;
    const auto flag = [&](int x, int count) {
      const int64_t first = int64_t(y) * width + x;
      any |= flag_pixels(differences + y * differenceRow + x, differenceRow, lumas + first, changes + first, count, limits,
                         mark + x);
    };
    for (int cell = 0; cell < perRow; cell += cellsAtOnce) {
      const int end = cell + cellsAtOnce < perRow ? cell + cellsAtOnce : perRow;
      const int x = cell * SK_CELL, count = (end * SK_CELL < width ? end * SK_CELL : width) - x;
      int louds = 0;
      for (int c = cell; c < end; c++) louds += loud[c];
      if (2 * louds > end - cell) {
        flag(x, count);
        continue;
      }
      std::memset(mark + x, 0, count);
      for (int c = cell; c < end && louds > 0; c++) {
        if (!loud[c]) continue;
        louds--;
        const int at = c * SK_CELL;
        if (at + SK_CELL <= width) {
          flag(at, SK_CELL);  // a number that the compiler knows
        } else {
          flag(at, width - at);
        }
      }
    }
    uint8_t* __restrict wide = spread + y * row;
    anyOf[y] = any;
    if (!any) {
      std::memset(wide, 0, width);
      continue;
    }
    for (int x = 0; x < width; x++) {
      wide[x] = uint8_t(mark[x - 1] | mark[x] | mark[x + 1] | ((mark[x - 2] | mark[x + 2]) & SK_LARGE));
    }
  }
  for (int y = 0; y < height; y++) {
    const uint8_t* __restrict wide = spread + y * row;
    uint8_t* __restrict mask = masks + int64_t(y) * width;
    if (!(anyOf[y - 2] | anyOf[y - 1] | anyOf[y] | anyOf[y + 1] | anyOf[y + 2])) {
      std::memset(mask, 0, width);
      continue;
    }
    for (int x = 0; x < width; x++) {
      mask[x] = (wide[x - row] | wide[x] | wide[x + row] | ((wide[x - 2 * row] | wide[x + 2 * row]) & SK_LARGE)) != 0;
    }
  }
}

static inline bool any_marked(const uint8_t* mask, int count) {
  uint64_t marks[2] = {};
  if (count == SK_CELL) {  // a number that the compiler knows
    std::memcpy(marks, mask, SK_CELL);
  } else {
    std::memcpy(marks, mask, count);
  }
  return (marks[0] | marks[1]) != 0;
}

// What taking a frame over leaves of some pixels of a row: an open pixel that differs changes by its norm, and differs no more.
static inline void take_pixels(const uint8_t* __restrict mask, int count, float* __restrict norms, float* __restrict difference,
                               float* __restrict changes) {
  for (int x = 0; x < count; x++) {
    const bool takes = mask[x] != 0;
    changes[x] = takes ? norms[x] : 0;
    difference[x] = takes && norms[x] != 0 ? 0 : difference[x];
    norms[x] = takes ? 0 : norms[x];
  }
}

static int take_open(const float* frame, int64_t channelStride, int64_t rowStride, int64_t pixelStride, float* helds,
                     int64_t heldRow, int64_t heldPixel, int channels, int height, int width, const uint8_t* masks,
                     float* differences, int64_t differenceRow, float* allNorms, uint32_t* peaks, float* allChanges,
                     uint8_t* written) {
  const int perRow = (width + SK_CELL - 1) / SK_CELL;
  uint32_t* normPeaks = peaks + int64_t(height) * perRow;
  const auto ask_below = [&](int y, int x, int count) {
    const uint8_t* below = masks + int64_t(y + 1) * width + x;
    if (y + 1 == height || !any_marked(below, count)) return;
    ask_for_frame(frame + (y + 1) * rowStride + x * pixelStride, channelStride, pixelStride, channels, count);
    ask<true>(helds + (y + 1) * heldRow + x * heldPixel, count * heldPixel);
    ask<true>(differences + (y + 1) * differenceRow + x, count);
    ask<true>(allNorms + int64_t(y + 1) * width + x, count);
  };
  int changed = 0;
  for (int y = 0; y < height; y++) {
    const uint8_t* mask = masks + int64_t(y) * width;
    float *norms = allNorms + int64_t(y) * width, *difference = differences + y * differenceRow;
    float* changes = allChanges + int64_t(y) * width;
    if (!any_byte(mask, width) && !any_byte(written + int64_t(y) * perRow, perRow)) continue;
    for (int cell = 0; cell < perRow; cell++) {
      const int begin = cell * SK_CELL, count = begin + SK_CELL < width ? SK_CELL : width - begin;
      ask_below(y, begin, count);
      uint8_t& hasChanges = written[int64_t(y) * perRow + cell];
      if (!any_marked(mask + begin, count)) {
        if (hasChanges) std::memset(changes + begin, 0, count * sizeof(float));
        hasChanges = 0;
        continue;
      }
      hasChanges = 1;
      if (count == SK_CELL) {
        take_pixels(mask + begin, SK_CELL, norms + begin, difference + begin, changes + begin);
      } else {
        take_pixels(mask + begin, count, norms + begin, difference + begin, changes + begin);
      }
      for (int x = begin; x < begin + count; x++) {
        if (!mask[x] || changes[x] == 0) continue;
        changed++;
        const float* source = frame + y * rowStride + x * pixelStride;
        float* held = helds + y * heldRow + x * heldPixel;
        for (int c = 0; c < channels; c++) held[c] = source[c * channelStride];
      }
      peaks[int64_t(y) * perRow + cell] = peak_of(difference + begin, count);
      normPeaks[int64_t(y) * perRow + cell] = peak_of(norms + begin, count);
    }
  }
  return changed;
}

}  // namespace SK_TIER
