package dev.ccproxy.probe;

import java.util.Locale;

/** The stages of an exchange, in their order. */
public enum Stage {
  /** Looking the name up. */
  NAME,
  /** The TCP connection. */
  CONNECT,
  /** The tunnel that an HTTP proxy opens for https. */
  PROXY,
  /** The TLS handshake. */
  TLS,
  /** Sending the request. */
  WRITE,
  /** From the request sent to the first byte of the answer. */
  FIRST_BYTE,
  /** From the first byte to the end of the head. */
  HEAD,
  /** From the head to the end of the body. */
  BODY;

  private final String word = name().toLowerCase(Locale.ROOT).replace('_', '-');

  /** The word for it in output. */
  public String word() {
    return word;
  }
}
