package org.skipconv.examples.flink;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/**
 * A sink that keeps all that it gets, by a name, in a place that every class loader sees. It gets a
 * frame again when a job goes back to a checkpoint, as any sink does that is not part of one.
 *
 * @param name of the results
 */
record Results(String name) implements Sink<FrameFound> {

  @SuppressWarnings("unchecked")
  static Queue<Object> of(String name) {
    return (Queue<Object>)
        System.getProperties().computeIfAbsent(name, key -> new ConcurrentLinkedQueue<>());
  }

  @Override
  public SinkWriter<FrameFound> createWriter(WriterInitContext context) {
    Queue<Object> results = of(name);
    return new SinkWriter<>() {
      @Override
      public void write(FrameFound frame, Context context) {
        results.add(frame);
      }

      @Override
      public void flush(boolean endOfInput) {}

      @Override
      public void close() {}
    };
  }
}
