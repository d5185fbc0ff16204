#!/bin/sh
# Compiles the kernels, each instruction set with its own flags, and links them with JavaCPP's JNI code.
#
# usage: build.sh JNI_FOLDER TARGET_FOLDER JAVA_HOME
#
# -ffp-contract=off: a multiply and an add become one rounding only where a kernel says fma, so that every path through a
# kernel gives the same bits.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
jni=$1
target=$2
java_home=$3
cxx=${CXX:-g++}

if ! command -v "$cxx" >/dev/null 2>&1; then
  echo "skipconv: no C++ compiler ($cxx) on the PATH: building without native kernels; the slower OpenBLAS kernels will be used."
  rm -rf "$target"
  exit 0
fi

case $(uname -s) in
  Darwin) suffix=dylib os=darwin rpath=@loader_path ;;
  *) suffix=so os=linux rpath='$ORIGIN' ;;
esac
library=$target/libjniskipconv.$suffix

# Made already from the same sources by the same compiler? JavaCPP's output differs from run to run, so the class that it is
# made from stands for it.
stamp=$jni/built-from
binding=$here/../java/org/skipconv/core/internal/kernel/NativeBinding.java
sources=$( ( "$cxx" --version; cat "$binding"; find "$here" -type f | LC_ALL=C sort | xargs cat ) | cksum)
if [ -f "$library" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$sources" ]; then
  exit 0
fi

common="-std=c++17 -fPIC -fvisibility=hidden"
strict="-O3 -ffp-contract=off -Wall -Wextra -Wno-maybe-uninitialized -Werror"

compile() {
  name=$1
  shift
  "$cxx" $common $strict "$@" -c "$here/$name.cpp" -o "$jni/$name.o"
  objects="$objects $jni/$name.o"
}

objects=""
compile dispatch
compile tier_portable
case $("$cxx" -dumpmachine) in
  x86_64*)
    compile tier_avx2 -mavx2 -mfma -mf16c
    # GCC 12 warns of variables of its own AVX-512 header; the portable tier has the same kernels without it.
    compile tier_avx512 -Wno-uninitialized -mavx512f -mavx512bw -mavx512vl -mavx512dq -mfma -mf16c -mprefer-vector-width=512
    ;;
esac
for file in "$jni"/*.cpp; do
  object=${file%.cpp}.o
  "$cxx" $common -O2 -w -I"$here" -I"$java_home/include" -I"$java_home/include/$os" -c "$file" -o "$object"
  objects="$objects $object"
done
mkdir -p "$target"
"$cxx" -shared -s -o "$library" $objects "-Wl,-rpath,$rpath/"
echo "$sources" >"$stamp"
echo "skipconv: native kernels built by $cxx"
