package dev.ccproxy.explain;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;

/**
 * Looks at the blocks of a big input with two threads while the next block is read. Results are put
 * together in the order of the blocks.
 */
final class Workers implements AutoCloseable {
  private static final int THREADS = 2;

  /** Blocks that wait or are looked at; their buffers are all the memory that is needed. */
  private static final int MOST_AT_ONCE = 3;

  private final Prefilter prefilter;
  private final Judge judge;
  private final Tally tally;
  private final ExecutorService threads;
  private final Deque<Future<Block>> waiting = new ArrayDeque<>();
  private final Deque<Block> spare = new ArrayDeque<>();
  private long lines;
  private boolean open;

  /**
   * @param tally gets all that is found
   */
  Workers(WordingIndex index, Judge judge, Tally tally) {
    this.prefilter = new Prefilter(index);
    this.judge = judge;
    this.tally = tally;
    this.threads =
        Executors.newFixedThreadPool(
            Math.min(THREADS, Runtime.getRuntime().availableProcessors()), new Daemons());
  }

  private static final class Daemons implements ThreadFactory {
    @Override
    public Thread newThread(Runnable work) {
      Thread thread = new Thread(work, "explain");
      thread.setDaemon(true);
      return thread;
    }
  }

  /** A buffer of {@value Explainer#BLOCK} bytes that nobody uses. */
  byte[] spare() {
    while (waiting.size() >= MOST_AT_ONCE) {
      take();
    }
    return spare.isEmpty() ? new byte[Explainer.BLOCK] : spare.peek().bytes();
  }

  /** Has {@code bytes[0, end)} looked at; the buffer belongs to this class from here on. */
  void judge(byte[] bytes, int end) {
    Folded room = spare.isEmpty() ? new Folded() : spare.remove().room();
    Block block = new Block(judge, room, bytes, end);
    waiting.add(threads.submit(new Look(block, prefilter)));
  }

  private record Look(Block block, Prefilter prefilter) implements Callable<Block> {
    @Override
    public Block call() {
      block.read(prefilter);
      return block;
    }
  }

  private void take() {
    Block block;
    try {
      block = waiting.remove().get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a block could not be judged", e);
    }
    tally.append(block.tally(), lines);
    lines += block.lines();
    open = block.endsOpen();
    spare.add(block);
  }

  /**
   * Waits for all blocks.
   *
   * @return how many lines there were
   */
  long finish() {
    while (!waiting.isEmpty()) {
      take();
    }
    return lines + (open ? 1 : 0);
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
