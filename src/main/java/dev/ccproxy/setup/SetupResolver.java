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
import java.util.Arrays;
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
    refuseContradictions(request);
    boolean ownGateway = request.gatewayUrl() == null;
    Map<String, String> baseUrls =
        perProvider(request.baseUrls(), request.providers(), "--base-url");
    List<Provider> providers = providers(request, baseUrls);
    Route route = ownGateway ? route(request, providers) : Route.LITELLM;
    Map<String, Provider.Region> regions = regions(request, providers);
    List<String> notes = new ArrayList<>();
    List<Service> services = new ArrayList<>();
    for (Provider provider : providers) {
      String asked = provider.isCustom() ? CustomProvider.ID : provider.id();
      services.add(
          ownGateway
              ? service(
                  provider,
                  route,
                  baseUrls.get(asked),
                  regions.get(provider.id()),
                  providers.size() > 1,
                  notes)
              : new Service(provider, route, ""));
    }
    if (ownGateway) {
      refuseSharedVariables(services);
      noteRoute(request, services, route, notes);
      noteProviders(services, notes);
    }
    Map<Tier, ModelChoice> tiers = new EnumMap<>(Tier.class);
    List<ModelChoice> others = new ArrayList<>();
    chooseModels(request, services, tiers, others);
    Setup setup =
        new Setup(
            route,
            services,
            tiers,
            others,
            clientBase(request, services, route, notes),
            ownGateway,
            notes);
    noteModels(setup, notes);
    return setup.with(tiers, others, notes);
  }

  private static void refuseContradictions(SetupRequest request) throws SetupException {
    boolean custom = request.providers().contains(CustomProvider.ID);
    if (!custom && (request.name() != null || request.protocol() != null)) {
      throw SetupException.usage(
          "not-custom",
          "--name and --protocol describe a custom provider, and none is named",
          "leave them out, or write ccproxy init custom");
    }
    if (request.gatewayUrl() != null
        && (request.route() != null
            || !request.baseUrls().isEmpty()
            || !request.regions().isEmpty())) {
      throw SetupException.usage(
          "gateway-decides",
          "Behind a gateway that somebody else runs, that gateway decides about routes, addresses and regions",
          "leave out --route, --base-url and --region, or leave out --gateway-url");
    }
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
    for (String id : new LinkedHashSet<>(request.providers())) {
      Optional<Provider> provider =
          id.equals(CustomProvider.ID)
              ? Optional.of(custom(request, baseUrls))
              : catalog.provider(id);
      providers.add(provider.orElseThrow(() -> unknownProvider(id)));
    }
    return providers;
  }

  private SetupException unknownProvider(String id) {
    List<String> ids = catalog.ids();
    ids.add(CustomProvider.ID);
    return SetupException.usage(
        "provider-unknown",
        "There is no provider \"" + id + "\"",
        Nearest.of(id, ids).map(n -> "did you mean " + n + "? ").orElse("")
            + "ccproxy providers lists them; any other server: ccproxy init custom --base-url URL --protocol anthropic|openai");
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

  private static Route route(SetupRequest request, List<Provider> providers) throws SetupException {
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
      String why =
          route == Route.DIRECT ? ": it has no endpoint that speaks the Anthropic protocol" : "";
      throw SetupException.usage(
          "route-not-available",
          only.title() + " has no " + route.word() + " route" + why,
          "leave --route out, or use --route " + only.defaultRoute().word());
    }
    return route;
  }

  /** The region of each provider that has some: the one asked for, or its first. */
  private static Map<String, Provider.Region> regions(
      SetupRequest request, List<Provider> providers) throws SetupException {
    Map<String, String> asked = new LinkedHashMap<>();
    for (String text : request.regions()) {
      int equals = text.indexOf('=');
      if (equals > 0) {
        asked.put(text.substring(0, equals), text.substring(equals + 1));
        continue;
      }
      boolean used = false;
      for (Provider provider : providers) {
        if (!provider.regions().isEmpty()) {
          asked.put(provider.id(), text);
          used = true;
        }
      }
      if (!used) {
        throw SetupException.usage(
            "region-not-available",
            providers.get(0).title() + " has no regions",
            "leave --region out");
      }
    }
    Map<String, Provider.Region> regions = new LinkedHashMap<>();
    for (Provider provider : providers) {
      String id = asked.remove(provider.id());
      if (id != null && !provider.regions().containsKey(id)) {
        throw SetupException.usage(
            provider.regions().isEmpty() ? "region-not-available" : "region-unknown",
            provider.title()
                + " has no "
                + (provider.regions().isEmpty() ? "regions" : "region \"" + id + "\""),
            provider.regions().isEmpty()
                ? "leave --region out"
                : "use one of: "
                    + String.join(", ", provider.regions().keySet())
                    + (providers.size() > 1
                        ? ", written --region " + provider.id() + "=REGION"
                        : ""));
      }
      for (Map.Entry<String, Provider.Region> region : provider.regions().entrySet()) {
        if (id == null || region.getKey().equals(id)) {
          regions.putIfAbsent(provider.id(), region.getValue());
        }
      }
    }
    if (!asked.isEmpty()) {
      String id = asked.keySet().iterator().next();
      throw SetupException.usage(
          "region-of-nobody",
          "--region names the provider \"" + id + "\", which is not part of this set-up",
          "leave it out");
    }
    return regions;
  }

  private static Service service(
      Provider provider,
      Route route,
      @Nullable String typed,
      Provider.@Nullable Region region,
      boolean several,
      List<String> notes)
      throws SetupException {
    String url = typed;
    if (url == null && route == Route.DIRECT && provider.direct() != null) {
      url = region == null ? provider.direct().baseUrl() : region.direct();
    } else if (url == null && route == Route.LITELLM && provider.litellm() != null) {
      url = region == null ? provider.litellm().baseUrl() : region.litellm();
    }
    if (url == null) {
      throw SetupException.usage(
          "base-url-missing",
          provider.title() + " has no fixed address for the " + route.word() + " route",
          "add --base-url " + (several ? provider.id() + "=" : "") + "URL");
    }
    try {
      BaseUrl checked = BaseUrl.of(url, reader(provider, route));
      notes.addAll(checked.repairs());
      Service service = new Service(provider, route, checked.url());
      noteForeignOpenAi(service, notes);
      return service;
    } catch (BaseUrl.NotUsable e) {
      throw SetupException.usage("base-url-unusable", "--base-url: " + e.getMessage(), e.next());
    }
  }

  private static BaseUrl.Reader reader(Provider provider, Route route) {
    Provider.LiteLlmRoute litellm = provider.litellm();
    if (route == Route.DIRECT || litellm == null) {
      return BaseUrl.Reader.CLIENT;
    }
    String known = litellm.baseUrl();
    if (litellm.prefix().equals("hosted_vllm") || (known != null && known.endsWith("/v1"))) {
      return BaseUrl.Reader.OPENAI_COMPATIBLE;
    }
    // These append their own path to the root, and /v1 at its end would double it.
    return Set.of("anthropic", "minimax", "ollama_chat").contains(litellm.prefix())
        ? BaseUrl.Reader.CLIENT
        : BaseUrl.Reader.PROVIDER_ROOT;
  }

  /**
   * LiteLLM asks an openai/ server for /v1/responses, which most servers that are not OpenAI's do
   * not have.
   */
  private static void noteForeignOpenAi(Service service, List<String> notes) {
    Provider.LiteLlmRoute litellm = service.provider().litellm();
    boolean openAi =
        litellm != null && litellm.prefix().equals("openai") && service.route() == Route.LITELLM;
    if (openAi && litellm != null && !service.baseUrl().equals(litellm.baseUrl())) {
      notes.add(
          "LiteLLM will ask "
              + service.baseUrl()
              + " for /responses, as it does with OpenAI. A server that has only chat completions is set up with: ccproxy init custom --protocol openai.");
    }
  }

  /** Two providers with one key variable would overwrite each other's key. */
  private static void refuseSharedVariables(List<Service> services) throws SetupException {
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
      Map<Tier, ModelChoice> tiers,
      List<ModelChoice> others)
      throws SetupException {
    ModelNames names = new ModelNames(services, today, request.context(), request.maxOutput());
    Service first = services.get(0);
    ModelChoice main = null;
    Set<Service> named = new HashSet<>();
    for (String typed : request.models()) {
      Optional<Tier> tier = tierOf(typed, services);
      ModelChoice choice =
          names.find(tier.isPresent() ? typed.substring(typed.indexOf('=') + 1) : typed);
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
    for (Tier tier : Tier.values()) {
      String byDefault = first.provider().tiers().get(tier);
      ModelChoice mainTier = tiers.get(Tier.MAIN);
      if (tiers.containsKey(tier)) {
        continue;
      }
      if (main != null) {
        tiers.put(tier, main);
      } else if (byDefault != null) {
        tiers.put(tier, names.of(first, byDefault));
        named.add(first);
      } else if (mainTier != null) {
        tiers.put(tier, mainTier);
      } else {
        throw modelMissing(first, services.size() > 1);
      }
    }
    if (main != null && !tiers.containsValue(main)) {
      others.add(main);
    }
    if (request.gatewayUrl() == null) {
      bringAlong(services, named, names, others);
    }
    nameForGateway(tiers, others);
  }

  /**
   * A provider of which no model was named brings its defaults along; why else would it have been
   * named.
   */
  private static void bringAlong(
      List<Service> services, Set<Service> named, ModelNames names, List<ModelChoice> others)
      throws SetupException {
    for (Service service : services) {
      if (named.contains(service)) {
        continue;
      }
      if (service.provider().tiers().isEmpty()) {
        throw modelMissing(service, services.size() > 1);
      }
      for (String id : new LinkedHashSet<>(service.provider().tiers().values())) {
        others.add(names.of(service, id));
      }
    }
  }

  private static Optional<Tier> tierOf(String typed, List<Service> services) throws SetupException {
    int equals = typed.indexOf('=');
    if (equals < 0) {
      return Optional.empty();
    }
    String word = typed.substring(0, equals);
    Optional<Tier> tier = Tier.of(word);
    boolean listed = services.stream().anyMatch(s -> s.provider().model(typed).isPresent());
    if (tier.isEmpty()
        && !listed
        && !word.isEmpty()
        && word.chars().allMatch(c -> c >= 'a' && c <= 'z')) {
      List<String> tiers = Arrays.stream(Tier.values()).map(Tier::word).toList();
      throw SetupException.usage(
          "tier-unknown",
          "There is no tier \"" + word + "\"",
          Nearest.of(word, tiers).map(n -> "did you mean " + n + "? ").orElse("")
              + "The tiers are "
              + String.join(", ", tiers));
    }
    return tier;
  }

  private static SetupException modelMissing(Service service, boolean several) {
    boolean gateway = service.provider().id().equals(CustomProvider.GATEWAY);
    return SetupException.usage(
        "model-missing",
        "No model can be chosen for you" + (gateway ? "" : " at " + service.provider().title()),
        "add --model " + (several ? service.provider().id() + "/" : "") + "NAME");
  }

  /**
   * Behind a gateway the plain id is the name, except where two services have a model of the same
   * id.
   */
  private static void nameForGateway(Map<Tier, ModelChoice> tiers, List<ModelChoice> others) {
    Set<ModelChoice> all = new LinkedHashSet<>(tiers.values());
    all.addAll(others);
    Map<String, Set<Service>> servers = new LinkedHashMap<>();
    for (ModelChoice choice : all) {
      servers
          .computeIfAbsent(choice.model().id(), id -> new LinkedHashSet<>())
          .add(choice.service());
    }
    Map<ModelChoice, ModelChoice> named = new LinkedHashMap<>();
    for (ModelChoice choice : all) {
      boolean collides = servers.getOrDefault(choice.model().id(), Set.of()).size() > 1;
      named.put(
          choice,
          collides
              ? choice.named(choice.service().provider().id() + "/" + choice.model().id())
              : choice);
    }
    tiers.replaceAll((tier, choice) -> named.getOrDefault(choice, choice));
    others.replaceAll(choice -> named.getOrDefault(choice, choice));
  }

  private static String clientBase(
      SetupRequest request, List<Service> services, Route route, List<String> notes)
      throws SetupException {
    if (request.gatewayUrl() == null) {
      return route == Route.DIRECT
          ? services.get(0).baseUrl()
          : "http://127.0.0.1:" + request.port();
    }
    try {
      BaseUrl checked = BaseUrl.of(request.gatewayUrl(), BaseUrl.Reader.CLIENT);
      notes.addAll(checked.repairs());
      return checked.url();
    } catch (BaseUrl.NotUsable e) {
      throw SetupException.usage(
          "gateway-url-unusable", "--gateway-url: " + e.getMessage(), e.next());
    }
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

  /** The first note of a provider's file is what nobody should have to find out. */
  private static void noteProviders(List<Service> services, List<String> notes) {
    for (Service service : services) {
      if (!service.provider().notes().isEmpty()) {
        notes.add(service.provider().title() + ": " + service.provider().notes().get(0));
      }
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
                + " is not known here, and Claude Code assumes 1,000,000 tokens for a model that it does not know:"
                + " give --context and --max-output if it is smaller.");
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
      String key =
          provider != null
              ? provider
              : providers.isEmpty() ? CustomProvider.GATEWAY : providers.get(0);
      if (values.put(key, provider == null ? text : text.substring(equals + 1)) != null) {
        throw SetupException.usage(
            "given-twice", option + " was given twice for " + key, "give it once");
      }
    }
    return values;
  }
}
