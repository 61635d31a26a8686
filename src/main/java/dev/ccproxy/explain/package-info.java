/**
 * Causes: what an error text, an answer or a finding says about the chain, in which link the fix is
 * made, and how sure that is.
 */
@NullMarked
package dev.ccproxy.explain;

import org.jspecify.annotations.NullMarked;
