/** Tests of the wire checker. */
@NullMarked
package dev.ccproxy.wire;

import org.jspecify.annotations.NullMarked;
