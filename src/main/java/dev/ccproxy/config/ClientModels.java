package dev.ccproxy.config;

import dev.ccproxy.catalog.ClientFacts;
import dev.ccproxy.catalog.Model;
import dev.ccproxy.catalog.Tier;
import dev.ccproxy.catalog.Version;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which model the client asks for in each of its roles, by the order in which it looks: {@code
 * ANTHROPIC_MODEL}, the {@code model} key of the settings, {@code ANTHROPIC_DEFAULT_MODEL}, its own
 * default ({@code claude-code.md} 2.6, 5; measured). A name may be an alias, in any case, which the
 * variable of its tier resolves. For an id of its own, newer releases ask for the one that {@code
 * modelOverrides} gives.
 */
public final class ClientModels {
  private static final String DEFAULT_MODEL = "ANTHROPIC_DEFAULT_MODEL";
  private static final String SMALL_FAST_MODEL = "ANTHROPIC_SMALL_FAST_MODEL";

  private final ClientSettings settings;
  private final ClientFacts.Release release;
  private final boolean readsDefaultModel;
  private final Map<String, String> overrides;
  private final Map<Tier, ClientModel> tiers = new EnumMap<>(Tier.class);
  private final ClientModel background;
  private final @Nullable LeftOut leftOut;

  private ClientModels(ClientSettings settings, ClientIdentity client, ClientFacts facts) {
    this.settings = settings;
    Version like = client.behavesLike(facts);
    this.release = facts.release(like);
    this.overrides = settings.modelOverrides();
    this.readsDefaultModel = like == null || like.isAtLeast(facts.defaultModelVariable());
    Choice choice = choice();
    ClientModel chosen = choice == null ? start() : named(Tier.MAIN, choice.value(), choice.why());
    ClientModel main = chosen;
    LeftOut left = null;
    AllowedModels allowed = AllowedModels.of(settings, release).orElse(null);
    if (allowed != null && choice != null && !allowed.allow(chosen.asked(), alias(choice))) {
      main = instead(allowed, choice);
      left = new LeftOut(chosen, allowed.origin());
    }
    this.leftOut = left;
    tiers.put(Tier.MAIN, main);
    tiers.put(Tier.OPUS, ofAlias(Tier.OPUS, "opus", false, null));
    tiers.put(Tier.SONNET, ofAlias(Tier.SONNET, "sonnet", false, null));
    tiers.put(Tier.HAIKU, ofAlias(Tier.HAIKU, "haiku", false, null));
    tiers.put(Tier.SUBAGENT, subagent(main));
    this.background = background(main);
  }

  /** The models of a client with these settings. */
  public static ClientModels of(ClientSettings settings, ClientIdentity client, ClientFacts facts) {
    return new ClientModels(settings, client, facts);
  }

  /** The model of a role. The haiku tier is what a subagent on "haiku" gets. */
  public ClientModel tier(Tier tier) {
    ClientModel model = tiers.get(tier);
    if (model == null) {
      throw new IllegalStateException("no model for " + tier);
    }
    return model;
  }

  /** The main model. */
  public ClientModel main() {
    return tier(Tier.MAIN);
  }

  /**
   * What background work takes (titles, summaries of web pages): the haiku tier with a few
   * exceptions where that is unset.
   */
  public ClientModel background() {
    return background;
  }

  /**
   * The main model that somebody chose and that {@code availableModels} leaves out.
   *
   * @param list where the list stands; in a file always
   */
  public record LeftOut(ClientModel model, Origin list) {}

  /** The model that was chosen, where the client may not ask for it. */
  public Optional<LeftOut> leftOut() {
    return Optional.ofNullable(leftOut);
  }

  /** Every role once, the main model first. */
  public List<ClientModel> all() {
    return new ArrayList<>(tiers.values());
  }

  /** What names the main model. */
  private record Choice(EffectiveValue value, ClientModel.Why why) {}

  /** The strongest choice of the main model; null where there is none. */
  private @Nullable Choice choice() {
    EffectiveValue named = settings.set(Tier.MAIN.variable()).orElse(null);
    if (named != null) {
      return new Choice(named, ClientModel.Why.VARIABLE);
    }
    EffectiveValue key = settings.key("model").filter(v -> !v.value().isEmpty()).orElse(null);
    if (key != null) {
      return new Choice(key, ClientModel.Why.SETTINGS_KEY);
    }
    return defaultModel();
  }

  private @Nullable Choice defaultModel() {
    EffectiveValue named = readsDefaultModel ? settings.set(DEFAULT_MODEL).orElse(null) : null;
    return named == null || isNoStart(named.value())
        ? null
        : new Choice(named, ClientModel.Why.VARIABLE);
  }

  /** The alias that a choice is; null where it is none. */
  private @Nullable String alias(Choice choice) {
    return alias(Model.withoutSuffix(choice.value().value().strip()));
  }

  private ClientModel start() {
    return ofAlias(Tier.MAIN, release.start(), release.startsWithLongContext(), null);
  }

  /**
   * What the client takes in the place of a model that it may not ask for. What it starts with by
   * itself needs no entry in the list.
   */
  private ClientModel instead(AllowedModels allowed, Choice choice) {
    if (choice.value().name().equals(DEFAULT_MODEL)) {
      return start();
    }
    String alias = alias(choice);
    String relative = alias == null ? null : allowed.ofFamily(alias).orElse(null);
    if (relative != null) {
      return new ClientModel(
          Tier.MAIN, relative, overridden(relative), false, ClientModel.Why.BUILT_IN, null);
    }
    Choice other = defaultModel();
    ClientModel model = other == null ? start() : named(Tier.MAIN, other.value(), other.why());
    return allowed.allow(model.asked(), null) ? model : start();
  }

  /** Names that the client does not start with when {@code ANTHROPIC_DEFAULT_MODEL} has them. */
  private static boolean isNoStart(String name) {
    String plain = Model.withoutSuffix(name.strip());
    return plain.equalsIgnoreCase("haiku") || plain.equalsIgnoreCase("default");
  }

  private ClientModel subagent(ClientModel main) {
    EffectiveValue named = settings.set(Tier.SUBAGENT.variable()).orElse(null);
    if (named != null) {
      return named(Tier.SUBAGENT, named, ClientModel.Why.VARIABLE);
    }
    return new ClientModel(
        Tier.SUBAGENT,
        main.asked(),
        main.sent(),
        main.longContext(),
        ClientModel.Why.MAIN,
        main.origin());
  }

  private ClientModel background(ClientModel main) {
    ClientModel haiku = tier(Tier.HAIKU);
    EffectiveValue smallFast = settings.set(SMALL_FAST_MODEL).orElse(null);
    if (haiku.isChosen() || smallFast == null) {
      boolean foreign = main.isChosen() && !Model.isClaude(main.sent());
      return !haiku.isChosen() && foreign && release.backgroundFollowsMain()
          ? new ClientModel(
              Tier.HAIKU,
              main.asked(),
              main.sent(),
              main.longContext(),
              ClientModel.Why.MAIN,
              main.origin())
          : haiku;
    }
    return named(Tier.HAIKU, smallFast, ClientModel.Why.VARIABLE);
  }

  /** The model of a value, which may be an alias. */
  private ClientModel named(Tier tier, EffectiveValue value, ClientModel.Why why) {
    String name = value.value().strip();
    String plain = Model.withoutSuffix(name);
    String alias = alias(plain);
    if (alias == null && tier == Tier.MAIN) {
      alias = release.successors().get(plain.toLowerCase(Locale.ROOT));
    }
    return alias == null
        ? model(tier, name, false, why, value)
        : ofAlias(tier, alias, hasSuffix(name), value);
  }

  /** The alias that a name is; null where it is none. */
  private @Nullable String alias(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return release.aliases().contains(lower) ? lower : null;
  }

  private static boolean hasSuffix(String name) {
    return !Model.withoutSuffix(name).equals(name);
  }

  private ClientModel ofAlias(
      Tier tier, String alias, boolean longContext, @Nullable EffectiveValue through) {
    // Plans with one model and works with the other; "best" is the strongest that there is.
    String family = alias.equals("opusplan") ? "sonnet" : alias.equals("best") ? "opus" : alias;
    EffectiveValue named = settings.set(variable(family)).orElse(null);
    if (named != null && !named.value().isBlank()) {
      boolean own = through == null && tier.variable().equals(named.name());
      return model(
          tier,
          named.value().strip(),
          longContext,
          own ? ClientModel.Why.VARIABLE : ClientModel.Why.ALIAS,
          named);
    }
    String builtIn = Optional.ofNullable(release.builtIn().get(family)).orElse("");
    return new ClientModel(
        tier, builtIn, overridden(builtIn), longContext, ClientModel.Why.BUILT_IN, through);
  }

  private static String variable(String family) {
    return "ANTHROPIC_DEFAULT_" + family.toUpperCase(Locale.ROOT) + "_MODEL";
  }

  /** What is sent for a name without suffix. */
  private String overridden(String name) {
    String own = name.toLowerCase(Locale.ROOT);
    String other = release.overridable().contains(own) ? overrides.getOrDefault(own, "") : "";
    return other.isEmpty() ? name : Model.withoutSuffix(other);
  }

  private ClientModel model(
      Tier tier,
      String name,
      boolean longContext,
      ClientModel.Why why,
      @Nullable EffectiveValue value) {
    return new ClientModel(
        tier,
        name,
        overridden(Model.withoutSuffix(name)),
        longContext || hasSuffix(name),
        why,
        value);
  }
}
