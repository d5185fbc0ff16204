/**
 * Objects in pictures: {@link org.skipconv.models.detection.ObjectDetector} over a stream, decoding
 * of a detector's raw maps ({@link org.skipconv.models.detection.DetectionDecoder}), labels of
 * files and average precision. Boxes are in pixels of the picture, pixel n reaching from n to n +
 * 1; classes are COCO's, ids 1 to 90.
 */
@NullMarked
package org.skipconv.models.detection;

import org.jspecify.annotations.NullMarked;
