package org.skipconv.core.internal.kernel;

/** Max-pooling bound to maps; residual and norms may be null. */
public record PoolBinding(
    WindowGeometry window, Plane in, Plane out, Plane residual, Memory list, Memory norms) {}
