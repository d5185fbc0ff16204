package org.skipconv.bench.cli.job;

import java.nio.file.Path;
import org.skipconv.bench.cli.picture.Heatmaps;

/**
 * Files that a run writes.
 *
 * @param folder that exists, for the video and its stills
 * @param heatmaps to be drawn there, null for none
 * @param results file of what was found, null for none
 */
public record RunFiles(Path folder, Heatmaps heatmaps, Path results) {}
