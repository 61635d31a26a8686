/** Holds the documentation to the program: what a page shows is run, parsed and compared. */
@NullMarked
package dev.ccproxy.docs;

import org.jspecify.annotations.NullMarked;
