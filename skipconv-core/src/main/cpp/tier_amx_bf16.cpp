// Convolutions of bfloat16s by tiles; all else is what avx512_bf16 does.
#define SK_TIER amx_bf16
#define SK_KNOWS_BFLOAT16
#define SK_TILES
#include "simd/avx512.h"
#include "simd/tiles.h"
#include "table.h"
#include "kernels/convolve.h"

namespace amx_bf16 {
static sk_table with_tiles(sk_table table) {
  table.convolve = convolve;
  return table;
}
const sk_table table = with_tiles(avx512_bf16::table);
}  // namespace amx_bf16
