package org.skipconv.core.internal.kernel;

/** Scaling of channels bound to maps; residual and norms may be null. */
public record ScaleBinding(
    Plane in, Plane out, Memory factors, Plane residual, Memory list, Memory norms) {}
