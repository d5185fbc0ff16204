// What jni.h wants to know of Windows; JDKs bring the file of their own system alone.
#pragma once
#define JNIEXPORT __declspec(dllexport)
#define JNIIMPORT __declspec(dllimport)
#define JNICALL __stdcall
typedef int jint;
typedef long long jlong;
typedef signed char jbyte;
