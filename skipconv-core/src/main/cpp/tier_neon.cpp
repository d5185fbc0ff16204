#include "simd/neon.h"
#include "tier.h"
