/**
 * HRNet for human pose (Sun et al., "Deep High-Resolution Representation Learning for Human Pose
 * Estimation", CVPR 2019) on the skip-convolution graph, for the weights of
 * leoxiaobin/deep-high-resolution-net.pytorch and of mmpose. Start with {@link
 * org.skipconv.models.hrnet.HrNet}.
 */
@NullMarked
package org.skipconv.models.hrnet;

import org.jspecify.annotations.NullMarked;
