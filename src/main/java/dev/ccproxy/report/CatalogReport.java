package dev.ccproxy.report;

import dev.ccproxy.catalog.Model;
import dev.ccproxy.catalog.Provider;
import dev.ccproxy.catalog.Route;
import dev.ccproxy.catalog.Tier;
import dev.ccproxy.document.JsonText;
import dev.ccproxy.document.Node;
import dev.ccproxy.document.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Providers and their models as {@code ccproxy.catalog/1}. */
public final class CatalogReport {
  private CatalogReport() {}

  /** The document for these providers. */
  public static String json(List<Provider> providers) {
    List<Value> list = new ArrayList<>();
    for (Provider provider : providers) {
      list.add(provider(provider));
    }
    Map<String, Value> fields = new LinkedHashMap<>();
    fields.put("schema", Value.of("ccproxy.catalog/1"));
    fields.put("providers", new Value.Items(list));
    return JsonText.write(new Value.Fields(fields), 2);
  }

  /**
   * The document for a provider that was asked for its models.
   *
   * @param url that was asked
   * @param complete whether the list was read to its end
   */
  public static String live(Provider provider, String url, List<String> models, boolean complete) {
    Map<String, Value> live = new LinkedHashMap<>();
    live.put("provider", Value.of(provider.id()));
    live.put("url", Value.of(url));
    live.put("complete", Value.of(complete));
    live.put("models", Value.ofStrings(models));
    Map<String, Value> fields = new LinkedHashMap<>();
    fields.put("schema", Value.of("ccproxy.catalog/1"));
    fields.put("providers", new Value.Items(List.of(provider(provider))));
    fields.put("live", new Value.Fields(live));
    return JsonText.write(new Value.Fields(fields), 2);
  }

  private static Value provider(Provider provider) {
    Map<String, Value> fields = new LinkedHashMap<>();
    fields.put("id", Value.of(provider.id()));
    fields.put("title", Value.of(provider.title()));
    fields.put("kind", Value.of(provider.kind().name().toLowerCase(java.util.Locale.ROOT)));
    List<String> routes = new ArrayList<>();
    for (Route route : Route.values()) {
      if (provider.has(route)) {
        routes.add(route.word());
      }
    }
    fields.put("routes", Value.ofStrings(routes));
    fields.put("defaultRoute", Value.of(provider.defaultRoute().word()));
    fields.put(
        "directBaseUrl", text(provider.direct() == null ? null : provider.direct().baseUrl()));
    fields.put(
        "litellmPrefix", text(provider.litellm() == null ? null : provider.litellm().prefix()));
    fields.put(
        "litellmBaseUrl", text(provider.litellm() == null ? null : provider.litellm().baseUrl()));
    fields.put("regions", Value.ofStrings(new ArrayList<>(provider.regions().keySet())));
    fields.put(
        "keyVariable",
        provider.key().value() == null ? Value.of(provider.key().variable()) : Failure.none());
    Map<String, Value> tiers = new LinkedHashMap<>();
    for (Tier tier : Tier.values()) {
      String id = provider.tiers().get(tier);
      if (id != null) {
        tiers.put(tier.word(), Value.of(id));
      }
    }
    fields.put("tiers", new Value.Fields(tiers));
    List<Value> models = new ArrayList<>();
    for (Model model : provider.models()) {
      models.add(model(model));
    }
    fields.put("models", new Value.Items(models));
    fields.put("openModels", Value.of(provider.openModels()));
    fields.put("verified", Value.of(provider.verified().toString()));
    fields.put("confidence", Value.of(provider.confidence().word()));
    fields.put("sources", Value.ofStrings(provider.sources()));
    fields.put("notes", Value.ofStrings(provider.notes()));
    fields.put("next", Value.ofStrings(provider.next()));
    fields.put("origin", Value.of(provider.origin()));
    return new Value.Fields(fields);
  }

  private static Value model(Model model) {
    Map<String, Value> fields = new LinkedHashMap<>();
    fields.put("id", Value.of(model.id()));
    fields.put("context", number(model.context()));
    fields.put("maxInput", number(model.maxInput()));
    fields.put("maxOutput", number(model.maxOutput()));
    fields.put("tools", truth(model.tools()));
    fields.put("thinking", truth(model.thinking()));
    fields.put("released", text(model.released() == null ? null : model.released().toString()));
    fields.put("retires", text(model.retires() == null ? null : model.retires().toString()));
    fields.put("retired", text(model.retired() == null ? null : model.retired().toString()));
    fields.put("replacement", text(model.replacement()));
    fields.put("confidence", Value.of(model.confidence().word()));
    fields.put("note", text(model.note()));
    return new Value.Fields(fields);
  }

  private static Value text(@Nullable String text) {
    return text == null ? Failure.none() : Value.of(text);
  }

  private static Value number(@Nullable Long number) {
    return number == null ? Failure.none() : new Value.Literal(Node.Kind.NUMBER, number.toString());
  }

  private static Value truth(@Nullable Boolean truth) {
    return truth == null ? Failure.none() : Value.of(truth.booleanValue());
  }
}
