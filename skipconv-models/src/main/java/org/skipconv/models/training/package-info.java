/** Frames and labels for training, from generated scenes; needs no PyTorch itself. */
package org.skipconv.models.training;
