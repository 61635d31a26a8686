package dev.ccproxy.probe;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Looks names up. */
@FunctionalInterface
interface Resolver {
  /** That of the system; it may block for tens of seconds. */
  Resolver SYSTEM = InetAddress::getAllByName;

  /** All addresses of a name, at least one. */
  InetAddress[] lookUp(String host) throws UnknownHostException;
}
