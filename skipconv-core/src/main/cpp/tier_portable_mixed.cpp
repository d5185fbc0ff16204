#define SK_TIER portable_mixed
#define SK_KNOWS_BFLOAT16
#include "simd/portable.h"
#include "tier.h"
