package org.skipconv.core.internal.kernel;

/**
 * Norms of what a kernel writes once its readers have multiplied it: the sum over channels of |new
 * * factor - old * factor|, each product as a map would hold it.
 *
 * @param factors a map of one pixel
 * @param norms of as many entries as the kernel's own
 */
public record ScaledNorms(Plane factors, Memory norms) {}
