package org.skipconv.bench.ablation;

import org.skipconv.bench.model.Model;
import org.skipconv.bench.model.SceneSuite;
import org.skipconv.core.SkipNetwork;

/**
 * What all contenders are measured on.
 *
 * @param network of which they are gates; trained contenders may have kernels of their own
 * @param weights where they come from, in words
 * @param trained false when the weights are generated, so that accuracies mean nothing
 * @param scenes how many of the suite's
 * @param frames of each scene, at least 2
 * @param passes over each scene, of which the least time of each frame counts
 * @param threads that share the work of a frame
 */
public record Terms(
    Model model,
    SkipNetwork network,
    String weights,
    boolean trained,
    SceneSuite suite,
    int scenes,
    int frames,
    int passes,
    int threads) {}
