package org.skipconv.examples.flink;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.operators.StreamingRuntimeContext;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.skipconv.core.FrameReport;
import org.skipconv.models.detection.Detection;

/**
 * Finds objects in the frames of cameras. The key is the camera. The model is loaded once a JVM;
 * each camera of this subtask has a stream of its own, which is transient: a checkpoint holds a
 * {@link CameraState}, and after a restore a camera's first frame is a keyframe.
 */
public final class CameraFunction extends KeyedProcessFunction<Integer, Order, FrameFound> {
  /** Lines of cameras that could not be read; the job goes on with the other cameras. */
  public static final OutputTag<String> PROBLEMS =
      new OutputTag<>("problems", TypeInformation.of(String.class));

  private final String modelName;
  private final Duration idle;

  private transient SharedModel model;
  private transient long memoryLimit;
  private transient Map<Integer, CameraStream> streams;
  private transient Map<Integer, CameraMetrics> metrics;
  private transient ValueState<CameraState> state;

  /**
   * @param modelName {@code scenes}, or a file of weights of EfficientDet-D0
   * @param idle time without an order after which a camera's stream is closed
   */
  public CameraFunction(String modelName, Duration idle) {
    this.modelName = modelName;
    this.idle = idle;
  }

  @Override
  public void open(OpenContext context) throws IOException {
    streams = new HashMap<>();
    metrics = new HashMap<>();
    memoryLimit =
        ((StreamingRuntimeContext) getRuntimeContext())
            .getTaskManagerRuntimeInfo()
            .getConfiguration()
            .get(TaskManagerOptions.TASK_OFF_HEAP_MEMORY)
            .getBytes();
    getRuntimeContext().getMetricGroup().gauge("offHeapBytes", SharedModel::heldBytes);
    state = getRuntimeContext().getState(new ValueStateDescriptor<>("camera", CameraState.class));
    model = SharedModel.acquire(modelName);
  }

  @Override
  public void processElement(Order order, Context context, Collector<FrameFound> out)
      throws IOException {
    CameraState before = state.value() == null ? CameraState.NEW : state.value();
    try {
      if (!order.plan().isEmpty()) {
        model.check(order.plan());
        close(context.getCurrentKey()); // The stream has other thresholds from here on.
        before = before.withPlan(order.plan());
        state.update(before);
      }
      CameraStream stream = stream(order, before, context);
      CameraMetrics measured = metrics.get(context.getCurrentKey());
      Turn turn = new Turn(order, stream, measured, before, out);
      stream.frames().read(order, before.next(), turn::look);
      state.update(new CameraState(turn.next, turn.time, before.plan()));
    } catch (IOException | IllegalArgumentException e) {
      close(context.getCurrentKey());
      context.output(PROBLEMS, order.name() + ": " + e.getMessage());
    }
  }

  /** The camera's stream, opened if need be. */
  private CameraStream stream(Order order, CameraState known, Context context) throws IOException {
    int camera = context.getCurrentKey();
    CameraStream stream = streams.get(camera);
    if (stream != null && !stream.address().equals(order.address())) {
      close(camera);
      stream = null;
    }
    long now = context.timerService().currentProcessingTime();
    if (stream == null) {
      stream = new CameraStream(model, order, known.planText(), memoryLimit);
      streams.put(camera, stream);
      metrics.computeIfAbsent(
          camera, key -> new CameraMetrics(getRuntimeContext().getMetricGroup(), order.name()));
      context.timerService().registerProcessingTimeTimer(now + idle.toMillis());
    }
    stream.use(now);
    return stream;
  }

  /** One order's frames on their way. */
  private static final class Turn {
    private final Order order;
    private final CameraStream stream;
    private final CameraMetrics measured;
    private final Collector<FrameFound> out;
    private long next;
    private long time;

    Turn(
        Order order,
        CameraStream stream,
        CameraMetrics measured,
        CameraState before,
        Collector<FrameFound> out) {
      this.order = order;
      this.stream = stream;
      this.measured = measured;
      this.out = out;
      this.next = before.next();
      this.time = before.time();
    }

    void look(Frames.Frame frame) {
      if (frame.time() < time) {
        stream.predictor().reset(); // Time went back: what is remembered is of another scene.
      }
      List<Detection> found = stream.next(frame.picture());
      next = frame.number() + 1;
      time = frame.time();
      FrameReport report = stream.predictor().lastReport();
      long lag = System.currentTimeMillis() - time;
      measured.add(report, lag);
      out.collect(
          new FrameFound(
              order.name(),
              frame.number(),
              time,
              found,
              report.keyframe(),
              report.openShare(),
              lag));
    }
  }

  /**
   * Closes the stream of a camera that has had no order for a while; a later one opens it again.
   */
  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<FrameFound> out) {
    CameraStream stream = streams.get(context.getCurrentKey());
    if (stream == null) {
      return;
    }
    long due = stream.lastUsed() + idle.toMillis();
    if (due <= timestamp) {
      close(context.getCurrentKey());
    } else {
      context.timerService().registerProcessingTimeTimer(due);
    }
  }

  private void close(int camera) {
    CameraStream stream = streams.remove(camera);
    if (stream != null) {
      stream.close();
    }
  }

  /** Also called when the job fails or is cancelled. */
  @Override
  public void close() {
    if (streams != null) {
      streams.values().forEach(CameraStream::close);
      streams.clear();
    }
    if (model != null) {
      model.release();
      model = null;
    }
  }
}
