/**
 * From findings to files that are right: which fixes are made, the one change that makes them, and
 * the proof that it helped. What makes something worse is taken back.
 */
@NullMarked
package dev.ccproxy.repair;

import org.jspecify.annotations.NullMarked;
