/**
 * Weights of networks by the names of their state dict: read from safetensors and PyTorch files
 * ({@link org.skipconv.models.weights.Weights}), or generated ({@link
 * org.skipconv.models.weights.GeneratedWeights}). Nothing in a PyTorch file is executed.
 */
@NullMarked
package org.skipconv.models.weights;

import org.jspecify.annotations.NullMarked;
