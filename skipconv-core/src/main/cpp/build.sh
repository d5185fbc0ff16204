#!/bin/sh
# Compiles the kernels, each instruction set with its own flags, and links them with JavaCPP's JNI code.
#
# usage: build.sh JNI_FOLDER TARGET_FOLDER JAVA_HOME [SANITIZERS]
#
# SANITIZERS, such as address,undefined: the library checks itself. The runtimes that must be loaded before Java are linked
# to in JNI_FOLDER/sanitizer.
#
# -ffp-contract=off: a multiply and an add become one rounding only where a kernel says fma, so that every path through a
# kernel gives the same bits.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
jni=$1
target=$2
java_home=$3
sanitizers=${4:-}
emulated=$here/../../test/cpp
cxx=${CXX:-g++}

if ! command -v "$cxx" >/dev/null 2>&1; then
  echo "skipconv: no C++ compiler ($cxx) on the PATH: building without native kernels; OpenBLAS or plain Java takes their place, many times slower."
  rm -rf "$target"
  exit 0
fi

# The compiler may be one for another system.
machine=$("$cxx" -dumpmachine)
case $machine in
  *darwin*) library=libjniskipconv.dylib os_headers=$java_home/include/darwin rpath=-Wl,-rpath,@loader_path/ ;;
  # All that it needs of the compiler is in it.
  *mingw*) library=jniskipconv.dll os_headers=$here/windows rpath=-static ;;
  *) library=libjniskipconv.so os_headers=$java_home/include/linux rpath='-Wl,-rpath,$ORIGIN/' ;;
esac
library=$target/$library

# Made already from the same sources by the same compiler? JavaCPP's output differs from run to run, so the classes that it is
# made from stand for it.
stamp=$jni/built-from
java=$here/../java/org/skipconv/core/internal/kernel
sources=$( ( "$cxx" --version; echo "$sanitizers"; cat "$java/NativeBinding.java" "$java/NativeLayout.java"
  find "$here" ${sanitizers:+"$emulated"} -type f | LC_ALL=C sort | xargs cat ) | cksum)
if [ -f "$library" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$sources" ]; then
  exit 0
fi

# The flags among these that this compiler knows.
known() {
  for flag in "$@"; do
    # Asked for without its "no-": compilers keep silent about unknown warnings that are switched off.
    asked=$(echo "$flag" | sed 's/^-Wno-/-W/')
    if echo 'int x;' | "$cxx" -Werror "$asked" -x c++ -fsyntax-only - >/dev/null 2>&1; then
      echo "$flag"
    fi
  done
}

common="-std=c++17 -fPIC -fvisibility=hidden"
# g++ sees variables without a value in its own AVX-512 header, and in arrays that are filled by loops.
strict="-O3 -ffp-contract=off -Wall -Wextra $(known -Wno-maybe-uninitialized) -Werror"
strip=-s
if [ -n "$sanitizers" ]; then
  # The first finding ends the process. Warnings are the business of the usual build: instrumented code has others.
  checks="-fsanitize=$sanitizers -fno-sanitize-recover=all -fno-omit-frame-pointer -g1"
  common="$common $checks"
  strict="-O1 -ffp-contract=off -w"
  strip=$checks
  mkdir -p "$jni/sanitizer"
  for runtime in libasan.so libstdc++.so; do
    found=$("$cxx" -print-file-name=$runtime)
    [ -f "$found" ] || { echo "skipconv: $cxx has no $runtime, which the sanitizers need" >&2; exit 1; }
    ln -sf "$found" "$jni/sanitizer/$runtime"
  done
fi
jni_headers="-I$os_headers -I$java_home/include"

# As many compilers at once as there are processors; whichever fails ends the build.
processors=$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1)
running=""
started() {
  running="$running $1"
  set -- $running
  if [ $# -ge "$processors" ]; then
    wait "$1"
    shift
    running="$*"
  fi
}

compile() {
  name=$1
  shift
  "$cxx" $common $strict "$@" -c "$here/$name.cpp" -o "$jni/$name.o" &
  started $!
  objects="$objects $jni/$name.o"
}

# Linux alone is asked for the tiles of AMX. Where the library checks itself, loops take their place.
tiles=
amx=
case $machine in x86_64*linux*)
  if [ -n "$sanitizers" ]; then
    tiles="-DSK_AMX -DSK_EMULATED_TILES -I$emulated"
  elif [ -n "$(known -mamx-bf16)" ]; then
    tiles=-DSK_AMX
    amx="-mamx-tile -mamx-bf16"
  fi ;;
esac

objects=""
compile layout -I"$jni/headers" $jni_headers
compile dispatch $tiles
compile tier_portable
compile tier_portable_mixed
case $machine in
  x86_64*)
    aligned=
    # g++ keeps 32 and 64 byte registers on the stack as if it were aligned to them, which it is not on Windows.
    case $machine in *mingw*) aligned=-Wa,-muse-unaligned-vector-move ;; esac
    avx2="$aligned -mavx2 -mfma -mf16c"
    avx512="$aligned -Wno-uninitialized -mavx512f -mavx512bw -mavx512vl -mavx512dq -mfma -mf16c -mprefer-vector-width=512"
    compile tier_avx2 $avx2
    compile tier_avx2_mixed $avx2
    compile tier_avx512 $avx512
    compile tier_avx512_mixed $avx512
    compile tier_avx512_bf16 $avx512 -mavx512bf16
    [ -z "$tiles" ] || compile tier_amx_bf16 $avx512 -mavx512bf16 $amx $tiles
    ;;
  # g++ moves loads of weights and inputs up until they and the sums no longer fit into 32 registers.
  aarch64* | arm64*)
    compile tier_neon $(known -fno-schedule-insns)
    compile tier_neon_mixed $(known -fno-schedule-insns)
    compile tier_neon_bf16 -march=armv8.2-a+bf16 $(known -fno-schedule-insns)
    ;;
esac
old_symbols=
case $machine in *linux*) old_symbols="-include $here/glibc.h" ;; esac
for file in "$jni"/*.cpp; do
  object=${file%.cpp}.o
  sorted=${file%.cpp}.sorted.cc
  LC_ALL=C awk -f "$here/sort_jni.awk" "$file" >"$sorted"
  "$cxx" $common -O2 -w $old_symbols -I"$here" $jni_headers -c "$sorted" -o "$object" &
  started $!
  objects="$objects $object"
done
for compiler in $running; do
  wait "$compiler"
done
mkdir -p "$target"
"$cxx" -shared $strip -o "$library" $objects "$rpath"
echo "$sources" >"$stamp"
echo "skipconv: native kernels built by $cxx${sanitizers:+ with sanitizers: $sanitizers}"
