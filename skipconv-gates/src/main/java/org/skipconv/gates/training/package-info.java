/**
 * Training of learned gates and thresholds, alone or together with the kernels. The only package
 * that needs PyTorch, which is an optional dependency: {@code org.bytedeco:pytorch} with its native
 * jar. Nothing else refers to it, so inference does without.
 */
package org.skipconv.gates.training;
