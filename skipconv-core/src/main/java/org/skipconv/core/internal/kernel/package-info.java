/**
 * Arithmetic on maps and lists of pixels behind one seam, {@link
 * org.skipconv.core.internal.kernel.Kernels}: C++ for three instruction sets ({@code
 * NativeKernels}), OpenBLAS for machines without native code ({@code OpenBlasKernels}), and plain
 * loops that specify both ({@code ReferenceKernels}). {@code KernelSelector} picks.
 */
package org.skipconv.core.internal.kernel;
