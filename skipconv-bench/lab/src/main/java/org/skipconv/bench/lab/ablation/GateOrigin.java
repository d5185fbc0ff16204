package org.skipconv.bench.lab.ablation;

/** Origin of the decision which pixels are computed. */
public enum GateOrigin {
  DENSE("dense", false),
  SINGLE("input norm", false),
  CALIBRATED("calibrated", false),
  THRESHOLDS("trained thresholds", true),
  THRESHOLDS_AND_KERNELS("trained thresholds, kernels", true),
  GATES("learned gates", true),
  GATES_AND_KERNELS("learned gates, kernels", true);

  private final String text;
  private final boolean trained;

  GateOrigin(String text, boolean trained) {
    this.text = text;
    this.trained = trained;
  }

  /** Whether it is what a training gave. */
  public boolean trained() {
    return trained;
  }

  /** As tables name it. */
  @Override
  public String toString() {
    return text;
  }
}
