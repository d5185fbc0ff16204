#define SK_TIER avx2_mixed
#define SK_KNOWS_BFLOAT16
#include "simd/avx2.h"
#include "tier.h"
