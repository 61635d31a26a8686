/**
 * The wire protocols that providers speak, one class each: a request body becomes a conversation,
 * an answer becomes a reply. What a provider refuses is not known here.
 */
@NullMarked
package dev.ccproxy.lab.surface;

import org.jspecify.annotations.NullMarked;
