package dev.ccproxy.wire;

/**
 * One event of a stream, for a listing of all. Texts are the server's own: raw, not redacted.
 *
 * @param number 0 for the first
 * @param offset byte offset of its first line in what was fed
 * @param line line of that offset
 * @param name what the event line says, "" where there is none
 * @param type what the data says, "" where it says nothing
 * @param start the start of the data line, at most 240 bytes of it
 * @param bytes length of the event with its line ends
 */
public record WireEvent(
    long number, long offset, long line, String name, String type, String start, long bytes) {}
