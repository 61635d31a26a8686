/** The checks that need nothing but files: one class each. */
@NullMarked
package dev.ccproxy.check.file;

import org.jspecify.annotations.NullMarked;
