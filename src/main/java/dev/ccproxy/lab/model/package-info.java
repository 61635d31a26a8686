/**
 * The model behind the lab's personalities: obedient, deterministic, and driven by the conversation
 * alone. It knows no wire protocol.
 */
@NullMarked
package dev.ccproxy.lab.model;

import org.jspecify.annotations.NullMarked;
