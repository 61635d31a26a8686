/**
 * What commands found or did, in the shapes that people and programs read. The JSON shapes are
 * frozen by their number.
 */
@NullMarked
package dev.ccproxy.report;

import org.jspecify.annotations.NullMarked;
