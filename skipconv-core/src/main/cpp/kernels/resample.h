// Pictures become the network's input: bilinear samples of bytes, normalised, and only where bytes differ from those of the
// picture before. Every value is rounded as the formula says, so that all instruction sets give the same bits.
#pragma once
#include <cstring>
#include "noise.h"

namespace SK_TIER {

enum { SK_MOST_CELLS = 2048 };

// One axis: of each output its two source pixels and their weights, table after table.
struct Axis {
  const int32_t *first, *second;
  const float *firstWeight, *secondWeight;
  Axis(const int32_t* table, int size)
      : first(table), second(table + size), firstWeight(reinterpret_cast<const float*>(table + 2 * int64_t(size))),
        secondWeight(firstWeight + size) {}
};

typedef float Colours __attribute__((vector_size(16)));

// Red, green and blue, and a byte of what lies after.
static inline Colours load_colours(const uint8_t* pixel) {
#if defined(__SSE2__) && !defined(__SSSE3__)  // no shuffle of bytes
  return Colours{float(pixel[0]), float(pixel[1]), float(pixel[2]), 0};
#else
  typedef uint8_t Bytes __attribute__((vector_size(16)));
  typedef int32_t Levels __attribute__((vector_size(16)));
  int32_t four;
  std::memcpy(&four, pixel, sizeof four);
  const Levels low = {four, 0, 0, 0};
  const Bytes zero = {};
  // Spelled out, since compilers widen bytes of vectors one by one.
  const Bytes wide = __builtin_shufflevector(Bytes(low), zero, 0, 16, 16, 16, 1, 16, 16, 16, 2, 16, 16, 16, 3, 16, 16, 16);
  return __builtin_convertvector(Levels(wide), Colours);
#endif
}

// Without reading after it.
static inline Colours load_last_colours(const uint8_t* pixel) {
  return Colours{float(pixel[0]), float(pixel[1]), float(pixel[2]), 0};
}

static inline Colours order(Colours value, bool reversed) {
  return reversed ? Colours{value[2], value[1], value[0], 0} : value;
}

// A source row at some of the output's columns.
template <bool REVERSED>
static void resample_row(const uint8_t* __restrict row, const Axis& columns, int begin, int end, float* __restrict line) {
  for (int u = begin; u < end; u++) {
    const float wa = columns.firstWeight[u], wb = columns.secondWeight[u];
    const Colours value = load_colours(row + 3 * columns.first[u]) * wa + load_colours(row + 3 * columns.second[u]) * wb;
    const Colours ordered = order(value, REVERSED);
    std::memcpy(line + 3 * u, &ordered, sizeof ordered);  // what lies after comes next
  }
}

static void resample_pixel(const uint8_t* row, const Axis& columns, int u, bool reversed, float* line) {
  const Colours value = load_last_colours(row + 3 * columns.first[u]) * columns.firstWeight[u] +
                        load_last_colours(row + 3 * columns.second[u]) * columns.secondWeight[u];
  const Colours ordered = order(value, reversed);
  std::memcpy(line + 3 * u, &ordered, 3 * sizeof(float));
}

static inline void blend(const float* __restrict upper, float upperWeight, const float* __restrict lower, float lowerWeight,
                         const float* __restrict factors, const float* __restrict shifts, int count, float* __restrict out) {
  for (int i = 0; i < count; i++) out[i] = (upper[i] * upperWeight + lower[i] * lowerWeight) * factors[i] + shifts[i];
}

static int resample(const uint8_t* rgb, uint8_t* before, int sourceHeight, int sourceWidth, const int32_t* rowTable, int height,
                    int rowBegin, int rowEnd, const int32_t* columnTable, int width, int columnBegin, int columnEnd,
                    const float* colours, int reversed, int whole, float* lines, uint8_t* cells, float* out) {
  const Axis rows(rowTable, height), columns(columnTable, width);
  const int perRow = (width + SK_CELL - 1) / SK_CELL, period = 3 * SK_CELL;
  const int firstCell = columnBegin / SK_CELL, endCell = (columnEnd + SK_CELL - 1) / SK_CELL;
  const int64_t sourceRow = int64_t(3) * sourceWidth, lineLength = int64_t(3) * width + 4;
  std::memset(cells, 0, int64_t(height) * perRow);
  if (columnBegin >= columnEnd) return 0;
  // Of the last two source rows: the cells that differ, and those that are resampled.
  int known[2] = {-1, -1};
  uint8_t differs[2][SK_MOST_CELLS], resampled[2][SK_MOST_CELLS];
  const auto cell_begin = [&](int cell) { return cell * SK_CELL > columnBegin ? cell * SK_CELL : columnBegin; };
  const auto cell_end = [&](int cell) { return (cell + 1) * SK_CELL < columnEnd ? (cell + 1) * SK_CELL : columnEnd; };
  const auto compare = [&](int y) {
    const int slot = y & 1;
    if (known[slot] == y) return slot;
    known[slot] = y;
    const uint8_t* now = rgb + y * sourceRow;
    uint8_t* then = before + y * sourceRow;
    int any = whole;
    for (int cell = firstCell; cell < endCell; cell++) {
      const int64_t from = int64_t(3) * columns.first[cell_begin(cell)];
      const int64_t to = int64_t(3) * (columns.second[cell_end(cell) - 1] + 1);
      differs[slot][cell] = whole || std::memcmp(now + from, then + from, to - from) != 0;
      resampled[slot][cell] = 0;
      any |= differs[slot][cell];
    }
    if (any) std::memcpy(then, now, sourceRow);
    return slot;
  };
  // A source row at the columns of some cells.
  const auto resample_cells = [&](int y, int from, int to) {
    const int slot = y & 1;
    const uint8_t* row = rgb + y * sourceRow;
    float* line = lines + slot * lineLength;
    for (int cell = from; cell < to;) {
      if (resampled[slot][cell]) {
        cell++;
        continue;
      }
      const int begin = cell_begin(cell);
      for (; cell < to && !resampled[slot][cell]; cell++) resampled[slot][cell] = 1;
      const int end = cell_end(cell - 1);
      // After the last pixel of the last row nothing may be read, and after the last of a cell nothing written.
      int body = end - 1;
      while (y == sourceHeight - 1 && body > begin && columns.second[body - 1] == sourceWidth - 1) body--;
      (reversed ? resample_row<true> : resample_row<false>)(row, columns, begin, body, line);
      for (int u = body; u < end; u++) resample_pixel(row, columns, u, reversed != 0, line);
    }
    return line;
  };
  int changed = 0;
  for (int v = rowBegin; v < rowEnd; v++) {
    const int upper = compare(rows.first[v]), lower = compare(rows.second[v]);
    const float wu = rows.firstWeight[v], wl = rows.secondWeight[v];
    uint8_t* marks = cells + int64_t(v) * perRow;
    for (int cell = firstCell; cell < endCell; cell++) marks[cell] = differs[upper][cell] | differs[lower][cell];
    for (int cell = firstCell; cell < endCell;) {
      if (!marks[cell]) {
        cell++;
        continue;
      }
      const int run = cell;
      while (cell < endCell && marks[cell]) cell++;
      changed += cell - run;
      const float* a = resample_cells(rows.first[v], run, cell);
      const float* b = resample_cells(rows.second[v], run, cell);
      float* to = out + int64_t(v) * 3 * width;
      for (int c = run; c < cell; c++) {
        const int64_t at = int64_t(c) * period;
        const int begin = 3 * cell_begin(c), end = 3 * cell_end(c);
        if (end - begin == period) {
          blend(a + at, wu, b + at, wl, colours, colours + period, period, to + at);
        } else {
          blend(a + begin, wu, b + begin, wl, colours + (begin - at), colours + period + (begin - at), end - begin, to + begin);
        }
      }
    }
  }
  return changed;
}

}  // namespace SK_TIER
