#define SK_TIER neon_bf16
#define SK_KNOWS_BFLOAT16
#include "simd/neon.h"
#include "tier.h"
