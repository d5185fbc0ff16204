package org.skipconv.examples.flink;

import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.connector.datagen.source.GeneratorFunction;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Orders by the clock: each camera in turn, some frames each time. A recorder that announces its
 * clips, as through Kafka, takes its place where there is one.
 *
 * @param addresses of the cameras, camera n at place n
 * @param frameRate frames a second of each camera
 * @param framesPerOrder 1 for live cameras
 * @param start when the first frames were filmed, in milliseconds since 1970
 */
public record Orders(List<String> addresses, double frameRate, int framesPerOrder, long start)
    implements GeneratorFunction<Long, Order> {

  @Override
  public Order map(Long number) {
    int camera = (int) (number % addresses.size());
    long first = number / addresses.size() * framesPerOrder;
    return new Order(
        camera,
        String.format("camera-%02d", camera),
        addresses.get(camera),
        first,
        framesPerOrder,
        start + Math.round(first * 1000 / frameRate),
        frameRate,
        "");
  }

  /**
   * Gives the orders as a stream, whose place is in the checkpoints.
   *
   * @param framesPerCamera after which it ends
   * @param pace factor on the frame rate; infinity for as fast as may be
   */
  DataStream<Order> stream(
      StreamExecutionEnvironment environment, long framesPerCamera, double pace) {
    long count = (framesPerCamera + framesPerOrder - 1) / framesPerOrder * addresses.size();
    double perSecond = pace * frameRate * addresses.size() / framesPerOrder;
    RateLimiterStrategy<?> limit =
        Double.isInfinite(perSecond)
            ? RateLimiterStrategy.noOp()
            : RateLimiterStrategy.perSecond(perSecond);
    DataGeneratorSource<Order> source =
        new DataGeneratorSource<>(this, count, limit, TypeInformation.of(Order.class));
    // One subtask gives all orders, so that those of a camera stay in order.
    return environment
        .fromSource(source, WatermarkStrategy.noWatermarks(), "orders")
        .setParallelism(1);
  }
}
