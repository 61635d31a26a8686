/**
 * Files of the user as text with a tree of nodes that know their place. An edit replaces the bytes
 * it names and nothing else; the result is parsed again and compared before anybody gets to see it.
 */
@NullMarked
package dev.ccproxy.document;

import org.jspecify.annotations.NullMarked;
