package org.skipconv.core.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.skipconv.core.MacCount;

/** Cost of a frame, by hand. */
class FrameCostTest {
  /** A layer of 100 pixels. */
  private record Counted(long macsOfPixel, long channels, int open) implements Layer {
    @Override
    public String name() {
      return "counted";
    }

    @Override
    public int pixels() {
      return 100;
    }

    @Override
    public long values() {
      return 100 * channels;
    }

    @Override
    public long nanos() {
      return 0;
    }

    @Override
    public MacCount macs() {
      return new MacCount(100 * macsOfPixel, open * macsOfPixel, 0);
    }
  }

  private static FrameCost of(Layer... layers) {
    FrameCost cost = new FrameCost(List.of(layers));
    cost.begin();
    for (Layer layer : layers) {
      cost.add(layer);
    }
    return cost;
  }

  @ParameterizedTest
  @CsvSource({
    // As many multiply-accumulates as beside them: the most, .54.
    "28, 1, 0, 0",
    "28, 1, 64, 0.9856",
    "28, 1, 65, 1.001",
    "28, 1, 100, 1.54",
    // Depthwise: no more than the most.
    "9, 1, 100, 1.54",
    // 280 of a value: a tenth.
    "280, 1, 90, 0.99",
    "280, 1, 100, 1.1",
    "4480, 16, 100, 1.1",
    // What costs nothing beside, as a foreign part.
    "280, 0, 100, 1"
  })
  void whatIsOpenCostsMoreThanInADenseFrame(
      long macsOfPixel, long channels, int open, double total) {
    FrameCost cost = of(new Counted(macsOfPixel, channels, open));
    assertThat(cost.total()).isCloseTo(total, within(1e-9));
  }

  @Test
  void layersCountByTheirMacsAndWhatIsToComeAsDense() {
    Counted first = new Counted(100, 0, 100);
    Counted second = new Counted(300, 0, 50);
    FrameCost cost = new FrameCost(List.of(first, second));
    cost.begin();
    cost.add(first);
    assertThat(cost.total()).isCloseTo(1, within(1e-9));
    cost.add(second);
    assertThat(cost.total()).isCloseTo(0.625, within(1e-9));
    cost.begin();
    assertThat(cost.total()).isEqualTo(1);
  }

  @Test
  void itIsOverWhenMoreWasSpentThanDenseAndThreeHundredths() {
    assertThat(of(new Counted(950, 1, 100)).isOver()).isFalse();
    assertThat(of(new Counted(900, 1, 100)).isOver()).isTrue();
    assertThat(of(new Counted(28, 1, 100), new Counted(28, 1, 20)).isOver()).isFalse();
  }

  /** Large maps of few multiply-accumulates weigh more than others. */
  @Test
  void theMostIsOfTheWholeNetwork() {
    Counted large = new Counted(10, 3, 100);
    Counted small = new Counted(90, 1, 0);
    FrameCost cost = new FrameCost(List.of(large, small));
    cost.begin();
    cost.add(large);
    // 54 of 100 for 4 values: 40.5 for three of them.
    assertThat(cost.total()).isCloseTo(1.405, within(1e-9));
  }

  @Test
  void aNetworkWithoutMacsCostsNothing() {
    FrameCost cost = of(new Counted(0, 1, 0));
    assertThat(cost.isOver()).isFalse();
    assertThat(cost.total()).isEqualTo(1);
  }
}
