package org.skipconv.core.internal.kernel;

import org.skipconv.core.FeatureMap;

/** Max-pooling bound to maps; residual and norms may be null. */
public record PoolBinding(
    WindowGeometry window,
    FeatureMap in,
    FeatureMap out,
    FeatureMap residual,
    Memory list,
    Memory norms) {}
