/** Frames and labels for training, from generated scenes and from labels of one's own videos. */
@NullMarked
package org.skipconv.models.training;

import org.jspecify.annotations.NullMarked;
