package org.skipconv.bench.model;

import java.nio.file.Path;
import org.skipconv.models.detection.DetectionLabels;

/**
 * What is to be found in footage, as somebody has labelled it.
 *
 * @param file that says so
 * @param labels by frame of the footage
 */
public record Truth(Path file, DetectionLabels labels) {}
