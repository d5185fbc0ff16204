package org.skipconv.bench.lab.study;

import java.util.List;

/**
 * The network's convolutions one by one, dense, beside oneDNN's.
 *
 * @param version of oneDNN; null when it does not run here
 * @param missing why it does not; null when it does
 * @param layers one of each kind; empty when it does not
 */
public record OneDnnStudy(String version, String missing, List<Layer> layers) {

  /**
   * The layers of one geometry.
   *
   * @param count how many the network has
   * @param macs of one of them
   * @param oursMillis of one on our dense path
   * @param f32Millis of one
   * @param bf16Millis of one; null when this processor has no such instructions
   * @param bf16Error largest difference in units of the largest magnitude, null likewise
   * @param implementation oneDNN's name for its kernel
   */
  public record Layer(
      String kind,
      int count,
      long macs,
      double oursMillis,
      double f32Millis,
      Double bf16Millis,
      Double bf16Error,
      String implementation) {}
}
