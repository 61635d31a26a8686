package dev.ccproxy.probe;

import dev.ccproxy.redact.Secret;
import java.util.Base64;

/**
 * A secret, the header it goes into and the only origin it may go to: that of its own configuration
 * entry.
 *
 * @param header name of the header
 * @param prefix what stands before the secret in the header
 */
public record Credential(String header, String prefix, Secret secret, WebOrigin origin) {

  /** {@code Authorization: Bearer ...}. */
  public static Credential bearer(Secret secret, WebOrigin origin) {
    return new Credential("authorization", "Bearer ", secret, origin);
  }

  /** {@code x-api-key: ...}. */
  public static Credential apiKey(Secret secret, WebOrigin origin) {
    return new Credential("x-api-key", "", secret, origin);
  }

  /** A whole header of the user's that may hold a credential. */
  public static Credential header(String name, Secret value, WebOrigin origin) {
    return new Credential(name, "", value, origin);
  }

  /** {@code Proxy-Authorization: Basic ...} for {@code user:password}. */
  static Credential proxy(Secret login, WebOrigin proxy) {
    String encoded =
        Base64.getEncoder()
            .encodeToString(login.reveal().getBytes(java.nio.charset.StandardCharsets.UTF_8));
    return new Credential(
        "proxy-authorization", "Basic ", new Secret(login.name(), encoded), proxy);
  }

  /** The value of the header. Blanks at the end are no part of any header. */
  String value() {
    return prefix + secret.reveal();
  }
}
