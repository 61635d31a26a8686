package dev.ccproxy.wire;

/**
 * A place in the answer and what stands there.
 *
 * @param offset byte offset in what was fed
 * @param line line of it, 1 for the first
 * @param event number of the event, -1 outside a stream
 * @param excerpt a few bytes around it, decoded
 * @param caret index of the place in the excerpt, -1 where it is not in it
 * @param bodyOffset offset of the place in the body
 */
record Spot(long offset, long line, long event, String excerpt, int caret, long bodyOffset) {}
