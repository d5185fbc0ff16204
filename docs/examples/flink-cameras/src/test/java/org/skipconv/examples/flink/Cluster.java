package org.skipconv.examples.flink;

import java.net.URL;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** A cluster within this process. */
final class Cluster implements AutoCloseable {
  private final MiniCluster cluster;

  Cluster(int taskManagers, int slots) throws Exception {
    cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setNumTaskManagers(taskManagers)
                .setNumSlotsPerTaskManager(slots)
                .withRandomPorts()
                .build());
    cluster.start();
  }

  /** An environment whose jobs are restarted at once when they fail. */
  static StreamExecutionEnvironment environment(int parallelism, Duration checkpoints) {
    StreamExecutionEnvironment environment = CamerasJob.environment(checkpoints);
    Configuration restarts = new Configuration();
    restarts.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    restarts.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 10);
    restarts.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(100));
    environment.configure(restarts);
    environment.setParallelism(parallelism);
    return environment;
  }

  JobID submit(StreamExecutionEnvironment environment) throws Exception {
    return submit(environment, List.of());
  }

  /**
   * @param classPath of the job, loaded by a class loader of its own, as of a job's jar
   */
  JobID submit(StreamExecutionEnvironment environment, List<URL> classPath) throws Exception {
    JobGraph job = environment.getStreamGraph().getJobGraph();
    job.setClasspaths(classPath);
    cluster.submitJob(job).get();
    return job.getJobID();
  }

  void await(JobID job) throws Exception {
    cluster.requestJobResult(job).get().toJobExecutionResult(getClass().getClassLoader());
  }

  /** Takes a checkpoint now. */
  void checkpoint(JobID job) throws Exception {
    cluster.triggerCheckpoint(job).get();
  }

  void killTaskManager() throws Exception {
    cluster.terminateTaskManager(0).get();
  }

  void startTaskManager() throws Exception {
    cluster.startTaskManager();
  }

  void cancel(JobID job) throws Exception {
    cluster.cancelJob(job).get();
    cluster.requestJobResult(job).get();
  }

  @Override
  public void close() {
    cluster.closeAsync().join();
  }
}
