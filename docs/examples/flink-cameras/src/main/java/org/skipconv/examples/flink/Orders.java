package org.skipconv.examples.flink;

import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.connector.datagen.source.GeneratorFunction;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Orders by the clock: each camera in turn, some frames each time, as soon as they are filmed.
 * After a failure orders come at once until they have caught up. A recorder that announces its
 * clips, as through Kafka, takes its place where there is one.
 *
 * @param addresses of the cameras, camera n at place n
 * @param frameRate frames a second of each camera
 * @param framesPerOrder 1 for live cameras
 * @param start when the first frame was filmed, in milliseconds since 1970; the cameras follow one
 *     after the other
 */
public record Orders(List<String> addresses, double frameRate, int framesPerOrder, long start)
    implements GeneratorFunction<Long, Order> {

  @Override
  public Order map(Long number) throws InterruptedException {
    Order order = order(number);
    long wait = order.time(order.first() + order.count()) - System.currentTimeMillis();
    if (wait > 0) {
      Thread.sleep(wait);
    }
    return order;
  }

  /** Returns an order without waiting until its frames are filmed. */
  Order order(long number) {
    int camera = (int) (number % addresses.size());
    long first = number / addresses.size() * framesPerOrder;
    double turn = (double) camera / addresses.size() * framesPerOrder;
    return new Order(
        camera,
        String.format("camera-%02d", camera),
        addresses.get(camera),
        first,
        framesPerOrder,
        start + Math.round((first + turn) * 1000 / frameRate),
        frameRate,
        "");
  }

  /**
   * Gives the orders as a stream, whose place is in the checkpoints.
   *
   * @param framesPerCamera after which it ends
   */
  DataStream<Order> stream(StreamExecutionEnvironment environment, long framesPerCamera) {
    long count = (framesPerCamera + framesPerOrder - 1) / framesPerOrder * addresses.size();
    DataGeneratorSource<Order> source =
        new DataGeneratorSource<>(this, count, TypeInformation.of(Order.class));
    // One subtask gives all orders, so that those of a camera stay in order.
    return environment
        .fromSource(source, WatermarkStrategy.noWatermarks(), "orders")
        .setParallelism(1);
  }
}
