/** JSON for the lab: reading whatever a client sends, writing what a provider would. */
@NullMarked
package dev.ccproxy.lab.json;

import org.jspecify.annotations.NullMarked;
