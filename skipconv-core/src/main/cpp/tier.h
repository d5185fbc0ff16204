// Instantiates every kernel for one instruction set, and with SK_KNOWS_BFLOAT16 for maps of bfloat16s as well. A tier's translation unit includes a simd/*.h that defines the vector
// type in namespace SK_TIER, then this file; the namespace keeps code made with different compiler flags apart.
#include "skipconv.h"
#include "table.h"
#include "kernels/convolve.h"
#include "kernels/depthwise.h"
#include "kernels/pixels.h"
#include "kernels/expression.h"
#include "kernels/change.h"
#include "kernels/frame.h"
#include "kernels/noise.h"
#include "kernels/resample.h"
#include "kernels/magnitudes.h"

namespace SK_TIER {
const sk_table table = {
    BLOCK_VECTORS, LANES, HALF, MIXED ? STEP<bfloat16> : 1,
#define SK_KERNEL(result, name, parameters) name,
#include "kernels.inc"
#undef SK_KERNEL
};
}  // namespace SK_TIER
