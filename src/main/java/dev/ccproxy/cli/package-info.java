/** The command line: parses, calls one service, picks a renderer, gives the exit code. */
@NullMarked
package dev.ccproxy.cli;

import org.jspecify.annotations.NullMarked;
