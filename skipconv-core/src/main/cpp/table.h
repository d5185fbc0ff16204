// The function table that each tier fills.
#pragma once
#include "skipconv.h"

struct sk_table {
  int blockVectors;
  int lanes;
  int half;
  int step;
#define SK_KERNEL(result, name, parameters) result(*name) parameters;
#include "kernels.inc"
#undef SK_KERNEL
};

namespace portable { extern const sk_table table; }
namespace portable_mixed { extern const sk_table table; }
#if defined(__x86_64__) || defined(_M_X64)
#define SK_X86 1
namespace avx2 { extern const sk_table table; }
namespace avx2_mixed { extern const sk_table table; }
namespace avx512 { extern const sk_table table; }
namespace avx512_mixed { extern const sk_table table; }
namespace avx512_bf16 { extern const sk_table table; }
namespace amx_bf16 { extern const sk_table table; }
#elif defined(__aarch64__)
#define SK_ARM 1
namespace neon { extern const sk_table table; }
namespace neon_mixed { extern const sk_table table; }
namespace neon_bf16 { extern const sk_table table; }
#endif
