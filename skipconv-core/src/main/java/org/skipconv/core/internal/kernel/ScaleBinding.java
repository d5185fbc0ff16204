package org.skipconv.core.internal.kernel;

import org.skipconv.core.FeatureMap;

/** Scaling of channels bound to maps; residual and norms may be null. */
public record ScaleBinding(
    FeatureMap in,
    FeatureMap out,
    Memory factors,
    FeatureMap residual,
    Memory list,
    Memory norms) {}
