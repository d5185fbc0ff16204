/**
 * Training of learned gates and thresholds, alone or together with the kernels. The only package
 * that refers to PyTorch, and with it the artifact {@code skipconv-gates-training} the only one
 * that depends on it: inference does without both.
 */
package org.skipconv.gates.training;
