/**
 * The tour: a set-up in a scratch folder, a gateway of the lab, and what it looks like when one
 * thing is wrong. Needs no network, no key and no account, and leaves nothing behind.
 */
@NullMarked
package dev.ccproxy.tour;

import org.jspecify.annotations.NullMarked;
