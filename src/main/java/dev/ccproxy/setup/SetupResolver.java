package dev.ccproxy.setup;

import dev.ccproxy.catalog.Catalog;
import dev.ccproxy.catalog.CatalogException;
import dev.ccproxy.catalog.Model;
import dev.ccproxy.catalog.Nearest;
import dev.ccproxy.catalog.Provider;
import dev.ccproxy.catalog.Route;
import dev.ccproxy.catalog.Tier;
import dev.ccproxy.config.BaseUrl;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * From what was typed to a complete set-up: providers found, route chosen, a model for every tier.
 * Touches no file.
 */
public final class SetupResolver {
  /** A model that ends within this many days is worth a word. */
  private static final int SOON_DAYS = 120;

  private final Catalog catalog;
  private final LocalDate today;

  /**
   * @param today decides which models are gone
   */
  public SetupResolver(Catalog catalog, LocalDate today) {
    this.catalog = catalog;
    this.today = today;
  }

  /**
   * The complete set-up.
   *
   * @throws SetupException when an answer is missing or wrong; the message says which option gives
   *     it
   * @throws CatalogException when a provider file cannot be used
   */
  public Setup resolve(SetupRequest request) throws SetupException, CatalogException {
    List<String> notes = new ArrayList<>();
    Map<String, String> baseUrls =
        perProvider(request.baseUrls(), request.providers(), "--base-url");
    List<Provider> providers = providers(request, baseUrls);
    boolean ownGateway = request.gatewayUrl() == null;
    Route route = ownGateway ? route(request, providers) : Route.LITELLM;
    List<Service> services = new ArrayList<>();
    for (Provider provider : providers) {
      services.add(
          service(provider, route, request, baseUrls.get(provider.id()), ownGateway, notes));
    }
    if (ownGateway) {
      checkClashes(services);
    }
    ModelNames names = new ModelNames(services, today, request.context(), request.maxOutput());
    Map<Tier, ModelChoice> tiers = new EnumMap<>(Tier.class);
    List<ModelChoice> others = new ArrayList<>();
    chooseModels(request, services, names, tiers, others, ownGateway);
    Map<ModelChoice, String> gatewayNames = gatewayNames(route, tiers, others);
    tiers.replaceAll(
        (tier, choice) -> choice.named(gatewayNames.getOrDefault(choice, choice.clientName())));
    others.replaceAll(
        choice -> choice.named(gatewayNames.getOrDefault(choice, choice.clientName())));
    String clientBase = clientBase(request, services, route, notes);
    if (ownGateway) {
      noteRoute(request, services, route, notes);
    }
    Setup setup = new Setup(route, services, tiers, others, clientBase, ownGateway, List.of());
    noteModels(setup, notes);
    return new Setup(route, services, tiers, others, clientBase, ownGateway, notes);
  }

  private List<Provider> providers(SetupRequest request, Map<String, String> baseUrls)
      throws SetupException, CatalogException {
    if (request.providers().isEmpty()) {
      if (request.gatewayUrl() != null) {
        return List.of(CustomProvider.behindGateway());
      }
      throw SetupException.usage(
          "provider-missing",
          "No provider was named",
          "name one or several, e.g. ccproxy init deepseek; ccproxy providers lists them");
    }
    List<Provider> providers = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (String id : request.providers()) {
      if (!seen.add(id)) {
        continue;
      }
      if (id.equals(CustomProvider.ID)) {
        providers.add(custom(request, baseUrls));
        continue;
      }
      Optional<Provider> provider = catalog.provider(id);
      if (provider.isEmpty()) {
        List<String> ids = catalog.ids();
        ids.add(CustomProvider.ID);
        throw SetupException.usage(
            "provider-unknown",
            "There is no provider \"" + id + "\"",
            Nearest.of(id, ids).map(n -> "did you mean " + n + "? ").orElse("")
                + "ccproxy providers lists them; any other server: ccproxy init custom --base-url URL --protocol anthropic|openai");
      }
      providers.add(provider.get());
    }
    return providers;
  }

  private Provider custom(SetupRequest request, Map<String, String> baseUrls)
      throws SetupException, CatalogException {
    String url = baseUrls.get(CustomProvider.ID);
    if (url == null) {
      throw SetupException.usage(
          "base-url-missing", "A custom provider needs its address", "add --base-url URL");
    }
    String name = request.name() == null ? CustomProvider.ID : request.name();
    if (!name.matches("[a-z0-9][a-z0-9-]{0,39}")) {
      throw SetupException.usage(
          "name-unusable",
          "The name of a custom provider is made of lower case letters, digits and dashes",
          "write e.g. --name my-server");
    }
    if (request.name() != null && catalog.provider(name).isPresent()) {
      throw SetupException.usage(
          "name-taken",
          "There is a provider \"" + name + "\" in the catalogue",
          "use another --name, or: ccproxy init " + name + " --base-url URL");
    }
    if ("anthropic".equals(request.protocol())) {
      return CustomProvider.anthropic(name, url);
    }
    if ("openai".equals(request.protocol())) {
      return CustomProvider.openAiCompatible(name, url);
    }
    throw SetupException.usage(
        "protocol-missing",
        "A custom provider needs to say which protocol it speaks",
        "add --protocol anthropic or --protocol openai");
  }

  private Route route(SetupRequest request, List<Provider> providers) throws SetupException {
    if (providers.size() > 1) {
      if (request.route() == Route.DIRECT) {
        throw SetupException.usage(
            "route-not-for-several",
            "The direct route reaches one provider only",
            "name one provider, or use --route litellm");
      }
      for (Provider provider : providers) {
        if (!provider.has(Route.LITELLM)) {
          throw SetupException.usage(
              "route-not-available",
              provider.title()
                  + " cannot be reached through LiteLLM, which several providers in one set-up need",
              "set it up alone: ccproxy init " + provider.id());
        }
      }
      return Route.LITELLM;
    }
    Provider only = providers.get(0);
    Route route = request.route() == null ? only.defaultRoute() : request.route();
    if (!only.has(route)) {
      throw SetupException.usage(
          "route-not-available",
          only.title()
              + " has no "
              + route.word()
              + " route"
              + (route == Route.DIRECT
                  ? ": it has no endpoint that speaks the Anthropic protocol"
                  : ""),
          "leave --route out, or use --route " + only.defaultRoute().word());
    }
    return route;
  }

  private Service service(
      Provider provider,
      Route route,
      SetupRequest request,
      @Nullable String typedUrl,
      boolean ownGateway,
      List<String> notes)
      throws SetupException {
    if (!ownGateway) {
      return new Service(provider, route, "");
    }
    String url = typedUrl;
    if (url == null && provider.litellm() != null && route == Route.LITELLM) {
      url =
          region(provider, request)
              .map(Provider.Region::litellm)
              .orElse(provider.litellm().baseUrl());
    } else if (url == null && provider.direct() != null && route == Route.DIRECT) {
      url =
          region(provider, request)
              .map(Provider.Region::direct)
              .orElse(provider.direct().baseUrl());
    } else {
      region(provider, request);
    }
    boolean custom = provider.origin().equals("command line");
    if (custom) {
      url =
          route == Route.DIRECT && provider.direct() != null
              ? provider.direct().baseUrl()
              : provider.litellm() == null ? null : provider.litellm().baseUrl();
    }
    if (url == null) {
      throw SetupException.usage(
          "base-url-missing",
          provider.title() + " has no fixed address for the " + route.word() + " route",
          "add --base-url " + (request.providers().size() > 1 ? provider.id() + "=" : "") + "URL");
    }
    try {
      BaseUrl checked = BaseUrl.of(url, reader(provider, route));
      notes.addAll(checked.repairs());
      return new Service(provider, route, checked.url());
    } catch (BaseUrl.NotUsable e) {
      throw SetupException.usage("base-url-unusable", "--base-url: " + e.getMessage(), e.next());
    }
  }

  private static BaseUrl.Reader reader(Provider provider, Route route) {
    if (route == Route.DIRECT || provider.litellm() == null) {
      return BaseUrl.Reader.CLIENT;
    }
    return switch (provider.litellm().prefix()) {
      case "anthropic", "minimax", "ollama_chat" -> BaseUrl.Reader.CLIENT;
      case "openai", "hosted_vllm", "openrouter" -> BaseUrl.Reader.OPENAI_COMPATIBLE;
      default -> BaseUrl.Reader.PROVIDER_ROOT;
    };
  }

  private static Optional<Provider.Region> region(Provider provider, SetupRequest request)
      throws SetupException {
    String id = request.region();
    if (id == null || (provider.regions().isEmpty() && request.providers().size() > 1)) {
      return provider.regions().values().stream().findFirst();
    }
    if (provider.regions().isEmpty()) {
      throw SetupException.usage(
          "region-not-available", provider.title() + " has no regions", "leave --region out");
    }
    Provider.Region region = provider.regions().get(id);
    if (region == null) {
      throw SetupException.usage(
          "region-unknown",
          provider.title() + " has no region \"" + id + "\"",
          "use one of: " + String.join(", ", provider.regions().keySet()));
    }
    return Optional.of(region);
  }

  /** Two providers with one key variable would overwrite each other's key. */
  private static void checkClashes(List<Service> services) throws SetupException {
    Map<String, Service> byVariable = new LinkedHashMap<>();
    for (Service service : services) {
      Service other = byVariable.putIfAbsent(service.keyVariable(), service);
      if (other != null) {
        throw SetupException.usage(
            "key-variable-shared",
            other.provider().title()
                + " and "
                + service.provider().title()
                + " keep their keys in the same variable "
                + service.keyVariable(),
            "set them up in two folders");
      }
    }
  }

  private void chooseModels(
      SetupRequest request,
      List<Service> services,
      ModelNames names,
      Map<Tier, ModelChoice> tiers,
      List<ModelChoice> others,
      boolean ownGateway)
      throws SetupException {
    ModelChoice main = null;
    Set<Service> named = new HashSet<>();
    for (String typed : request.models()) {
      int equals = typed.indexOf('=');
      Optional<Tier> tier = equals < 0 ? Optional.empty() : Tier.of(typed.substring(0, equals));
      ModelChoice choice = names.find(tier.isPresent() ? typed.substring(equals + 1) : typed);
      named.add(choice.service());
      if (tier.isPresent()) {
        if (tiers.put(tier.get(), choice) != null) {
          throw SetupException.usage(
              "tier-twice",
              "Two models were given for the tier " + tier.get().word(),
              "give one --model " + tier.get().word() + "=...");
        }
      } else if (main == null) {
        main = choice;
      } else {
        others.add(choice);
      }
    }
    Map<Tier, String> defaults = services.get(0).provider().tiers();
    for (Tier tier : Tier.values()) {
      if (tiers.containsKey(tier)) {
        continue;
      }
      if (main != null) {
        tiers.put(tier, main);
      } else if (!defaults.isEmpty()) {
        tiers.put(tier, names.find(services.get(0).provider().id() + "/" + defaults.get(tier)));
        named.add(services.get(0));
      } else if (tiers.containsKey(Tier.MAIN)) {
        tiers.put(tier, tiers.get(Tier.MAIN));
      } else {
        throw modelMissing(services.get(0), request);
      }
    }
    if (!ownGateway) {
      return;
    }
    for (Service service : services) {
      if (named.contains(service)) {
        continue;
      }
      if (service.provider().tiers().isEmpty()) {
        throw modelMissing(service, request);
      }
      for (String id : new LinkedHashSet<>(service.provider().tiers().values())) {
        others.add(names.find(service.provider().id() + "/" + id));
      }
    }
  }

  private static SetupException modelMissing(Service service, SetupRequest request) {
    String prefix = request.providers().size() > 1 ? service.provider().id() + "/" : "";
    return SetupException.usage(
        "model-missing",
        "No model can be chosen for you"
            + (service.provider().id().equals("gateway")
                ? ""
                : " at " + service.provider().title()),
        "add --model " + prefix + "NAME");
  }

  /**
   * Behind a gateway the plain id is the name, except where two services have a model of the same
   * id.
   */
  private static Map<ModelChoice, String> gatewayNames(
      Route route, Map<Tier, ModelChoice> tiers, List<ModelChoice> others) {
    if (route == Route.DIRECT) {
      return Map.of();
    }
    Set<ModelChoice> all = new LinkedHashSet<>(tiers.values());
    all.addAll(others);
    Map<String, Set<Service>> servers = new LinkedHashMap<>();
    for (ModelChoice choice : all) {
      servers
          .computeIfAbsent(choice.model().id(), id -> new LinkedHashSet<>())
          .add(choice.service());
    }
    Map<ModelChoice, String> names = new LinkedHashMap<>();
    for (ModelChoice choice : all) {
      boolean collides = servers.getOrDefault(choice.model().id(), Set.of()).size() > 1;
      names.put(
          choice,
          collides
              ? choice.service().provider().id() + "/" + choice.model().id()
              : choice.model().id());
    }
    return names;
  }

  private static String clientBase(
      SetupRequest request, List<Service> services, Route route, List<String> notes)
      throws SetupException {
    if (request.gatewayUrl() != null) {
      try {
        BaseUrl checked = BaseUrl.of(request.gatewayUrl(), BaseUrl.Reader.CLIENT);
        notes.addAll(checked.repairs());
        return checked.url();
      } catch (BaseUrl.NotUsable e) {
        throw SetupException.usage(
            "gateway-url-unusable", "--gateway-url: " + e.getMessage(), e.next());
      }
    }
    return route == Route.DIRECT ? services.get(0).baseUrl() : "http://127.0.0.1:" + request.port();
  }

  private static void noteRoute(
      SetupRequest request, List<Service> services, Route route, List<String> notes) {
    Provider first = services.get(0).provider();
    if (services.size() > 1) {
      notes.add("Route litellm: several providers share one gateway.");
    } else if (request.route() == null && !first.why().isEmpty()) {
      notes.add(
          "Route " + route.word() + ": " + first.why() + (first.why().endsWith(".") ? "" : "."));
    }
  }

  private void noteModels(Setup setup, List<String> notes) {
    for (ModelChoice choice : setup.allModels()) {
      Model model = choice.model();
      if (model.retires() != null && ChronoUnit.DAYS.between(today, model.retires()) <= SOON_DAYS) {
        notes.add(
            model.id()
                + " will be shut down on "
                + model.retires()
                + (model.replacement() == null
                    ? "."
                    : "; the vendor names " + model.replacement() + " as its successor."));
      }
      if (model.context() == null && !model.isClaude()) {
        notes.add(
            "The window of "
                + model.id()
                + " is not known here, and Claude Code assumes 1,000,000 tokens for a model that it does not know: "
                + "give --context and --max-output if it is smaller.");
      }
    }
  }

  /** {@code VALUE} for the only provider, {@code PROVIDER=VALUE} for one of several. */
  static Map<String, String> perProvider(List<String> typed, List<String> providers, String option)
      throws SetupException {
    Map<String, String> values = new LinkedHashMap<>();
    for (String text : typed) {
      int equals = text.indexOf('=');
      String provider =
          equals > 0 && providers.contains(text.substring(0, equals))
              ? text.substring(0, equals)
              : null;
      if (provider == null && providers.size() > 1) {
        throw SetupException.usage(
            "provider-not-said",
            "With several providers " + option + " must say for which one it is",
            "write " + option + " " + providers.get(0) + "=...");
      }
      String key = provider != null ? provider : providers.isEmpty() ? "gateway" : providers.get(0);
      if (values.put(key, provider == null ? text : text.substring(equals + 1)) != null) {
        throw SetupException.usage(
            "given-twice", option + " was given twice for " + key, "give it once");
      }
    }
    return values;
  }
}
