/**
 * Certificates for the lab's own servers, made when they are needed and kept in memory: of an
 * authority that nobody knows, expired, for another host.
 */
@NullMarked
package dev.ccproxy.lab.tls;

import org.jspecify.annotations.NullMarked;
