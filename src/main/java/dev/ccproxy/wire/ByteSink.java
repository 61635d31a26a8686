package dev.ccproxy.wire;

/** Takes bytes in pieces. */
public interface ByteSink {

  /** The next bytes; they are not to be kept. */
  void bytes(byte[] b, int from, int end);
}
