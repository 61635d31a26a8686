package dev.ccproxy.config;

import dev.ccproxy.catalog.ClientFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The headers by which the client proves who it is ({@code claude-code.md} 10; measured with
 * 2.1.197 and 2.1.330): a token goes into {@code Authorization}, a key into {@code x-api-key}, and
 * with both set both are sent. The value of a helper program fills what they leave open. Only
 * without any of these does a login count.
 */
public final class ClientCredentials {
  private static final String BEARER = "Authorization";
  private static final String KEY_HEADER = "x-api-key";

  private ClientCredentials() {}

  /** The headers; empty where the client sends no request because it is not logged in. */
  public static List<ClientHeader> of(
      ClientSettings settings, ClientState state, ClientFacts.Release release) {
    EffectiveValue token = notBlank(settings, "ANTHROPIC_AUTH_TOKEN");
    EffectiveValue key = notBlank(settings, "ANTHROPIC_API_KEY");
    EffectiveValue helper =
        settings.key("apiKeyHelper").filter(v -> !v.value().isBlank()).orElse(null);
    List<ClientHeader> headers = new ArrayList<>();
    if (token != null) {
      headers.add(
          new ClientHeader(
              BEARER, "Bearer " + token.value().strip(), ClientHeader.From.TOKEN, token));
    } else if (helper != null) {
      headers.add(new ClientHeader(BEARER, null, ClientHeader.From.HELPER, helper));
    }
    if (key != null) {
      headers.add(new ClientHeader(KEY_HEADER, key.value().strip(), ClientHeader.From.KEY, key));
    } else if (helper != null && (token == null || release.helperBesideToken())) {
      headers.add(new ClientHeader(KEY_HEADER, null, ClientHeader.From.HELPER, helper));
    }
    EffectiveValue custom = settings.set("ANTHROPIC_CUSTOM_HEADERS").orElse(null);
    boolean named = !headers.isEmpty();
    if (custom != null) {
      addCustom(custom, headers);
    }
    boolean bearer = headers.stream().anyMatch(header -> header.name().equals(BEARER));
    if (!named && !bearer) {
      addLogin(settings, state, headers);
    } else if (token != null && headers.size() == 1 && state.hasSavedKey()) {
      headers.add(new ClientHeader(KEY_HEADER, null, ClientHeader.From.SAVED_KEY, null));
    }
    return headers;
  }

  private static @Nullable EffectiveValue notBlank(ClientSettings settings, String name) {
    return settings.set(name).filter(v -> !v.value().isBlank()).orElse(null);
  }

  /**
   * A key of these headers takes the place of any other, and of several the last counts; a bearer
   * is only taken where nothing else gives one.
   */
  private static void addCustom(EffectiveValue custom, List<ClientHeader> headers) {
    boolean hasBearer = headers.stream().anyMatch(header -> header.name().equals(BEARER));
    for (String line : custom.value().split("\n")) {
      int colon = line.indexOf(':');
      String typed = colon < 0 ? "" : line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
      String value = line.substring(colon + 1).strip();
      boolean bearer = typed.equals("authorization") && !hasBearer;
      if (!value.isEmpty() && (bearer || typed.equals(KEY_HEADER))) {
        String name = bearer ? BEARER : KEY_HEADER;
        headers.removeIf(header -> header.name().equals(name));
        headers.add(new ClientHeader(name, value, ClientHeader.From.CUSTOM_HEADERS, custom));
      }
    }
  }

  private static void addLogin(
      ClientSettings settings, ClientState state, List<ClientHeader> headers) {
    boolean hasKey = !headers.isEmpty();
    EffectiveValue oauth = notBlank(settings, "CLAUDE_CODE_OAUTH_TOKEN");
    if (oauth != null) {
      headers.add(
          new ClientHeader(
              BEARER, "Bearer " + oauth.value().strip(), ClientHeader.From.OAUTH_TOKEN, oauth));
    } else if (state.hasLogin()) {
      headers.add(new ClientHeader(BEARER, null, ClientHeader.From.LOGIN, null));
    } else if (state.hasSavedKey() && !hasKey) {
      headers.add(new ClientHeader(KEY_HEADER, null, ClientHeader.From.SAVED_KEY, null));
    }
  }
}
