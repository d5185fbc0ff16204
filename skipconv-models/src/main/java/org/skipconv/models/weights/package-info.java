/** Weights of networks: read from safetensors and PyTorch files, or generated. */
package org.skipconv.models.weights;
