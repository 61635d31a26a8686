@NullMarked
package dev.ccproxy;

import org.jspecify.annotations.NullMarked;
