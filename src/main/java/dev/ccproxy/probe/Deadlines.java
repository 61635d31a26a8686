package dev.ccproxy.probe;

import java.time.Duration;

/**
 * How long each stage may take ({@code design.md} 7, {@code probes.md} 3.4).
 *
 * @param name looking a name up
 * @param connect all connection attempts together
 * @param tls the handshake, and the tunnel of a proxy
 * @param write sending the request
 * @param firstByte until the first byte of the answer, and again until the end of its head
 * @param idle without a byte in the body
 * @param check everything that one check asks, or one exchange where no check is named
 */
public record Deadlines(
    Duration name,
    Duration connect,
    Duration tls,
    Duration write,
    Duration firstByte,
    Duration idle,
    Duration check) {

  /** For servers in the network. */
  public static final Deadlines DEFAULT =
      new Deadlines(
          Duration.ofSeconds(5),
          Duration.ofSeconds(3),
          Duration.ofSeconds(5),
          Duration.ofSeconds(20),
          Duration.ofSeconds(20),
          Duration.ofSeconds(60),
          Duration.ofSeconds(180));

  /** For local model servers, which load a model at the first request. */
  public static final Deadlines LOCAL_MODEL = DEFAULT.withFirstByte(Duration.ofMinutes(2));

  /** The same with another time for the first byte. */
  public Deadlines withFirstByte(Duration limit) {
    return new Deadlines(name, connect, tls, write, limit, idle, check);
  }

  /** The same with another time for everything; use what is left of a check for its requests. */
  public Deadlines withCheck(Duration limit) {
    return new Deadlines(name, connect, tls, write, firstByte, idle, limit);
  }
}
