#include "simd/avx512.h"
#include "tier.h"
