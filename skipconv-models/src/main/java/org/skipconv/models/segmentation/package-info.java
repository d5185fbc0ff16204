/**
 * Pictures by classes, pixel by pixel: {@link org.skipconv.models.segmentation.Segmentation} is
 * what a network finds, {@link org.skipconv.models.segmentation.SegmentationTensors} reads its
 * outputs.
 */
@NullMarked
package org.skipconv.models.segmentation;

import org.jspecify.annotations.NullMarked;
