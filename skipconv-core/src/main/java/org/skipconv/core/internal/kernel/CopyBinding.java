package org.skipconv.core.internal.kernel;

import org.skipconv.core.FeatureMap;

/** One part of a concatenation bound to maps; residual and norms may be null. */
public record CopyBinding(
    FeatureMap in, FeatureMap out, int offset, FeatureMap residual, Memory list, Memory norms) {}
