// Instantiates every kernel for one instruction set. A tier's translation unit includes a simd/*.h that defines the vector
// type in namespace SK_TIER, then this file; the namespace keeps code made with different compiler flags apart.
#include "skipconv.h"
#include "table.h"
#include "kernels/activation.h"
#include "kernels/conv.h"
#include "kernels/depthwise.h"
#include "kernels/elementwise.h"
#include "kernels/change.h"
#include "kernels/frame.h"
#include "kernels/peak.h"
#include "kernels/gate.h"

namespace SK_TIER {
const sk_table table = {
    BLOCK_VECTORS, LANES, HALF,
#define SK_KERNEL(type, name, parameters, arguments) name,
#include "kernels.inc"
#undef SK_KERNEL
};
}  // namespace SK_TIER
