@NullMarked
package dev.ccproxy.check.file;

import org.jspecify.annotations.NullMarked;
