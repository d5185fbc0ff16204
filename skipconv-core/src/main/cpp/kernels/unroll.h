// SK_UNROLL(count) in front of a loop over registers: unrolled, or the registers would live on the stack.
#pragma once
#if defined(__clang__)
#define SK_UNROLL(count) _Pragma("unroll")
#else
#define SK_PRAGMA(text) _Pragma(#text)
#define SK_UNROLL(count) SK_PRAGMA(GCC unroll count)
#endif
