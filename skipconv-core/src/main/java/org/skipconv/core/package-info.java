/**
 * Skip-convolutions on video (Habibian et al., CVPR 2021).
 *
 * <ul>
 *   <li>{@link org.skipconv.core.SkipNetwork}: an immutable graph of layers with its weights, made
 *       by a builder; shared by any number of streams and threads.
 *   <li>{@link org.skipconv.core.VideoSession}: one stream, with all that remembers a frame. {@code
 *       next} brings every layer up to date and gives a {@link org.skipconv.core.FrameResult}.
 *   <li>{@link org.skipconv.core.SessionOptions}: how a stream runs: its gates, {@link
 *       org.skipconv.core.ResidualPolicy}, {@link org.skipconv.core.KeyframePolicy}, thresholds and
 *       threads.
 *   <li>{@link org.skipconv.core.Gate}: says which output pixels of a layer are worth recomputing.
 *       Ready-made ones are in {@code org.skipconv.gates}.
 *   <li>{@link org.skipconv.core.FrameReport}: what a frame cost, in all and layer by layer.
 * </ul>
 *
 * <pre>{@code
 * try (VideoSession session = network.open(SessionOptions.gates(NormGate.input(0.1f)))) {
 *   for (FloatBuffer frame : frames) {
 *     FrameResult result = session.next(frame);
 *     FeatureMap heatmaps = result.map("heatmaps"); // a view, valid until the next frame
 *     double saved = result.report().savedShare();
 *   }
 * }
 * }</pre>
 *
 * <p>Sizes are channels, height, width; costs are in multiply-accumulates. Start with {@link
 * org.skipconv.core.VideoSession}. Everything under {@code internal} may change without notice.
 */
@NullMarked
package org.skipconv.core;

import org.jspecify.annotations.NullMarked;
