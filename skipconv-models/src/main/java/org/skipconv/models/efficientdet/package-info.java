/**
 * EfficientDet (Tan et al., CVPR 2020) on the skip-convolution graph: D0 to D7x and Lite, for the
 * weights that the effdet and the zylo117 repositories publish. Start with {@link
 * org.skipconv.models.efficientdet.EfficientDet}.
 */
@NullMarked
package org.skipconv.models.efficientdet;

import org.jspecify.annotations.NullMarked;
