package org.skipconv.models.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.skipconv.core.ElementType;
import org.skipconv.core.SafeTensors;
import org.skipconv.core.Tensor;

/** Metadata of weight files, written and read. */
class WeightMetadataTest {
  @TempDir private Path folder;

  @Test
  void goesThroughAFileBesideOtherStrings() throws IOException {
    WeightMetadata metadata = new WeightMetadata("hrnet-w32", 256, 192);
    SafeTensors weights =
        new SafeTensors(
            Map.of("a", Tensor.of(new float[] {1, 2}, 2)), Map.of("train.what", "GATES"));
    Path file = folder.resolve("weights.safetensors");
    metadata.addedTo(weights).write(file, ElementType.F32);
    Map<String, String> read = SafeTensors.readMetadata(file);
    assertThat(read).isEqualTo(SafeTensors.read(file).metadata()).containsKey("train.what");
    assertThat(WeightMetadata.of(read)).contains(metadata);
    assertThat(WeightMetadata.of(weights.metadata())).isEmpty();
  }

  @Test
  void refusesWhatNobodyWrote() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WeightMetadata.of(Map.of("skipconv.model", "hrnet-w32")))
        .withMessageContaining("skipconv.size is null");
    for (String size : new String[] {"256", "0x1", "axb", "256x", "256x192x3", "-1x2"}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> WeightMetadata.of(Map.of("skipconv.model", "m", "skipconv.size", size)))
          .withMessageContaining(size);
    }
    assertThatIllegalArgumentException().isThrownBy(() -> new WeightMetadata(" ", 1, 1));
  }
}
