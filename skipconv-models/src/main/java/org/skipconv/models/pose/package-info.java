/** Poses of people: joint sets, decoding of heatmaps, the estimator over a stream, accuracy. */
package org.skipconv.models.pose;
