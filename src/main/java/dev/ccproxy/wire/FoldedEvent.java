package dev.ccproxy.wire;

/**
 * Events of one kind that follow each other, folded into one line of a listing.
 *
 * @param type the event type as the data says it, "" where it says none
 * @param detail the type of the block or delta, or the stop reason; "" where there is none
 * @param index index of the block, -1 where the event has none
 * @param first number of the first event
 * @param count how many events
 * @param characters how many characters of text, thinking or arguments they bring
 * @param offset byte offset of the first one in what was fed
 * @param line line of the first one
 */
public record FoldedEvent(
    String type,
    String detail,
    long index,
    long first,
    long count,
    long characters,
    long offset,
    long line) {}
