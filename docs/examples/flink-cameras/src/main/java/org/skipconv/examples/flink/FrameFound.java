package org.skipconv.examples.flink;

import java.util.List;
import org.skipconv.models.detection.Detection;

/**
 * Findings of one frame. {@code camera} and {@code frame} together name it: a sink that writes
 * a row for each such pair, and overwrites one that is there, has every frame exactly once.
 *
 * @param camera name of the camera
 * @param frame number of the frame
 * @param time when it was filmed, in milliseconds since 1970; the record's event time
 * @param found in pixels of the frame
 * @param keyframe whether it was computed whole
 * @param openShare computed over dense multiply-accumulates
 * @param lag milliseconds from filming to this result
 */
public record FrameFound(
    String camera,
    long frame,
    long time,
    List<Detection> found,
    boolean keyframe,
    double openShare,
    long lag) {}
