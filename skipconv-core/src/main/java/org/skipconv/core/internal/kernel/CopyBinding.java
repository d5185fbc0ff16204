package org.skipconv.core.internal.kernel;

/** One part of a concatenation bound to maps; residual and norms may be null. */
public record CopyBinding(
    Plane in, Plane out, int offset, Plane residual, Memory list, Memory norms) {}
