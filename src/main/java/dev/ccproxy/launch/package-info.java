/** Starts the gateway and the client, watches over their life, and sees to their end. */
@NullMarked
package dev.ccproxy.launch;

import org.jspecify.annotations.NullMarked;
