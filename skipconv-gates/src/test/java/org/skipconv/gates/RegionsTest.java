package org.skipconv.gates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegionsTest {
  private static final Polygon ARROW = Polygon.parse("0,0 10,0 5,5 10,10 0,10");

  @Test
  void aPolygonHasAnInsideAndAnOutside() {
    assertThat(ARROW.contains(2, 5)).isTrue();
    assertThat(ARROW.contains(8, 1)).isTrue();
    assertThat(ARROW.contains(8, 5)).as("in the notch").isFalse();
    assertThat(ARROW.contains(-1, 5)).isFalse();
    assertThat(ARROW.contains(5, 11)).isFalse();
  }

  @Test
  void loopsThatCoverAPlaceTwiceLeaveItOut() {
    Polygon twice = Polygon.parse("0,0 9,0 9,9 0,9 0,0 3,3 6,3 6,6 3,6 3,3");
    assertThat(twice.contains(1, 1)).isTrue();
    assertThat(twice.contains(4, 4)).isFalse();
  }

  @Test
  void theTextOfAPolygonIsReadAgain() {
    assertThat(ARROW).hasToString("0,0 10,0 5,5 10,10 0,10");
    Polygon fractions = Polygon.parse("  -0.5,1e2   3.25,7\t1,1 ");
    assertThat(Polygon.parse(fractions.toString())).isEqualTo(fractions);
    assertThat(Polygon.rectangle(1, 2, 3, 4)).hasToString("1,2 4,2 4,6 1,6");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1,2", "0,0 1,1", "0,0 1,x 2,2", "0,0 1 2,2", "0,0 1,2,3 2,2"})
  void whatIsNoPolygonIsRefused(String text) {
    assertThatThrownBy(() -> Polygon.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("polygon");
  }

  @ParameterizedTest
  @ValueSource(strings = {"NaN,0 1,1 2,2", "0,Infinity 1,1 2,2", "0,0 1e7,1 2,2"})
  void cornersAreSomewhereNearThePicture(String text) {
    assertThatThrownBy(() -> Polygon.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at most 1000000 pixels");
  }

  @Test
  void whatIsIgnoredDoesNotCountEvenWhereItIsOfInterest() {
    Regions regions =
        Regions.ALL
            .only(Polygon.rectangle(0, 0, 10, 10), Polygon.rectangle(20, 0, 5, 5))
            .ignoring(Polygon.rectangle(4, 4, 3, 3));
    assertThat(regions.counts(1, 1)).isTrue();
    assertThat(regions.counts(22, 2)).isTrue();
    assertThat(regions.counts(15, 2)).isFalse();
    assertThat(regions.counts(5, 5)).isFalse();
    assertThat(regions.isAll()).isFalse();
    assertThat(Regions.ALL.isAll()).isTrue();
    assertThat(Regions.ALL.counts(-5, 1e5)).isTrue();
    assertThat(new Regions(List.of(ARROW), List.of()).counts(2, 5)).isFalse();
  }
}
