package org.skipconv.models.vision;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Facts about one frame of a {@link VideoSource}, beside its picture.
 *
 * @param number of the frame, from 0; frames that were decoded and not handed out count, too
 * @param time that passed in the video since its first frame; of a live source goes on through
 *     reconnections; null where the source has no clock, as a folder of pictures
 * @param arrival when this machine had decoded it
 * @param damaged whether the decoder had to make up parts of the frame, or of one that it may be
 *     predicted from
 * @param sizeChanged whether the frame handed out before it was of another size
 * @param reconnected whether the connection broke since the frame handed out before it
 * @param dropped number of frames that came between the one handed out before it and this one, and
 *     were passed over as nobody took them in time
 */
public record FrameInfo(
    long number,
    @Nullable Duration time,
    Instant arrival,
    boolean damaged,
    boolean sizeChanged,
    boolean reconnected,
    long dropped) {}
