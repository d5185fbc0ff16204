package org.skipconv.models.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.skipconv.models.RawTensors;

class DecodersTest {
  private static final Map<String, String> THREE = Map.of("names", "{0: 'a', 1: 'b', 2: 'c'}");

  /** Outputs as {@code name 1x2x3; name 1x2x3}. */
  private static Map<String, int[]> outputs(String text) {
    Map<String, int[]> outputs = new LinkedHashMap<>();
    for (String output : text.split("; ", -1)) {
      int[] axes =
          List.of(output.substring(output.lastIndexOf(' ') + 1).split("x", -1)).stream()
              .mapToInt(Integer::parseInt)
              .toArray();
      outputs.put(output.substring(0, output.lastIndexOf(' ')), axes);
    }
    return outputs;
  }

  private static String guess(String outputs, int height, int width, Map<String, String> meta) {
    return Decoders.guess(outputs(outputs), height, width, meta)
        .map(Object::toString)
        .orElse("nothing");
  }

  /** Outputs of the published files. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "output 1x3549x85 | 416 | 416 | YOLO, [1, N, 5 + classes], boxes in cells",
        "output 1x756x6 | 192 | 192 | YOLO, [1, N, 5 + classes], boxes in cells",
        "output0 1x84x8400 | 640 | 640 | YOLO, [1, 4 + classes, N]",
        "output0 1x25200x85 | 640 | 640 | YOLO, [1, N, 5 + classes], boxes in pixels",
        "outputs 1x8400x85 | 640 | 640 | YOLO, [1, N, 5 + classes], boxes in pixels",
        "output 1x2125x112 | 320 | 320 | NanoDet, distributions of 8",
        "c 1x1600x80; d 1x400x80; e 1x100x80; f 1x1600x32; g 1x400x32; h 1x100x32 | 320 | 320"
            + " | NanoDet, distributions of 8",
        "c 1x1600x80; d 1x400x80; e 1x100x80; f 1x1600x44; g 1x400x44; h 1x100x44 | 320 | 320"
            + " | NanoDet, distributions of 11",
        "scores 1x4420x2; boxes 1x4420x4 | 240 | 320 | UltraFace",
        "output0 1x16800x4; 586 1x16800x2; 585 1x16800x10 | 640 | 640 | RetinaFace",
        "simcc_x 1x17x384; simcc_y 1x17x512 | 256 | 192 | SimCC",
        "heat 1x17x64x48 | 256 | 192 | heatmaps",
        "ResizeBilinear_3 1x257x257x21 | 257 | 257 | segmentation",
      })
  void whatIsClearIsGuessed(String outputs, int height, int width, String words) {
    assertThat(guess(outputs, height, width, Map.of())).startsWith(words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "labels 1x300; boxes 1x300x4; scores 1x300 | 320 | 320", // DETR
        "tf.identity 1x256x256x10 | 256 | 256", // enhancement
        "tf.identity 1x512x896x4 | 512 | 896", // roads, but who knows
        "output 1x1x672x672 | 224 | 224", // super-resolution
        "offsets 1x160x160x4; scores 1x160x160x1 | 320 | 320", // lines
        "Identity 1x256 | 256 | 128", // re-identification
        "output 1x2x56x56; maxpool 1x2x56x56 | 224 | 224", // heatmaps of faces
        "sigmoid 1x1x320x320 | 320 | 320", // text
        "output0 1x56x8400 | 640 | 640", // poses of YOLOv8
        "output0 1x300x6 | 640 | 640", // finished boxes, or two classes
        "output 1x25200x16 | 640 | 640", // faces of YOLOv5
        "fc 1x1000 | 224 | 224",
      })
  void whatCouldBeSomethingElseIsNot(String outputs, int height, int width) {
    assertThat(guess(outputs, height, width, Map.of())).isEqualTo("nothing");
  }

  @Test
  void namesOfTheFileMakeItSafe() {
    assertThat(guess("output0 1x7x8400", 640, 640, Map.of())).isEqualTo("nothing");
    assertThat(guess("output0 1x7x8400", 640, 640, THREE)).contains("[1, 4 + classes, N]");
    assertThat(guess("output0 1x300x6", 640, 640, THREE)).contains("finished");
    assertThat(guess("output0 1x39x8400; output1 1x32x160x160", 640, 640, THREE))
        .contains("[1, 4 + classes, N]");
    assertThat(guess("output0 1x84x8400", 640, 640, THREE)).isEqualTo("nothing");
  }

  @Test
  void yuNetIsGuessedByItsTwelveOutputs() {
    StringBuilder text = new StringBuilder();
    for (String kind : List.of("cls 1", "obj 1", "bbox 4", "kps 10")) {
      for (int stride : new int[] {8, 16, 32}) {
        int cells = (320 / stride) * (320 / stride);
        text.append(text.length() == 0 ? "" : "; ")
            .append(kind, 0, kind.indexOf(' '))
            .append('_')
            .append(stride)
            .append(" 1x")
            .append(cells)
            .append('x')
            .append(kind.substring(kind.indexOf(' ') + 1));
      }
    }
    assertThat(guess(text.toString(), 320, 320, Map.of())).startsWith("YuNet");
    assertThat(guess(text.toString(), 640, 640, Map.of())).isEqualTo("nothing");
  }

  @Test
  void decodersByName() {
    Map<String, int[]> grid = outputs("output 1x3549x85");

    assertThat(Decoders.named("yolo", grid, 416, 416, Map.of()).toString()).contains("cells");
    assertThat(Decoders.named("yolo-decoded", grid, 416, 416, Map.of()).toString())
        .contains("pixels");
    assertThat(Decoders.named("none", grid, 416, 416, Map.of())).isInstanceOf(RawTensors.class);
    assertThat(
            Decoders.named("retinaface", outputs("s 1x9x2; b 1x9x4"), 64, 64, Map.of()).toString())
        .startsWith("UltraFace");
    assertThat(
            Decoders.named("segmentation", outputs("o 1x512x896x4"), 512, 896, Map.of()).toString())
        .startsWith("segmentation");
    assertThatThrownBy(() -> Decoders.named("heatmaps", grid, 416, 416, Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("decoder heatmaps needs an output [1, joints, height, width]")
        .hasMessageEndingWith("output [1, 3549, 85]");
    assertThatThrownBy(() -> Decoders.named("yolov99", grid, 416, 416, Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(String.join(", ", Decoders.NAMES));
    for (String name : Decoders.NAMES) {
      if (!name.equals("none")) {
        assertThatThrownBy(() -> Decoders.named(name, outputs("x 2x3"), 64, 64, Map.of()))
            .as(name)
            .hasMessageContaining("decoder " + name);
      }
    }
  }

  @Test
  void namesAreReadAsPythonWritesThem() {
    assertThat(NamesLiteral.parse("{0: 'person', 1: \"driver's seat\", 2: 'a\\'b'}"))
        .contains(List.of("person", "driver's seat", "a'b"));
    assertThat(NamesLiteral.parse(" [ 'a' , 'b', ] ")).contains(List.of("a", "b"));
    assertThat(NamesLiteral.parse(null)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "{0: 'a'",
        "{1: 'a'}",
        "{0: 'a', 2: 'b'}",
        "{0: a}",
        "{0: 'a'} x",
        "{0: 'a' 1: 'b'}",
        "{0: 'a\\n'}",
        "{0: 'a",
        "{0: 'a\\",
        "['a'}",
        "person"
      })
  void whatIsNoLiteralHasNoNames(String text) {
    assertThat(NamesLiteral.parse(text)).isEmpty();
  }
}
