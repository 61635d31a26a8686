/** What a person sees: colour, width, and foreign text made harmless. */
@NullMarked
package dev.ccproxy.term;

import org.jspecify.annotations.NullMarked;
