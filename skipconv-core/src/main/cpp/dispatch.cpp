// Which tiers this build and this processor have, and the way from a C function to the tier's kernel.
#include "skipconv.h"
#include "table.h"
#ifdef SK_X86
#include <cpuid.h>
#endif
#ifdef SK_AMX
#include <sys/syscall.h>
#include <unistd.h>
#endif
#if defined(SK_ARM) && defined(__linux__)
#include <sys/auxv.h>
#elif defined(SK_ARM) && defined(__APPLE__)
#include <sys/sysctl.h>
#endif

static const sk_table* tables[SK_TIERS] = {
    &portable::table,
#ifdef SK_X86
    &avx2::table, &avx512::table, nullptr, nullptr, nullptr, nullptr, nullptr,
#elif defined(SK_ARM)
    nullptr, nullptr, &neon::table, nullptr, nullptr, nullptr, nullptr,
#else
    nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr,
#endif
    &portable_mixed::table,
#ifdef SK_X86
    &avx2_mixed::table, &avx512_mixed::table, nullptr, &avx512_bf16::table, nullptr,
#ifdef SK_AMX
    &amx_bf16::table,
#endif
#elif defined(SK_ARM)
    nullptr, nullptr, &neon_mixed::table, nullptr, &neon_bf16::table,
#endif
};

#ifdef SK_X86
// Not every compiler's own function knows this name.
static bool has_f16c() {
  unsigned a, b, c, d;
  return __get_cpuid(1, &a, &b, &c, &d) && (c & bit_F16C);
}

static bool has_avx512_bf16() {
  constexpr unsigned AVX512_BF16 = 1u << 5;
  unsigned a, b, c, d;
  return __get_cpuid_count(7, 1, &a, &b, &c, &d) && (a & AVX512_BF16);
}
#endif

#ifdef SK_EMULATED_TILES
static bool has_amx_bf16() { return true; }
#elif defined(SK_AMX)
// Linux gives a process the registers when it asks for them, and may refuse.
static bool has_amx_bf16() {
  constexpr unsigned AMX_BF16 = 1u << 22, AMX_TILE = 1u << 24;
  constexpr long ARCH_REQ_XCOMP_PERM = 0x1023, XFEATURE_XTILEDATA = 18;
  unsigned a, b, c, d;
  return __get_cpuid_count(7, 0, &a, &b, &c, &d) && (d & AMX_BF16) && (d & AMX_TILE) &&
         syscall(SYS_arch_prctl, ARCH_REQ_XCOMP_PERM, XFEATURE_XTILEDATA) == 0;
}
#endif

#ifdef SK_ARM
static bool has_neon_bf16() {
#if defined(__linux__)
  constexpr unsigned long BF16 = 1ul << 14;
  return getauxval(AT_HWCAP2) & BF16;
#elif defined(__APPLE__)
  int has = 0;
  size_t size = sizeof has;
  return sysctlbyname("hw.optional.arm.FEAT_BF16", &has, &size, nullptr, 0) == 0 && has;
#else
  return false;
#endif
}
#endif

int sk_supported(int tier) {
  if (!tables[tier]) return 0;
  switch (tier % SK_MIXED) {
    case SK_PORTABLE:
      return 1;
#ifdef SK_X86
    case SK_AVX2:
      return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && has_f16c();
#ifdef SK_AMX
    case SK_AMX_BF16:
      return has_amx_bf16() && sk_supported(SK_AVX512_BF16 + SK_MIXED);
#endif
    case SK_AVX512_BF16:
      if (!has_avx512_bf16()) return 0;
      [[fallthrough]];
    case SK_AVX512:
      return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
             __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq");
#endif
#ifdef SK_ARM
    case SK_NEON:
      return 1;  // No 64-bit ARM that runs programs is without it.
    case SK_NEON_BF16:
      return has_neon_bf16();
#endif
    default:
      return 0;
  }
}

int sk_block_vectors(int tier) { return tables[tier]->blockVectors; }
int sk_half(int tier) { return tables[tier]->half; }
int sk_step(int tier) { return tables[tier]->step; }
int sk_lanes(int tier) { return tables[tier]->lanes; }

// The kernel of the named member in a tier's table.
template <auto member>
struct dispatched;
template <class R, class... A, R (*sk_table::*member)(A...)>
struct dispatched<member> {
  static R call(int tier, A... arguments) { return (tables[tier]->*member)(arguments...); }
};

#define SK_KERNEL(result, name, parameters) \
  sk_tiered<result parameters>::type* const sk_##name = dispatched<&sk_table::name>::call;
#include "kernels.inc"
#undef SK_KERNEL
