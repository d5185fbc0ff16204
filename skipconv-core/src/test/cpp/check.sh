#!/bin/sh
# Compiles kernels_check.cpp with the kernels that platforms.sh has built, and runs it: for ARM under qemu, for Windows under
# wine.
#
# usage: check.sh TARGET_FOLDER PLATFORM COMPILER [RUNNER...]
set -eu
here=$(cd "$(dirname "$0")" && pwd)
target=$1
platform=$2
cxx=$3
shift 3
jni=$target/jni/$platform
"$cxx" -std=c++17 -O1 -Wall -Wextra -Werror -static -I"$here/../../main/cpp" "$here/kernels_check.cpp" "$jni"/dispatch.o \
  "$jni"/tier_*.o -o "$jni/kernels_check.exe"
"$@" "$jni/kernels_check.exe"
