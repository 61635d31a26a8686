package dev.ccproxy.document;

/**
 * One replacement in a text.
 *
 * @param span what is taken out; empty for an insertion
 * @param replacement what stands there afterwards; empty for a removal
 */
public record Edit(Span span, String replacement) {}
