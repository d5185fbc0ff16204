#define SK_TIER avx512_bf16
#define SK_KNOWS_BFLOAT16
#include "simd/avx512.h"
#include "tier.h"
