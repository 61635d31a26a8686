/**
 * HTTP/1.1 as a server speaks it, in bytes that the lab controls down to the last one: requests are
 * read within bounds, replies are data that a fault can change before they are written.
 */
@NullMarked
package dev.ccproxy.lab.http;

import org.jspecify.annotations.NullMarked;
