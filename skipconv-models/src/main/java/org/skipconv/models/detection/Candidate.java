package org.skipconv.models.detection;

/**
 * A pair of anchor and class.
 *
 * @param box in pixels of the picture, inside it
 * @param channel the class, from 0
 * @param score 0 to 1
 * @param anchor its number, as the decoder counts them
 */
record Candidate(Box box, int channel, float score, int anchor) {}
