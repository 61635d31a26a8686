package dev.ccproxy.lab.personality;

import dev.ccproxy.lab.http.Request;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The credentials of a request.
 *
 * @param bearer what stands behind {@code Bearer} in Authorization
 * @param apiKey what stands in x-api-key
 */
record Credentials(Optional<String> bearer, Optional<String> apiKey) {

  static Credentials of(Request request) {
    Optional<String> bearer =
        request
            .headers()
            .first("authorization")
            .filter(value -> value.toLowerCase(Locale.ROOT).startsWith("bearer "))
            .map(value -> value.substring(7).strip())
            .filter(value -> !value.isEmpty());
    return new Credentials(
        bearer, request.headers().first("x-api-key").filter(key -> !key.isEmpty()));
  }

  /** Whether neither header holds anything. */
  boolean none() {
    return bearer.isEmpty() && apiKey.isEmpty();
  }

  /** Whether the bearer is one of the keys. */
  boolean bearerIn(Set<String> keys) {
    return bearer.filter(keys::contains).isPresent();
  }

  /** Whether the x-api-key is one of the keys. */
  boolean apiKeyIn(Set<String> keys) {
    return apiKey.filter(keys::contains).isPresent();
  }

  /** Whether one of both is one of the keys. */
  boolean eitherIn(Set<String> keys) {
    return bearerIn(keys) || apiKeyIn(keys);
  }
}
