/**
 * Proofs with the real programs, run by {@code mvn verify -Preal}: the real LiteLLM starts with the
 * files under test, and the real Claude Code works through it, or directly, on providers that the
 * lab plays.
 */
@NullMarked
package dev.ccproxy.real;

import org.jspecify.annotations.NullMarked;
