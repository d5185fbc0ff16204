/** Thresholds that find themselves: from sample frames and a tolerance to a gate plan. */
package org.skipconv.gates.calibration;
