package org.skipconv.models.vision;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Facts about a frame that its source knows.
 *
 * @param number of the frame, from 0; all that were decoded count
 * @param time since the first frame, null where the source has no clock
 * @param connection number of the connection that it came by, from 0
 */
record FrameFacts(
    long number, @Nullable Duration time, Instant arrival, boolean damaged, int connection) {}
