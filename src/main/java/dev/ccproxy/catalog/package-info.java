/** What is known about providers and their models: dated data files, packaged or the user's own. */
@NullMarked
package dev.ccproxy.catalog;

import org.jspecify.annotations.NullMarked;
