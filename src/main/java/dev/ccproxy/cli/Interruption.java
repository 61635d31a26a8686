package dev.ccproxy.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Lets a command that only reads show what it knows when the user interrupts it: the process waits
 * a little for that before it ends, with the code that the signal gives it.
 */
final class Interruption implements AutoCloseable {
  private static final long GRACE_SECONDS = 2;

  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread hook = new Thread(this::interrupted, "interruption");
  private final @Nullable Thread worker;
  private volatile boolean asked;

  /** From now on an interruption is noticed. */
  Interruption() {
    this(null);
  }

  /**
   * From now on an interruption is noticed.
   *
   * @param worker a thread that waits for something else and is woken up; null for none
   */
  Interruption(@Nullable Thread worker) {
    this.worker = worker;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Whether the user wants to stop. */
  boolean asked() {
    return asked;
  }

  private void interrupted() {
    asked = true;
    if (worker != null) {
      worker.interrupt();
    }
    try {
      if (!done.await(GRACE_SECONDS, TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** All is shown. */
  @Override
  public void close() {
    done.countDown();
    if (!asked) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // The process is ending already; the hook has seen that all is done.
      }
    }
  }
}
