#include "simd/portable.h"
#include "tier.h"
