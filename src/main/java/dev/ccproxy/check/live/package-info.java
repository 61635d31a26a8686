/**
 * The checks that ask the endpoint: one class each, and the graph that runs them, so that a cause
 * comes before what follows from it.
 */
@NullMarked
package dev.ccproxy.check.live;

import org.jspecify.annotations.NullMarked;
