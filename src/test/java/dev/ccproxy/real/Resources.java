package dev.ccproxy.real;

import java.util.ArrayDeque;
import java.util.Deque;

/** Things to be closed at the end, the last one first, each of them even when another one fails. */
final class Resources implements AutoCloseable {
  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  <T extends AutoCloseable> T add(T resource) {
    open.push(resource);
    return resource;
  }

  @Override
  public void close() {
    IllegalStateException failure = new IllegalStateException("not everything could be closed");
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) {
        failure.addSuppressed(e);
      }
    }
    if (failure.getSuppressed().length > 0) {
      throw failure;
    }
  }
}
