// Included before JavaCPP's JNI code on Linux. Functions that glibc 2.34 moved from other libraries to its main one have a new
// version there, with which the kernels would not load on older systems; the old version is everywhere.
#include <features.h>
#ifdef __GLIBC__
#if defined(__x86_64__)
#define SK_OLD "GLIBC_2.2.5"
#elif defined(__aarch64__)
#define SK_OLD "GLIBC_2.17"
#endif
#ifdef SK_OLD
__asm__(".symver dlopen, dlopen@" SK_OLD);
__asm__(".symver dlclose, dlclose@" SK_OLD);
__asm__(".symver dlsym, dlsym@" SK_OLD);
__asm__(".symver dlerror, dlerror@" SK_OLD);
#endif
#endif
