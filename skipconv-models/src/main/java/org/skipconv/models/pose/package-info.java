/**
 * Poses of people: {@link org.skipconv.models.pose.PoseEstimator} over a stream, joint sets of
 * COCO, MPII and JHMDB, decoding of heatmaps, drawing, and accuracy (PCK). Joints are in pixels of
 * the picture, whole numbers being centres of pixels.
 */
@NullMarked
package org.skipconv.models.pose;

import org.jspecify.annotations.NullMarked;
