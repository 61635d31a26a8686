/**
 * The lab in the role of a gateway: every personality that speaks {@code /v1/messages} by its name,
 * healthy or with a fault, started in one line.
 */
@NullMarked
package dev.ccproxy.lab.gateway;

import org.jspecify.annotations.NullMarked;
