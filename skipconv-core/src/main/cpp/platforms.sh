#!/bin/sh
# Builds the kernels for every platform that this machine has a compiler for, each into a folder that becomes a jar.
#
# usage: platforms.sh JNI_FOLDER TARGET_FOLDER JAVA_HOME
#
# On Debian the compilers are g++, g++-aarch64-linux-gnu and g++-mingw-w64-x86-64-posix.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
jni=$1
target=$2
java_home=$3
package=org/skipconv/core/internal/kernel
# What RHEL 8 and Debian 10 have.
newest_glibc=2.28

# A library must not ask for symbols that came later.
require_old_glibc() { # objdump library
  for version in $("$1" -T "$2" | grep -o 'GLIBC_[0-9.]*' | sed 's/GLIBC_//' | sort -u); do
    last=$(printf '%s\n%s\n' "$version" "$newest_glibc" | sort -V | tail -n 1)
    if [ "$last" != "$newest_glibc" ]; then
      echo "skipconv: $2 needs glibc $version, but may need $newest_glibc at most" >&2
      exit 1
    fi
  done
}

build() { # platform compiler
  platform=$1
  cxx=$2
  if ! command -v "$cxx" >/dev/null 2>&1; then
    echo "skipconv: no $cxx: no kernels for $platform"
    rm -rf "${target:?}/$platform"
    return
  fi
  mkdir -p "$target/jni/$platform"
  cp -R "$jni"/*.cpp "$jni/headers" "$target/jni/$platform"
  CXX=$cxx sh "$here/build.sh" "$target/jni/$platform" "$target/$platform/$package/$platform" "$java_home"
  case $platform in
    linux-*) require_old_glibc "${cxx%g++}objdump" "$target/$platform/$package/$platform/libjniskipconv.so" ;;
  esac
}

build linux-x86_64 x86_64-linux-gnu-g++
build linux-arm64 aarch64-linux-gnu-g++
build windows-x86_64 x86_64-w64-mingw32-g++-posix
