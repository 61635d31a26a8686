package dev.ccproxy.probe;

import java.time.Instant;
import java.util.Set;

/**
 * What a TLS connection is like.
 *
 * @param protocol for example {@code TLSv1.3}
 * @param issuer who signed the certificate of the server
 * @param validUntil when the certificate runs out
 * @param trustedBy the sources that know the signer; a source that is not there (no extra file)
 *     never is in it
 * @param sources the sources that were asked
 */
public record TlsFacts(
    String protocol,
    String issuer,
    Instant validUntil,
    Set<Trust.Source> trustedBy,
    Set<Trust.Source> sources) {

  /** Copies the sets. */
  public TlsFacts {
    trustedBy = Set.copyOf(trustedBy);
    sources = Set.copyOf(sources);
  }

  /** Whether the sources do not agree about the signer. */
  public boolean sourcesDiffer() {
    return !trustedBy.equals(sources);
  }
}
