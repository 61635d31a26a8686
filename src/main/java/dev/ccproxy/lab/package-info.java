/**
 * The lab: a server on loopback that plays providers as strictly as they are, so that a chain can
 * be tried without an account. A {@link dev.ccproxy.lab.Personality} knows one provider's rules and
 * texts, a {@link dev.ccproxy.lab.Fault} breaks what it answers, a {@link dev.ccproxy.lab.Scene}
 * puts both together and {@link dev.ccproxy.lab.LabServer} listens.
 */
@NullMarked
package dev.ccproxy.lab;

import org.jspecify.annotations.NullMarked;
