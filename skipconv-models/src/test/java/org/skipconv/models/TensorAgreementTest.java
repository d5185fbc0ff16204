package org.skipconv.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.skipconv.core.Tensor;
import org.skipconv.models.vision.CropWindow;

class TensorAgreementTest {
  private static final CropWindow WINDOW = new CropWindow(0, 0, 8, 8);

  private static Map<String, Tensor> tensors(float... values) {
    return Map.of("out", Tensor.of(values, 1, values.length));
  }

  @Test
  void errorAndCosineOfEachOutputOverAllFrames() {
    Agreement<Map<String, Tensor>> agreement = new RawTensors().agreement();
    assertThat(agreement.values()).isEmpty();
    assertThat(agreement.text()).isEmpty();

    agreement.add(tensors(3, 0), tensors(3, 1), WINDOW);
    agreement.add(tensors(0, -1), tensors(0, -2), WINDOW);

    // |differences| 1 + 1 of 3 + 1; 9 + 2 over sqrt(10) * sqrt(14).
    TensorAgreement tensors = (TensorAgreement) agreement;
    assertThat(tensors.relativeError("out").orElseThrow()).isEqualTo(0.5);
    assertThat(tensors.cosine("out").orElseThrow()).isCloseTo(11 / Math.sqrt(140), within(1e-12));
    assertThat(tensors.cosine("other")).isEmpty();
    assertThat(agreement.values()).containsOnlyKeys("relativeError.out", "cosine.out");
    assertThat(agreement.text()).isEqualTo("out differs by 50.00 %, cosine 0.92967");
  }

  @Test
  void zerosHaveNoDirection() {
    TensorAgreement agreement = new TensorAgreement();
    agreement.add(tensors(0, 0), tensors(0, 0));

    assertThat(agreement.relativeError("out")).isEmpty();
    assertThat(agreement.cosine("out")).isEmpty();
    assertThat(agreement.text()).isEmpty();
  }

  @Test
  void outputsMustBeTheSame() {
    TensorAgreement agreement = new TensorAgreement();

    assertThatThrownBy(() -> agreement.add(tensors(1), tensors(1, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("output out");
    assertThatThrownBy(() -> agreement.add(tensors(1), Map.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
