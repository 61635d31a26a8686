package dev.ccproxy.setup;

import dev.ccproxy.catalog.Route;
import dev.ccproxy.config.SettingsScope;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The answers of a set-up as texts, kept in the journal so that {@code use} can repeat them. Holds
 * no key.
 */
final class Answers {
  private static final String SEPARATOR = "\n";

  private Answers() {}

  static Map<String, String> of(SetupRequest request, Path folder, String clientBase) {
    Map<String, String> answers = new LinkedHashMap<>();
    put(answers, "folder", folder.toString());
    put(answers, "client-base", clientBase);
    put(answers, "providers", String.join(SEPARATOR, request.providers()));
    put(answers, "models", String.join(SEPARATOR, request.models()));
    put(answers, "route", request.route() == null ? null : request.route().word());
    put(answers, "region", request.region());
    put(answers, "base-urls", String.join(SEPARATOR, request.baseUrls()));
    put(answers, "protocol", request.protocol());
    put(answers, "name", request.name());
    put(answers, "gateway-url", request.gatewayUrl());
    put(answers, "port", Integer.toString(request.port()));
    put(answers, "key", request.keyPlace() == KeyPlace.HELPER ? "helper" : null);
    put(answers, "context", request.context() == null ? null : request.context().toString());
    put(answers, "max-output", request.maxOutput() == null ? null : request.maxOutput().toString());
    put(answers, "client", request.client().id());
    put(answers, "scope", request.scope() == null ? null : request.scope().word());
    put(answers, "settings", request.settings() == null ? null : request.settings().toString());
    put(answers, "env-file", request.envFile() == null ? null : request.envFile().toString());
    return answers;
  }

  /** The request that these answers come from, with other providers and models. */
  static SetupRequest request(
      Map<String, String> answers,
      List<String> providers,
      List<String> models,
      int port,
      boolean mayRepair) {
    List<String> last = list(answers.get("providers"));
    boolean same = last.isEmpty() ? providers.isEmpty() : providers.containsAll(last);
    List<String> baseUrls = new ArrayList<>();
    for (String url : same ? list(answers.get("base-urls")) : List.<String>of()) {
      boolean said = last.stream().anyMatch(p -> url.startsWith(p + "="));
      baseUrls.add(said || providers.size() < 2 ? url : last.get(0) + "=" + url);
    }
    String settings = answers.get("settings");
    String envFile = answers.get("env-file");
    String context = answers.get("context");
    String maxOutput = answers.get("max-output");
    return new SetupRequest(
        providers,
        models,
        same ? Route.of(answers.getOrDefault("route", "")).orElse(null) : null,
        same ? answers.get("region") : null,
        baseUrls,
        same ? answers.get("protocol") : null,
        same ? answers.get("name") : null,
        same ? answers.get("gateway-url") : null,
        number(answers.get("port"), port),
        List.of(),
        "helper".equals(answers.get("key")) ? KeyPlace.HELPER : KeyPlace.VALUE,
        same && context != null ? Long.valueOf(context) : null,
        same && maxOutput != null ? Long.valueOf(maxOutput) : null,
        ClientKind.of(answers.getOrDefault("client", "")).orElse(ClientKind.CLAUDE_CODE),
        SettingsScope.of(answers.getOrDefault("scope", "")).orElse(null),
        settings == null ? null : Path.of(settings),
        envFile == null ? null : Path.of(envFile),
        mayRepair);
  }

  static List<String> list(@Nullable String text) {
    return text == null || text.isEmpty() ? List.of() : List.of(text.split(SEPARATOR, -1));
  }

  private static int number(@Nullable String text, int otherwise) {
    try {
      return text == null ? otherwise : Integer.parseInt(text);
    } catch (NumberFormatException e) {
      return otherwise;
    }
  }

  private static void put(Map<String, String> answers, String name, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      answers.put(name, value);
    }
  }
}
