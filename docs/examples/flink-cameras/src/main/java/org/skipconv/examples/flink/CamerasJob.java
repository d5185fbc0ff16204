package org.skipconv.examples.flink;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.windowing.assigners.TumblingEventTimeWindows;
import org.apache.flink.util.ParameterTool;

/** The job: orders to cameras, cameras to results, results to figures that are printed. */
public final class CamerasJob {
  /** Key groups. A job's state can be rescaled up to this many subtasks. */
  static final int MAX_PARALLELISM = 128;

  private static final Duration CHECKPOINTS = Duration.ofSeconds(5);
  private static final Duration IDLE = Duration.ofSeconds(30);
  private static final Duration WINDOW = Duration.ofSeconds(5);

  /** Time by which a camera's results may be later than others' before windows close without them. */
  private static final Duration LATENESS = Duration.ofSeconds(2);

  private CamerasJob() {}

  /**
   * Runs it, on a cluster when submitted to one, else in this process.
   *
   * @param arguments {@code --cameras 24 --seconds 20 --rate 10 --frames-per-order 5 --parallelism
   *     2 --model scenes}, which are the defaults on two cores; {@code --addresses FILE} names a
   *     file with the address of a camera in each line, which are watched until the job is
   *     cancelled
   */
  public static void main(String[] arguments) throws Exception {
    ParameterTool options = ParameterTool.fromArgs(arguments);
    List<String> addresses =
        options.has("addresses")
            ? addresses(Path.of(options.get("addresses")))
            : simulated(options.getInt("cameras", 24));
    double rate = options.getDouble("rate", 10);
    int framesPerOrder = options.getInt("frames-per-order", options.has("addresses") ? 1 : 5);
    Orders orders = new Orders(addresses, rate, framesPerOrder, System.currentTimeMillis());

    StreamExecutionEnvironment environment = environment(CHECKPOINTS);
    environment.setParallelism(
        options.getInt("parallelism", Runtime.getRuntime().availableProcessors()));
    long seconds =
        options.getLong(
            "seconds", options.has("addresses") ? Duration.ofDays(3650).toSeconds() : 20);
    long frames = Math.round(rate * seconds);
    SingleOutputStreamOperator<FrameFound> found =
        watch(
            orders.stream(environment, frames),
            addresses.size(),
            options.get("model", SharedModel.SCENES),
            IDLE);
    found.getSideOutput(CameraFunction.PROBLEMS).print("problem");
    withEventTime(found)
        .keyBy(FrameFound::camera)
        .window(TumblingEventTimeWindows.of(WINDOW))
        .aggregate(new CameraFigures())
        .print()
        .setParallelism(1);
    environment.execute("cameras");
  }

  static List<String> simulated(int cameras) {
    return IntStream.range(0, cameras).mapToObj(n -> "scene:" + n % 4).toList();
  }

  private static List<String> addresses(Path file) throws IOException {
    return Files.readAllLines(file).stream().filter(line -> !line.isBlank()).toList();
  }

  /**
   * An environment with checkpoints that do not wait for orders: a buffer of the network holds
   * hundreds of them, minutes of work that a checkpoint would otherwise stand in line behind. What
   * operators hand to each other never changes, so that Flink need not copy it.
   */
  static StreamExecutionEnvironment environment(Duration checkpoints) {
    StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
    environment.setMaxParallelism(MAX_PARALLELISM);
    environment.enableCheckpointing(checkpoints.toMillis());
    environment.getCheckpointConfig().enableUnalignedCheckpoints();
    environment.getConfig().enableObjectReuse();
    return environment;
  }

  /**
   * Finds what is in the frames that are ordered.
   *
   * @param cameras how many there may be
   */
  static SingleOutputStreamOperator<FrameFound> watch(
      DataStream<Order> orders, int cameras, String model, Duration idle) {
    return orders
        .keyBy(new CameraKeys(cameras, MAX_PARALLELISM))
        .process(new CameraFunction(model, idle))
        .name("watch");
  }

  /** Stamps results with the time at which their frame was filmed. */
  static DataStream<FrameFound> withEventTime(DataStream<FrameFound> found) {
    return found.assignTimestampsAndWatermarks(
        WatermarkStrategy.<FrameFound>forBoundedOutOfOrderness(LATENESS)
            .withTimestampAssigner((frame, previous) -> frame.time())
            .withIdleness(Duration.ofSeconds(10)));
  }
}
