/**
 * The servers that the lab can play, one class each. What they refuse and in which words was
 * measured or published; the sources are named in the catalogue of providers.
 */
@NullMarked
package dev.ccproxy.lab.personality;

import org.jspecify.annotations.NullMarked;
