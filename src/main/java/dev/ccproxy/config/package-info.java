/**
 * Typed, read-only views on what the user has: environment, folders, settings files, gateway
 * configuration.
 */
@NullMarked
package dev.ccproxy.config;

import org.jspecify.annotations.NullMarked;
