package org.skipconv.core.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestNameTest {
  @Test
  void countsSingleChanges() {
    assertThat(NearestName.distance("", "abc")).isEqualTo(3);
    assertThat(NearestName.distance("kitten", "sitting")).isEqualTo(3);
    assertThat(NearestName.distance("same", "same")).isZero();
  }

  @Test
  void picksTheNameThatWasMeant() {
    assertThat(NearestName.of("layer1.conv", List.of("layer2.bn", "layer1.conv1", "stem")))
        .isEqualTo("layer1.conv1");
  }
}
