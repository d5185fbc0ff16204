/**
 * A {@link org.skipconv.models.VideoModel} is a network with what it needs around it, a {@link
 * org.skipconv.models.VideoPredictor} one stream of it. The packages below, one for each concern:
 * {@code hrnet} and {@code efficientdet} build networks, {@code weights} reads their files, {@code
 * vision} turns pictures into inputs and draws results, {@code pose} and {@code detection} turn
 * outputs into {@link org.skipconv.models.pose.Pose} and {@link
 * org.skipconv.models.detection.Detection}, {@code coco} reads their labels, {@code onnx} exports.
 *
 * <p>Artifacts of their own: {@code skipconv-models-scenes} draws videos whose truth is known and
 * has two small networks that were trained on them, {@code skipconv-models-training} makes frames
 * and labels for trainings.
 *
 * <p>Start with {@link org.skipconv.models.pose.PoseEstimator} or {@link
 * org.skipconv.models.detection.ObjectDetector}, which are predictors, too.
 */
@NullMarked
package org.skipconv.models;

import org.jspecify.annotations.NullMarked;
