/**
 * Pictures in and out: cropping, letterboxing and normalising for a network, reading and writing
 * video, drawing results. Sizes are height before width, pixel coordinates x before y.
 */
@NullMarked
package org.skipconv.models.vision;

import org.jspecify.annotations.NullMarked;
