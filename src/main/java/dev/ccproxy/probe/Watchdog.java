package dev.ccproxy.probe;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Holds exchanges to their deadlines by closing their sockets: no other way ends a read, a write or
 * a handshake that the other side drags on. Counts on {@link System#nanoTime()}, so that a clock
 * that is set does not matter.
 */
final class Watchdog implements AutoCloseable {
  private final ScheduledThreadPoolExecutor timer;
  private final Set<Watch> watches = ConcurrentHashMap.newKeySet();
  private final long runEnd;
  private final Duration run;
  private volatile boolean cancelled;

  /**
   * Starts the clock of the run.
   *
   * @param run how long all exchanges together may take
   */
  Watchdog(Duration run) {
    this.run = run;
    this.runEnd = System.nanoTime() + run.toNanos();
    this.timer =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "probe-watchdog");
              thread.setDaemon(true);
              return thread;
            });
    timer.setRemoveOnCancelPolicy(true);
  }

  /** Begins to watch one exchange. */
  Watch watch(Deadlines deadlines) {
    Watch watch = new Watch(deadlines);
    watches.add(watch);
    if (cancelled) {
      watch.end(new Failure.Cancelled());
    }
    return watch;
  }

  /** Ends all exchanges, also those that come later. */
  void cancel() {
    cancelled = true;
    for (Watch watch : watches) {
      watch.end(new Failure.Cancelled());
    }
  }

  @Override
  public void close() {
    cancel();
    timer.shutdownNow();
  }

  /** One exchange and its deadlines. */
  final class Watch implements AutoCloseable {
    private final Deadlines deadlines;
    private final long checkEnd;
    private Stage stage = Stage.NAME;
    private Duration limit = Duration.ZERO;
    private long stageEnd = Long.MAX_VALUE;
    private long alarm = Long.MAX_VALUE;
    private @Nullable ScheduledFuture<?> task;
    private @Nullable Socket socket;
    private @Nullable Failure failure;
    private boolean closed;

    Watch(Deadlines deadlines) {
      this.deadlines = deadlines;
      this.checkEnd = System.nanoTime() + deadlines.check().toNanos();
    }

    Deadlines deadlines() {
      return deadlines;
    }

    /** From now on this stage runs, and this socket is what ends it. */
    synchronized void enter(Stage entered, Duration allowed) {
      stage = entered;
      limit = allowed;
      progress();
    }

    /** The stage has moved on: its time starts anew. */
    synchronized void progress() {
      stageEnd = System.nanoTime() + limit.toNanos();
      long next = Math.min(stageEnd, Math.min(checkEnd, runEnd));
      if (!closed && failure == null && (next < alarm || task == null)) {
        set(next);
      }
    }

    private void set(long at) {
      ScheduledFuture<?> former = task;
      if (former != null) {
        former.cancel(false);
      }
      alarm = at;
      task =
          timer.schedule(
              this::ring, Math.max(0, at - System.nanoTime()) + 1_000, TimeUnit.NANOSECONDS);
    }

    private synchronized void ring() {
      if (closed || failure != null) {
        return;
      }
      long now = System.nanoTime();
      if (now - runEnd >= 0) {
        end(new Failure.TimedOut(stage, Failure.Scope.RUN, run));
      } else if (now - checkEnd >= 0) {
        end(new Failure.TimedOut(stage, Failure.Scope.CHECK, deadlines.check()));
      } else if (now - stageEnd >= 0) {
        end(new Failure.TimedOut(stage, Failure.Scope.STAGE, limit));
      } else {
        set(Math.min(stageEnd, Math.min(checkEnd, runEnd)));
      }
    }

    /** Time left for what cannot be ended by closing a socket; at least a millisecond. */
    synchronized long millisLeft() {
      long end = Math.min(stageEnd, Math.min(checkEnd, runEnd));
      return Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime()));
    }

    /** What is closed when time runs out. */
    synchronized void guards(Socket opened) {
      socket = opened;
      if (failure != null) {
        closeQuietly(opened);
      }
    }

    /** Ends the exchange, unless it has ended already. */
    synchronized void end(Failure why) {
      if (!closed && failure == null) {
        failure = why;
        Socket open = socket;
        if (open != null) {
          closeQuietly(open);
        }
      }
    }

    /** Why it was ended; null while it may go on. */
    synchronized @Nullable Failure failure() {
      return failure;
    }

    /** The stage it is in. */
    synchronized Stage stage() {
      return stage;
    }

    @Override
    public synchronized void close() {
      closed = true;
      ScheduledFuture<?> last = task;
      if (last != null) {
        last.cancel(false);
      }
      watches.remove(this);
    }
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // Closed as far as it can be.
    }
  }
}
