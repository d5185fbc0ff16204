package org.skipconv.models.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.skipconv.core.Tensor;
import org.skipconv.models.efficientdet.EfficientDet;
import org.skipconv.models.hrnet.HrNet;
import org.skipconv.models.weights.Weights;

/**
 * Weights whose last layer is another one: what they are is said, not only that they do not fit.
 */
class HeadsTest {
  private static Weights pose(int joints) {
    return Weights.of(HrNet.stateDict(HrNet.w18SmallV1(32, 32).withJoints(joints).seeded(1)));
  }

  private static Weights detector(int classes) {
    EfficientDet model = EfficientDet.tiny().withSize(65, 65).withClasses(classes);
    return Weights.of(model.stateDict(model.seeded(1)));
  }

  private static Weights renamed(Weights weights, String from, String to) {
    Map<String, Tensor> tensors = new TreeMap<>();
    weights.tensors().forEach((name, tensor) -> tensors.put(name.replace(from, to), tensor));
    return Weights.of(tensors);
  }

  @Test
  void weightsTellTheirJoints() {
    assertThat(HrNet.jointsOf(pose(5))).hasValue(5);
    assertThat(HrNet.jointsOf(detector(3))).isEmpty();
    assertThatThrownBy(() -> HrNet.w18SmallV1(32, 32).build(pose(5)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("these weights find 5 joints, not 17; use withJoints(5)");
  }

  @Test
  void weightsTellTheirClasses() {
    Weights weights = detector(4);
    assertThat(EfficientDet.classesOf(weights)).hasValue(4);
    assertThat(EfficientDet.classesOf(renamed(weights, "class_net", "model.class_net")))
        .hasValue(4);
    String zylo = "classifier.header.pointwise_conv.conv.weight";
    assertThat(EfficientDet.classesOf(renamed(weights, "class_net.predict.conv_pw.weight", zylo)))
        .hasValue(4);
    assertThat(EfficientDet.classesOf(pose(17))).isEmpty();
    EfficientDet other = EfficientDet.tiny().withSize(65, 65);
    assertThatThrownBy(() -> other.build(weights))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[36, ")
        .hasMessageContaining("but [27, ")
        .hasMessageContaining("these weights find 4 classes, not 3; use withClasses(4)");
  }

  @Test
  void aBackboneIsCalledWhatItIs() {
    Weights backbone =
        Weights.of(
            Map.of(
                "conv_stem.weight", Tensor.of(new float[864], 32, 3, 3, 3),
                "classifier.weight", Tensor.of(new float[2000], 1000, 2)));
    for (Runnable build :
        new Runnable[] {
          () -> HrNet.w32(32, 32).build(backbone), () -> EfficientDet.d0().build(backbone)
        }) {
      assertThatThrownBy(build::run)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("an image classifier of 1000 classes");
    }
  }
}
