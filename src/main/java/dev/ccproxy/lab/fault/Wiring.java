package dev.ccproxy.lab.fault;

/** What is wrong below HTTP, or with the address that the client was given. */
public enum Wiring {
  /** Nothing. */
  SOUND,
  /** The address names a port on which nothing listens. */
  NOTHING_LISTENS,
  /** The address says https, the server speaks plain HTTP. */
  TLS_EXPECTED,
  /** The address says http, the server speaks TLS. */
  PLAIN_EXPECTED,
  /** TLS with a certificate of an authority that nobody knows. */
  UNKNOWN_AUTHORITY,
  /** TLS with a certificate that has expired. */
  EXPIRED,
  /** TLS with a certificate for another host. */
  OTHER_HOST,
  /** The address ends in {@code /v1}. */
  DOUBLED_PATH
}
