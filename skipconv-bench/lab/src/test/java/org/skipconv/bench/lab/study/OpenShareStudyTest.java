package org.skipconv.bench.lab.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.skipconv.bench.lab.study.OpenShareStudy.Point;

class OpenShareStudyTest {
  private static final OpenShareStudy STUDY =
      new OpenShareStudy(
          10,
          20,
          List.of(
              new Point("blob", 0, 0, 2),
              new Point("blocks", 0, 0, 1),
              new Point("blob", 0.5, 0.4, 6),
              new Point("blob", 1, 0.9, 16)));

  @Test
  void breaksEvenWhereTheLineCrosses() {
    assertThat(STUDY.breakEven("blob", 6)).isEqualTo(0.4, within(1e-9));
    assertThat(STUDY.breakEven("blob", 11)).isEqualTo(0.65, within(1e-9));
    assertThat(STUDY.breakEven("blob", 4)).isEqualTo(0.2, within(1e-9));
  }

  @Test
  void neverOrAlways() {
    assertThat(STUDY.breakEven("blob", 2)).isZero();
    assertThat(STUDY.breakEven("blob", 17)).isEqualTo(1);
    assertThat(STUDY.breakEven("blocks", 3)).isEqualTo(1);
  }
}
