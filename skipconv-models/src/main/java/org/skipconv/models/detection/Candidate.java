package org.skipconv.models.detection;

/**
 * A pair of anchor and class.
 *
 * @param box in pixels of the picture, inside it
 * @param channel the class, 0 to 89
 * @param score 0 to 1
 */
record Candidate(Box box, int channel, float score) {}
