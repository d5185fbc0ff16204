package org.skipconv.bench.cli.command;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * Handler of the signals that ask a process to end: SIGINT, which Ctrl-C sends, and SIGTERM.
 *
 * <p>A shutdown hook would come too late: in a process that is already ending, libraries can no
 * longer be loaded that register hooks of their own, as ONNX Runtime does, and the hooks of those
 * that are loaded free what the command still uses.
 */
final class EndSignals implements AutoCloseable {
  private static final Map<String, Integer> NUMBERS = Map.of("INT", 2, "TERM", 15);

  /** Base of the exit codes of processes that a signal ended. */
  private static final int EXIT_CODES = 128;

  /** Handlers as they were before. */
  private final Deque<Runnable> undo = new ArrayDeque<>();

  private EndSignals() {}

  /**
   * Calls a handler whenever one of the signals arrives, until closed. Where Java cannot handle
   * signals, they end the process at once, as without a handler.
   *
   * @param arrived given the exit code that the signal stands for, on a thread of its own
   */
  static EndSignals handle(IntConsumer arrived) {
    EndSignals signals = new EndSignals();
    NUMBERS.forEach((name, number) -> signals.handle(name, arrived, EXIT_CODES + number));
    return signals;
  }

  /** Goes by names, since javac warns of each mention of sun.misc and cannot be told not to. */
  private void handle(String name, IntConsumer arrived, int code) {
    try {
      Class<?> signals = Class.forName("sun.misc.Signal");
      Class<?> handlers = Class.forName("sun.misc.SignalHandler");
      MethodHandles.Lookup lookup = MethodHandles.publicLookup();
      MethodHandle accept =
          lookup
              .findVirtual(
                  IntConsumer.class, "accept", MethodType.methodType(void.class, int.class))
              .bindTo(arrived);
      MethodHandle called =
          MethodHandles.dropArguments(MethodHandles.insertArguments(accept, 0, code), 0, signals);
      Object handler = MethodHandleProxies.asInterfaceInstance(handlers, called);
      Object signal = signals.getConstructor(String.class).newInstance(name);
      MethodHandle handle =
          lookup.unreflect(signals.getMethod("handle", signals, handlers)).bindTo(signal);
      Object before = handle.invoke(handler);
      undo.push(() -> restore(handle, before));
    } catch (Error e) {
      throw e;
    } catch (Throwable e) {
      // This Java has no such class, or leaves the signal to the system (-Xrs): nothing to undo.
    }
  }

  private static void restore(MethodHandle handle, Object before) {
    try {
      handle.invoke(before);
    } catch (Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("a signal's handler cannot be restored", e);
    }
  }

  @Override
  public void close() {
    while (!undo.isEmpty()) {
      undo.pop().run();
    }
  }
}
