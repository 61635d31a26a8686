/** Keeps credentials out of everything that is printed, written or thrown. */
@NullMarked
package dev.ccproxy.redact;

import org.jspecify.annotations.NullMarked;
