/**
 * From answers to a plan: which files init and use write, and what has to go because the new set-up
 * makes it wrong.
 */
@NullMarked
package dev.ccproxy.setup;

import org.jspecify.annotations.NullMarked;
