/** Thresholds that find themselves: from sample frames and a tolerance to a gate plan. */
@NullMarked
package org.skipconv.gates.calibration;

import org.jspecify.annotations.NullMarked;
