// Which tiers this build and this processor have, and the way from a C function to the tier's kernel.
#include "skipconv.h"
#include "table.h"

static const sk_table* tables[SK_TIERS] = {
    &portable::table,
#ifdef SK_X86
    &avx2::table,
    &avx512::table,
#endif
};

int sk_supported(int tier) {
  switch (tier) {
    case SK_PORTABLE:
      return 1;
#ifdef SK_X86
    case SK_AVX2:
      return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("f16c");
    case SK_AVX512:
      return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
             __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq");
#endif
    default:
      return 0;
  }
}

int sk_block_vectors(int tier) { return tables[tier]->blockVectors; }
int sk_half(int tier) { return tables[tier]->half; }
int sk_lanes(int tier) { return tables[tier]->lanes; }

#define SK_UNPACK(...) __VA_ARGS__
#define SK_KERNEL(type, name, parameters, arguments) \
  type sk_##name parameters { return tables[tier]->name(tier, SK_UNPACK arguments); }
#include "kernels.inc"
#undef SK_KERNEL
