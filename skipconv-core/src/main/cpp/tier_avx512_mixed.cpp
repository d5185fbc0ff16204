#define SK_TIER avx512_mixed
#define SK_KNOWS_BFLOAT16
#include "simd/avx512.h"
#include "tier.h"
