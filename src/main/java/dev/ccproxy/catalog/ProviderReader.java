package dev.ccproxy.catalog;

import dev.ccproxy.document.DocumentException;
import dev.ccproxy.document.EnvDocument;
import dev.ccproxy.document.SourceDocument;
import dev.ccproxy.document.YamlDocument;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a provider file. What would bring a known trap back (a base URL with {@code /v1} for the
 * client, {@code ollama/} as prefix, a tier without a model) is an error of the file, so that the
 * user's own files are held to the same.
 */
final class ProviderReader {
  private ProviderReader() {}

  /**
   * @param id what the file must call itself
   * @param origin the file, for people
   */
  static Provider read(String id, String origin, byte[] bytes) throws CatalogException {
    try {
      return read(id, YamlDocument.parse(origin, bytes));
    } catch (DocumentException e) {
      throw new CatalogException(origin, e.line(), e.column(), e.reason());
    }
  }

  /**
   * @param id what the file must call itself
   */
  static Provider read(String id, SourceDocument document) throws CatalogException {
    FieldReader top = new FieldReader(document, document.root(), "");
    if (!top.required("id").equals(id)) {
      throw top.here("\"id\" must be \"" + id + "\", as the file is called");
    }
    LocalDate verified = top.date("verified");
    if (verified == null) {
      throw top.here("\"verified\" is missing: the day on which these facts were last checked");
    }
    Confidence confidence = top.oneOf("confidence", Confidence.class, null);
    Routes.Both routes = Routes.read(top.inner("routes"));
    List<Model> models = models(top, confidence);
    Provider provider =
        new Provider(
            id,
            top.required("title"),
            top.oneOf("kind", Provider.Kind.class, Provider.Kind.PROVIDER),
            verified,
            confidence,
            top.texts("sources"),
            top.text("why", ""),
            top.oneOf(
                "default_route",
                Route.class,
                routes.direct() != null ? Route.DIRECT : Route.LITELLM),
            key(top),
            top.truth("open_models"),
            top.truth("vendor_slash_ids"),
            regions(top),
            routes.direct(),
            routes.litellm(),
            tiers(top, models),
            models,
            top.texts("notes"),
            top.texts("next"),
            document.name());
    top.close();
    if (!provider.has(provider.defaultRoute())) {
      throw top.here(
          "\"default_route\" is "
              + provider.defaultRoute().word()
              + ", which \"routes\" does not have");
    }
    return provider;
  }

  private static Provider.Key key(FieldReader top) throws CatalogException {
    FieldReader key = top.inner("key");
    if (key == null) {
      throw top.here("\"key\" is missing");
    }
    String variable = key.required("variable");
    if (!EnvDocument.isName(variable)) {
      throw key.here("\"key.variable\" must be the name of an environment variable");
    }
    Provider.Key read =
        new Provider.Key(variable, key.texts("prefixes"), key.text("value"), key.truth("optional"));
    key.close();
    return read;
  }

  private static Map<String, Provider.Region> regions(FieldReader top) throws CatalogException {
    Map<String, Provider.Region> regions = new LinkedHashMap<>();
    FieldReader all = top.inner("regions");
    if (all != null) {
      for (String id : all.keys()) {
        FieldReader region = all.inner(id);
        if (region == null) {
          throw all.here("region \"" + id + "\" is empty");
        }
        String direct = region.text("direct");
        Routes.checkClientBase(region, direct);
        regions.put(
            id, new Provider.Region(region.required("title"), direct, region.text("litellm")));
        region.close();
      }
    }
    return Collections.unmodifiableMap(regions);
  }

  private static Map<Tier, String> tiers(FieldReader top, List<Model> models)
      throws CatalogException {
    FieldReader tiers = top.inner("tiers");
    if (tiers == null) {
      return Map.of();
    }
    Map<Tier, String> read = new EnumMap<>(Tier.class);
    for (Tier tier : Tier.values()) {
      String id = tiers.required(tier.word());
      if (!isAmong(models, id)) {
        throw tiers.here(
            "tier " + tier.word() + " names \"" + id + "\", which is not among \"models\"");
      }
      read.put(tier, id);
    }
    tiers.close();
    return Collections.unmodifiableMap(read);
  }

  private static boolean isAmong(List<Model> models, String id) {
    for (Model model : models) {
      if (model.id().equals(id)) {
        return true;
      }
    }
    return false;
  }

  private static List<Model> models(FieldReader top, Confidence whole) throws CatalogException {
    List<Model> models = new ArrayList<>();
    for (FieldReader model : top.innerList("models")) {
      models.add(
          new Model(
              model.required("id"),
              model.number("context"),
              model.number("max_input"),
              model.number("max_output"),
              model.knownTruth("tools"),
              model.knownTruth("thinking"),
              model.truth("long_context_suffix"),
              model.date("released"),
              model.date("retires"),
              model.date("retired"),
              model.text("replacement"),
              model.oneOf("confidence", Confidence.class, whole),
              model.text("note")));
      model.close();
    }
    return List.copyOf(models);
  }

  /** The two routes of a file. */
  private static final class Routes {
    record Both(Provider.@Nullable DirectRoute direct, Provider.@Nullable LiteLlmRoute litellm) {}

    static Both read(@Nullable FieldReader routes) throws CatalogException {
      if (routes == null) {
        return new Both(null, null);
      }
      Both both = new Both(direct(routes.inner("direct")), litellm(routes.inner("litellm")));
      routes.close();
      return both;
    }

    private static Provider.@Nullable DirectRoute direct(@Nullable FieldReader route)
        throws CatalogException {
      if (route == null) {
        return null;
      }
      String credential = route.text("credential", "ANTHROPIC_AUTH_TOKEN");
      if (!credential.equals("ANTHROPIC_AUTH_TOKEN") && !credential.equals("ANTHROPIC_API_KEY")) {
        throw route.here("\"credential\" must be ANTHROPIC_AUTH_TOKEN or ANTHROPIC_API_KEY");
      }
      String base = route.text("base_url");
      checkClientBase(route, base);
      Provider.DirectRoute read =
          new Provider.DirectRoute(
              base,
              credential,
              environment(route),
              route.truth("presents_as_claude"),
              route.truth("credential_only"));
      route.close();
      return read;
    }

    /**
     * Variables that init sets by itself cannot come from a file: they would point the client
     * elsewhere.
     */
    private static Map<String, String> environment(FieldReader route) throws CatalogException {
      Map<String, String> variables = route.textMap("environment");
      for (String name : variables.keySet()) {
        if (!EnvDocument.isName(name) || name.startsWith("ANTHROPIC_")) {
          throw route.here("\"environment\" cannot set \"" + name + "\"");
        }
      }
      return variables;
    }

    static void checkClientBase(FieldReader place, @Nullable String base) throws CatalogException {
      if (base != null
          && (base.endsWith("/v1") || base.endsWith("/messages") || base.endsWith("/"))) {
        throw place.here(
            "the client appends /v1/messages itself: \""
                + base
                + "\" must end before that, without a slash");
      }
    }

    private static Provider.@Nullable LiteLlmRoute litellm(@Nullable FieldReader route)
        throws CatalogException {
      if (route == null) {
        return null;
      }
      String prefix = route.required("prefix");
      if (prefix.contains("/") || prefix.contains(" ")) {
        throw route.here("\"prefix\" is LiteLLM's name of the provider, without the slash");
      }
      if (prefix.equals("ollama")) {
        throw route.here(
            "prefix \"ollama\" writes tools into the prompt; \"ollama_chat\" has real tool calls");
      }
      Map<String, List<String>> parameters = new LinkedHashMap<>();
      FieldReader further = route.inner("parameters");
      if (further != null) {
        for (String name : further.keys()) {
          parameters.put(name, further.texts(name));
        }
      }
      Provider.LiteLlmRoute read =
          new Provider.LiteLlmRoute(
              prefix,
              route.text("base_url"),
              environment(route),
              Collections.unmodifiableMap(parameters),
              route.truth("presents_as_claude"));
      route.close();
      return read;
    }
  }
}
