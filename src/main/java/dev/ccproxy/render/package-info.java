/** Turns templates into documents. */
@NullMarked
package dev.ccproxy.render;

import org.jspecify.annotations.NullMarked;
