/**
 * From the raw maps of a detector to {@link org.skipconv.models.detection.Detection detections},
 * and how good they are.
 */
package org.skipconv.models.detection;
