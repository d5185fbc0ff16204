package org.skipconv.bench.lab.ablation;

/**
 * Scenes to compute, and threads that compute them.
 *
 * @param scenes how many of the suite's
 * @param frames of each scene, at least 2
 * @param passes over each scene, of which the least time of each frame counts
 * @param threads that share the work of a frame
 */
public record Workload(int scenes, int frames, int passes, int threads) {}
