/** Frames and labels for training, from generated scenes and from labels of one's own videos. */
package org.skipconv.models.training;
