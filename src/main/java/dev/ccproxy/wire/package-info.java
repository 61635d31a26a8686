/**
 * The strict checker of the Anthropic Messages protocol. Bytes of one answer go in, in pieces of
 * any size; findings, a summary of the message and the folded events come out. Pure: no socket, no
 * file, no clock. Memory stays flat however long the answer is, and the findings do not depend on
 * how the bytes were cut into pieces.
 *
 * <p>{@link dev.ccproxy.wire.AnswerChecker} is the way in. The rules are those of the sheet {@code
 * probes.md}, sections 1.2 and 1.6; what they do to a named client stands in {@code
 * client-impact.tsv}.
 */
@NullMarked
package dev.ccproxy.wire;

import org.jspecify.annotations.NullMarked;
