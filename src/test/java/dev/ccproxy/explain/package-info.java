/** Tests of the explanations. */
@NullMarked
package dev.ccproxy.explain;

import org.jspecify.annotations.NullMarked;
