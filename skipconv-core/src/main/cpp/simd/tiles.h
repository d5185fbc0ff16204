// Registers of AMX: a tile has up to 16 rows of up to 64 bytes, and one instruction multiplies two of them as matrices of
// bfloat16s. A build that emulates them tests kernels on processors that have none.
#pragma once
#include <cstdint>

#ifdef SK_EMULATED_TILES
#include "emulated_tiles.h"
#else
#include <immintrin.h>
// g++ does not know that these instructions read and write memory: it must be told what lies there before and after.
static inline void sk_settle(const void* memory) { __asm__ volatile("" : : "r"(memory) : "memory"); }
// Numbers of tiles are literals.
#define SK_TILE_SHAPES(shapes) (sk_settle(shapes), _tile_loadconfig(shapes))
#define SK_TILE_ZERO(tile) _tile_zero(tile)
#define SK_TILE_LOAD(tile, from, stride) do { sk_settle(from); _tile_loadd(tile, from, stride); } while (0)
#define SK_TILE_MULTIPLY(sums, pixels, weights) _tile_dpbf16ps(sums, pixels, weights)
#define SK_TILE_STORE(tile, to, stride) do { _tile_stored(tile, to, stride); sk_settle(to); } while (0)
#define SK_TILE_RELEASE() _tile_release()
#endif

// What _tile_loadconfig reads: of each tile its rows and the bytes of one.
struct alignas(64) sk_tile_shapes {
  uint8_t palette = 1;
  uint8_t firstRow = 0;
  uint8_t reserved[14] = {};
  uint16_t rowBytes[16] = {};
  uint8_t rows[16] = {};
};
static_assert(sizeof(sk_tile_shapes) == 64, "the processor reads 64 bytes");
