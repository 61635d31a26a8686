/**
 * The one room that asks endpoints over the network. {@link dev.ccproxy.probe.Transport} sends one
 * {@link dev.ccproxy.probe.ProbeRequest} over HTTP/1.1 on a socket of its own, follows nothing,
 * repeats nothing in secret, stays inside of its deadlines and bounds whatever the other side does,
 * and gives an {@link dev.ccproxy.probe.Answer}: what came, when, and what went wrong as a {@link
 * dev.ccproxy.probe.Failure}. It never throws for what a server does.
 *
 * <p>Rules: {@code probes.md} 3.2 (requests), 5.1 to 5.6 (security and times), {@code
 * claude-code.md} 9, 10 and 12 (paths, credentials, proxies as the client has them).
 */
@NullMarked
package dev.ccproxy.probe;

import org.jspecify.annotations.NullMarked;
