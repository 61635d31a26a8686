package dev.ccproxy.inspect;

import java.util.function.BooleanSupplier;

/**
 * How long to read what need not end: pipes and standard input.
 *
 * @param seconds without a byte after which nothing more is waited for
 * @param bytes that are read at most; a regular file is read whole whatever its size
 * @param interrupted tells whether the user wants to stop
 */
public record Patience(int seconds, long bytes, BooleanSupplier interrupted) {}
