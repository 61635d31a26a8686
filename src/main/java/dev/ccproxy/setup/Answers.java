package dev.ccproxy.setup;

import dev.ccproxy.catalog.Route;
import dev.ccproxy.config.ClientKind;
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
 *
 * @param texts by name
 */
public record Answers(Map<String, String> texts) {
  /** There was no set-up yet. */
  public static final Answers NONE = new Answers(Map.of());

  private static final char SEPARATOR = '\n';

  public Answers {
    texts = Map.copyOf(texts);
  }

  static Map<String, String> of(SetupRequest request, Path folder, Setup setup) {
    Map<String, String> answers = new LinkedHashMap<>();
    put(answers, "folder", folder.toString());
    put(answers, "client-base", setup.clientBaseUrl());
    put(answers, "own-gateway", setup.hasOwnGateway() ? "yes" : null);
    put(answers, "providers", joined(request.providers()));
    put(answers, "models", joined(request.models()));
    put(answers, "route", request.route() == null ? null : request.route().word());
    put(answers, "regions", joined(request.regions()));
    put(answers, "base-urls", joined(request.baseUrls()));
    put(answers, "protocol", request.protocol());
    put(answers, "name", request.name());
    put(answers, "gateway-url", request.gatewayUrl());
    put(answers, "port", Integer.toString(request.port()));
    put(answers, "key", request.keyPlace() == KeyPlace.HELPER ? "helper" : null);
    put(answers, "context", request.context() == null ? null : request.context().toString());
    put(answers, "max-output", request.maxOutput() == null ? null : request.maxOutput().toString());
    ClientChoice client = request.client();
    put(answers, "client", client.client() == null ? null : client.client().id());
    put(answers, "scope", client.scope() == null ? null : client.scope().word());
    put(answers, "settings", client.settings() == null ? null : client.settings().toString());
    put(answers, "env-file", client.envFile() == null ? null : client.envFile().toString());
    return answers;
  }

  /** Where the set-up was made; null where there was none. */
  public @Nullable Path folder() {
    String folder = texts.get("folder");
    return folder == null ? null : Path.of(folder);
  }

  boolean hasOwnGateway() {
    return "yes".equals(texts.get("own-gateway"));
  }

  boolean hasForeignGateway() {
    return texts.containsKey("gateway-url");
  }

  @Nullable String clientBase() {
    return texts.get("client-base");
  }

  List<String> providers() {
    return list("providers");
  }

  @Nullable String protocol() {
    return texts.get("protocol");
  }

  @Nullable String name() {
    return texts.get("name");
  }

  List<String> baseUrls() {
    return list("base-urls");
  }

  ClientChoice client() {
    String settings = texts.get("settings");
    String envFile = texts.get("env-file");
    return new ClientChoice(
        ClientKind.of(texts.getOrDefault("client", "")).orElse(null),
        SettingsScope.of(texts.getOrDefault("scope", "")).orElse(null),
        settings == null ? null : Path.of(settings),
        envFile == null ? null : Path.of(envFile));
  }

  /**
   * The request that these answers come from, with other providers and models. What was said about
   * the old providers holds as long as they are among the new ones.
   */
  SetupRequest request(
      List<String> providers,
      List<String> models,
      @Nullable Integer port,
      ClientChoice client,
      boolean mayRepair) {
    List<String> last = providers();
    boolean same = last.isEmpty() ? providers.isEmpty() : providers.containsAll(last);
    String context = texts.get("context");
    String maxOutput = texts.get("max-output");
    return new SetupRequest(
        providers,
        models,
        same && providers.size() == 1
            ? Route.of(texts.getOrDefault("route", "")).orElse(null)
            : null,
        same ? qualified("regions", last, providers) : List.of(),
        same ? qualified("base-urls", last, providers) : List.of(),
        same ? protocol() : null,
        same ? name() : null,
        same ? texts.get("gateway-url") : null,
        port != null ? port : number(texts.get("port")),
        List.of(),
        "helper".equals(texts.get("key")) ? KeyPlace.HELPER : KeyPlace.VALUE,
        same && context != null ? Long.valueOf(context) : null,
        same && maxOutput != null ? Long.valueOf(maxOutput) : null,
        client,
        mayRepair);
  }

  /**
   * What was said about the only provider has to say about which one, now that there are several.
   */
  private List<String> qualified(String name, List<String> last, List<String> providers) {
    List<String> values = new ArrayList<>();
    for (String value : list(name)) {
      boolean said = last.stream().anyMatch(p -> value.startsWith(p + "="));
      values.add(
          said || providers.size() < 2 || last.isEmpty() ? value : last.get(0) + "=" + value);
    }
    return values;
  }

  private List<String> list(String name) {
    List<String> values = new ArrayList<>();
    String text = texts.get(name);
    if (text == null || text.isEmpty()) {
      return values;
    }
    StringBuilder value = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == SEPARATOR) {
        values.add(value.toString());
        value = new StringBuilder();
      } else if (c == '\\' && i + 1 < text.length()) {
        i++;
        value.append(text.charAt(i) == 'n' ? SEPARATOR : text.charAt(i));
      } else {
        value.append(c);
      }
    }
    values.add(value.toString());
    return values;
  }

  private static String joined(List<String> values) {
    List<String> escaped = new ArrayList<>();
    for (String value : values) {
      escaped.add(value.replace("\\", "\\\\").replace(Character.toString(SEPARATOR), "\\n"));
    }
    return String.join(Character.toString(SEPARATOR), escaped);
  }

  private static int number(@Nullable String text) {
    try {
      return text == null ? SetupPlanner.DEFAULT_PORT : Integer.parseInt(text);
    } catch (NumberFormatException e) {
      return SetupPlanner.DEFAULT_PORT;
    }
  }

  private static void put(Map<String, String> answers, String name, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      answers.put(name, value);
    }
  }
}
