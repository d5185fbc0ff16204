#include "simd/avx2.h"
#include "tier.h"
