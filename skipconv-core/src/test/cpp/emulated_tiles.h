// The tiles of AMX as plain loops, by Intel's Software Developer's Manual (LDTILECFG, TILELOADD, TDPBF16PS, TILESTORED). What
// the processor refuses ends the process, saying why.
#pragma once
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#define SK_TILE_SHAPES(shapes) emulated_tiles::load_shapes(shapes)
#define SK_TILE_ZERO(tile) emulated_tiles::zero(tile)
#define SK_TILE_LOAD(tile, from, stride) emulated_tiles::load(tile, from, stride)
#define SK_TILE_MULTIPLY(sums, pixels, weights) emulated_tiles::multiply(sums, pixels, weights)
#define SK_TILE_STORE(tile, to, stride) emulated_tiles::store(tile, to, stride)
#define SK_TILE_RELEASE() emulated_tiles::release()

namespace emulated_tiles {

struct Tile {
  int rows, rowBytes;
  uint8_t bytes[16][64];
};
static thread_local Tile tiles[8];
static thread_local bool shaped;

static inline void require(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "emulated tiles: %s\n", what);
  std::abort();
}

static inline Tile& tile_of(int number) {
  require(shaped, "used before they have a shape");
  require(number >= 0 && number < 8, "there are 8");
  require(tiles[number].rows > 0, "this one has no rows");
  return tiles[number];
}

static inline void load_shapes(const void* from) {
  uint8_t shapes[64];
  std::memcpy(shapes, from, sizeof shapes);
  require(shapes[0] == 1 && shapes[1] == 0, "palette 1, from row 0");
  for (int i = 2; i < 16; i++) require(shapes[i] == 0, "reserved bytes are 0");
  for (int i = 0; i < 16; i++) {
    uint16_t rowBytes;
    std::memcpy(&rowBytes, shapes + 16 + 2 * i, 2);
    const int rows = shapes[48 + i];
    require(rows <= 16 && rowBytes <= 64, "a tile has 16 rows of 64 bytes at most");
    require((rows == 0) == (rowBytes == 0), "rows without bytes, or bytes without rows");
    require(i < 8 || rows == 0, "there are 8");
    if (i < 8) tiles[i] = Tile{rows, rowBytes, {}};
  }
  shaped = true;
}

static inline void zero(int number) { std::memset(tile_of(number).bytes, 0, sizeof(Tile::bytes)); }

static inline void load(int number, const void* from, int64_t stride) {
  Tile& tile = tile_of(number);
  std::memset(tile.bytes, 0, sizeof tile.bytes);
  for (int row = 0; row < tile.rows; row++) {
    std::memcpy(tile.bytes[row], static_cast<const uint8_t*>(from) + row * stride, size_t(tile.rowBytes));
  }
}

static inline void store(int number, void* to, int64_t stride) {
  const Tile& tile = tile_of(number);
  for (int row = 0; row < tile.rows; row++) {
    std::memcpy(static_cast<uint8_t*>(to) + row * stride, tile.bytes[row], size_t(tile.rowBytes));
  }
}

// Denormal numbers are 0 to these instructions.
static inline float flushed(float x) { return std::fabs(x) < 1.17549435e-38f ? std::copysign(0.0f, x) : x; }

static inline float value_of(const uint8_t* bfloat16) {
  uint32_t bits = uint32_t(bfloat16[0]) << 16 | uint32_t(bfloat16[1]) << 24;
  float value;
  std::memcpy(&value, &bits, 4);
  return flushed(value);
}

static inline void multiply(int sumsNumber, int leftNumber, int rightNumber) {
  Tile& sums = tile_of(sumsNumber);
  const Tile &left = tile_of(leftNumber), &right = tile_of(rightNumber);
  require(sumsNumber != leftNumber && sumsNumber != rightNumber && leftNumber != rightNumber, "three that differ");
  require(left.rows == sums.rows, "rows of the sums and of the left factor");
  require(left.rowBytes % 4 == 0 && left.rowBytes / 4 == right.rows, "row of the left factor and rows of the right one");
  require(right.rowBytes == sums.rowBytes && sums.rowBytes % 4 == 0, "row of the sums and of the right factor");
  const int pairs = left.rowBytes / 4, columns = sums.rowBytes / 4;
  float weights[16][2][16];
  for (int k = 0; k < pairs; k++) {
    for (int n = 0; n < columns; n++) {
      for (int half = 0; half < 2; half++) weights[k][half][n] = value_of(right.bytes[k] + 4 * n + 2 * half);
    }
  }
  for (int m = 0; m < sums.rows; m++) {
    float sum[2][16] = {};
    for (int k = 0; k < pairs; k++) {
      for (int half = 0; half < 2; half++) {
        const float x = value_of(left.bytes[m] + 4 * k + 2 * half);
        for (int n = 0; n < columns; n++) sum[half][n] = flushed(std::fma(x, weights[k][half][n], sum[half][n]));
      }
    }
    float row[16];
    std::memcpy(row, sums.bytes[m], sizeof row);
    for (int n = 0; n < columns; n++) row[n] = flushed(flushed(row[n]) + flushed(sum[0][n] + sum[1][n]));
    std::memcpy(sums.bytes[m], row, size_t(sums.rowBytes));
  }
}

static inline void release() { shaped = false; }

}  // namespace emulated_tiles
