package org.skipconv.bench.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.skipconv.core.testing.TestData;
import org.skipconv.gates.GatePlan;
import org.skipconv.gates.GateSetting;
import org.skipconv.models.hrnet.HrNet;
import org.skipconv.models.vision.RgbImage;

/** Every failure is one line that says what was wrong and what is allowed, and an exit code. */
class ErrorsTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fly                                     | unknown command fly; allowed: run, compare, cal",
        "--fly                                   | unknown option --fly; allowed: --debug",
        "fly --help                              | unknown command fly; allowed: run, compare, cal",
        "runn                                    | unknown command runn; did you mean run? ('sk",
        "run --modle hrnet-w32                   | unknown option --modle; did you mean --model?",
        "run --inptu a.mp4                       | unknown option --inptu; did you mean --input?",
        "run --heat                              | unknown option --heat; did you mean --heatmap?",
        "run --model yolo                        | unknown model yolo; allowed: hrnet-w32, hrnet-",
        "compare --fly                           | --warm-up",
        "run away                                | unexpected argument away; allowed: --model",
        "run --model hrnet-w33                   | unknown model hrnet-w33; did you mean"
            + " hrnet-w32?",
        "run --model HRNet_W32                   | unknown model HRNet_W32; did you mean"
            + " hrnet-w32?",
        "run --size 12                           | '--size': a size is written HEIGHTxWIDTH",
        "run --size 0x64                         | '--size': height and width must be at least 1",
        "run --size 250x192                      | multiples of 32, but are 250 and 192",
        "run --frames 0                          | --frames must be at least 1, but is 0",
        "run --frames many                       | '--frames': 'many' is not an int",
        "run --frames                            | --frames",
        "run --start -1                          | --start must be 0 to 10000000, but is -1",
        "run --start 10000001                    | --start must be 0 to 10000000",
        "run --crop 1,2,3                        | '--crop': a crop window is written x,y,width,",
        "run --crop 1,2,0,4                      | '--crop': a crop window needs",
        "run --gate open                         | no gate \"open\"; allowed: input-norm, output-n",
        "run --gate none --threshold 0.1         | --threshold: --gate none has no threshold",
        "run --threshold -0.1                    | --threshold: eps must be 0 or more",
        "run --threshold NaN                     | --threshold: eps must be 0 or more",
        "run --input-threshold -1                | --input-threshold: the input threshold must be",
        "run --input-threshold some              | '--input-threshold': no input threshold"
            + " \"some\"",
        "run --policy rebase --input-threshold 1 | --input-threshold: only --policy carry has one",
        "run --gate budget                       | --gate budget: needs --budget",
        "run --gate budget --budget 0            | --budget: the budget must be above 0",
        "run --budget 0.1                        | --budget: only --gate budget has one",
        "run --block 3                           | --block: the block size must be 1, 2, 4 or 8",
        "run --size 64x64 --gate learned         | --gate learned: needs --weights, a file that"
            + " holds",
        "run --gate learned --threshold 1        | --threshold: --gate learned has no threshold",
        "run --gate learned --weights w --block 2 | --block: --gate learned has the blocks",
        "run --gate learned --weights w --policy carry | its policy and input threshold are those",
        "run --plan no-such-plan.json            | --plan no-such-plan.json: there is no such",
        "run --plan p.json --gate none           | --gate: the plan says that; give --gate or --",
        "run --plan p.json --policy carry        | --policy: the plan says that",
        "run --plan p.json --threads 0           | --threads: threads must be 1 to 256",
        "run --heatmap some                      | no heatmap \"some\"; allowed: network, layers",
        "compare --model efficientdet-d0 --crop 1,2,3,4 | --crop: efficientdet-d0 sees the whole",
        "run --model efficientdet-lite0 --size 64x64 | needs at least 65x65 pixels",
        "run --model efficientdet-d9             | did you mean efficientdet-d0, efficientdet-d1"
            + " or",
        "run --crop 5000,0,9,9 --size 64x64      | --crop 5000,0,9,9: lies outside the pictures,",
        "run --crop -9,0,9,9 --size 64x64        | which are 128 wide and 128 high",
        "run --classes 3                         | --classes: only the efficientdet models find",
        "run --joints 0                          | --joints: a number is 1 to 10000, but not 0",
        "run --joints nose,nose                  | --joints: names must differ and not be empty",
        "run --model efficientdet-d0 --joints 5  | --joints: only the hrnet models find joints",
        "run --results no-such/r.jsonl           | --results no-such/r.jsonl: needs a file in a",
        "run --size 64x64 --results target/r.csv | --results: generated weights find nothing",
        "export                                  | Missing required option: '--out=FILE.onnx'",
        "export --model a.onnx --out target/b.onnx | --model: it is an ONNX file already",
        "run --model a.onnx --joints 3           | --joints: an ONNX file has its own",
        "run --labels l.txt                      | only efficientdet models and ONNX",
        "run --model efficientdet-d0 --labels l  | --labels: generated weights find nothing",
        "run --model efficientdet-d0 --weights w --labels l | --labels l: there is no such file",
        "run --policy hold                       | no policy \"hold\"; allowed: carry, rebase",
        "run --keyframe-every -1                 | --keyframe-every: the keyframe interval must",
        "run --threads 0                         | --threads: threads must be 1 to 256, but is 0",
        "run --input no-such-video.mp4           | --input no-such-video.mp4: there is no such",
        "run --weights no-such-file.pth          | --weights no-such-file.pth: there is no such",
        "run --json no-such-folder/report.json   | --json no-such-folder/report.json: needs a fi",
        "compare --passes 0                      | --passes must be 1 to 1000, but is 0",
        "compare --turn 0                        | --turn must be 1 to 10000 frames, but is 0",
        "compare --warm-up -1                    | --warm-up must be 0 to 600 seconds, but is -1.0",
      })
  void refuses(String args, String reason) {
    requireRefusal(Ran.of(args.strip().split(" +", -1)), reason.strip());
  }

  private static void requireRefusal(Ran ran, String... reasons) {
    assertThat(ran.code()).as(ran.err()).isEqualTo(2);
    requireOneLine(ran, reasons);
  }

  private static void requireOneLine(Ran ran, String... reasons) {
    assertThat(ran.err()).startsWith("skipconv: ").contains(reasons).doesNotContain("\tat ");
    assertThat(ran.err().lines()).hasSize(1);
  }

  private Path file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }

  @Test
  void refusesBrokenWeights() throws IOException {
    Path weights = file("weights.pth", "these are no weights at all");
    requireRefusal(
        Ran.of("run", "--weights", weights.toString()), "--weights " + weights, "neither");
  }

  @Test
  void refusesWeightsOfAnotherModel() {
    Path weights = TestData.require("weights/hrnet_w32_256x192_fp16.safetensors");
    requireRefusal(
        Ran.of("run", "--model", "hrnet-w48", "--weights", weights.toString()),
        "--model hrnet-w48: ",
        "has shape");
  }

  @Test
  void refusesBrokenLabels() throws IOException {
    Path labels = file("labels.txt", "1,2,3\n");
    requireRefusal(
        Ran.of("run", "--model", "efficientdet-d0", "--weights", "w", "--labels", "" + labels),
        "--labels: labels " + labels,
        "line 1");
  }

  @Test
  void refusesABrokenPlan() throws IOException {
    Path plan = file("plan.json", "{\"version\": 1}");
    requireRefusal(Ran.of("run", "--plan", plan.toString()), "--plan: ", plan.toString());
  }

  @Test
  void refusesAPlanForAnotherNetwork() throws IOException {
    Path plan = folder.resolve("plan.json");
    GatePlan.uniform(HrNet.w32(64, 64).seeded(1), GateSetting.input(0.1f)).write(plan);
    requireRefusal(
        Ran.of("run", "--size", "64x64", "--plan", plan.toString()),
        "--plan " + plan,
        "is for network");
  }

  @Test
  void refusesWeightsWithoutLearnedGates() {
    Path weights = TestData.require("weights/hrnet_w32_256x192_fp16.safetensors");
    requireRefusal(
        Ran.of("run", "--size", "64x64", "--gate", "learned", "--weights", weights.toString()),
        "--gate learned " + weights,
        "no learned gates",
        "'skipconv train' trains gates");
  }

  @Test
  void refusesABrokenVideo() throws IOException {
    Path video = file("video.mp4", "this is no video at all");
    requireRefusal(Ran.of("run", "--input", video.toString()), "--input " + video, "not a video");
  }

  @Test
  void refusesASinglePicture() throws IOException {
    Path picture = folder.resolve("a.PNG");
    new RgbImage(8, 8).write(picture);
    requireRefusal(
        Ran.of("run", "--input", "" + picture), "--input " + picture, "give a folder of them");
  }

  @Test
  void refusesAFolderWithoutPictures() {
    requireRefusal(Ran.of("run", "--input", folder.toString()), "no pictures in folder");
  }

  @Test
  void refusesAStartBehindTheEnd() {
    Path video = TestData.require("video/vtest.avi");
    for (String start : List.of("795", "5000")) {
      String[] args = {"run", "--input", "" + video, "--start", start, "--size", "32x32"};
      String[] all = Arrays.copyOf(args, args.length + 2);
      all[args.length] = "--out";
      all[args.length + 1] = folder.toString();
      requireRefusal(Ran.of(all), "--start " + start, "has 795 frames");
    }
  }

  @Test
  void refusesAnOutThatIsAFile() throws IOException {
    Path out = file("out", "");
    requireRefusal(Ran.of("run", "--size", "32x32", "--out", out.toString()), "--out " + out);
  }

  @Test
  void refusesAJsonThatIsAFolder() {
    requireRefusal(Ran.of("run", "--json", folder.toString()), "--json " + folder);
  }

  @Test
  void tellsWhatFailed() throws IOException {
    Files.createDirectory(folder.resolve("annotated.mp4"));
    String[] args = {
      "run", "--size", "32x32", "--frames", "2", "--no-progress", "--out", "" + folder
    };
    Ran ran = Ran.of(args);
    assertThat(ran.code()).isEqualTo(1);
    requireOneLine(ran, "skipconv: failed: ", "annotated.mp4", "--debug shows where");
    String[] debug = Arrays.copyOf(args, args.length + 1);
    debug[args.length] = "--debug";
    assertThat(Ran.of(debug).err()).contains("annotated.mp4", "\tat org.skipconv.bench.");
  }
}
