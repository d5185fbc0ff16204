package org.skipconv.bench.cli.report;

import org.skipconv.bench.cli.measure.Displacements;
import org.skipconv.models.vision.CropWindow;
import org.skipconv.models.vision.SourceReport;

/**
 * Footage as it reached the network.
 *
 * @param window what the network saw of a picture
 * @param source what happened to frames on their way
 * @param displacements of the scene, null where the camera is not steadied
 */
public record Viewing(CropWindow window, SourceReport source, Displacements displacements) {}
