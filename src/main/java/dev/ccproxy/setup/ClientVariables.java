package dev.ccproxy.setup;

import dev.ccproxy.catalog.Model;
import dev.ccproxy.catalog.Route;
import dev.ccproxy.catalog.Tier;
import dev.ccproxy.config.BaseUrl;
import dev.ccproxy.config.UserEnvironment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The client's variables of a set-up, without the credential. What each is for and what the client
 * does without it was measured with Claude Code 2.1.330, 2.1.197 and 2.1.91 in November 2026.
 */
final class ClientVariables {
  /**
   * What the client asks for when nobody says otherwise; more than that is never needed and costs
   * reserved credit.
   */
  static final long DEFAULT_OUTPUT = 32_000;

  /**
   * The window that the client assumes for a model that it does not know (2.1.330; earlier ones
   * 200,000).
   */
  static final long ASSUMED_CONTEXT = 1_000_000;

  /**
   * Claude ids that the client treats as plain ones: no system entries inside messages. In the
   * order they are lent out.
   */
  static final List<String> STAND_INS =
      List.of("claude-haiku-4-5", "claude-sonnet-4-6", "claude-opus-4-1");

  private static final String COMPACT_WINDOW = "CLAUDE_CODE_AUTO_COMPACT_WINDOW";

  /** The client raises anything below. */
  private static final long LEAST_COMPACT_WINDOW = 100_000;

  private ClientVariables() {}

  /** Names and values in the order in which they are written. */
  static Map<String, String> of(
      Setup setup, UserEnvironment environment, @Nullable String noProxyInFile) {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("ANTHROPIC_BASE_URL", setup.clientBaseUrl());
    for (Tier tier : Tier.values()) {
      variables.put(tier.variable(), setup.model(tier).clientName());
    }
    variables.putAll(limits(setup));
    // Tool search needs tool_reference from end to end, which neither gateways nor most vendors
    // pass on.
    variables.put("ENABLE_TOOL_SEARCH", "false");
    variables.put("CLAUDE_CODE_ATTRIBUTION_HEADER", "0");
    variables.put("CLAUDE_CODE_DISABLE_EXPERIMENTAL_BETAS", "1");
    variables.put("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1");
    variables.put("DISABLE_TELEMETRY", "1");
    if (!thinks(setup)) {
      variables.put("CLAUDE_CODE_DISABLE_THINKING", "1");
      variables.put("CLAUDE_CODE_EFFORT_LEVEL", "unset");
    }
    if (BaseUrl.isLoopback(setup.clientBaseUrl())) {
      String excluded = noProxy(environment, noProxyInFile);
      variables.put("NO_PROXY", excluded);
      // In a shell the small one beats the big one of a settings file.
      variables.put("no_proxy", excluded);
    }
    for (ModelChoice choice : setup.allModels()) {
      variables.putAll(choice.service().environment());
    }
    fitWindow(setup, variables);
    return variables;
  }

  /**
   * The limits that hold for every tier, because there is one variable for all of them. Unknown
   * limits are left out: nothing is claimed that no model was said to have.
   */
  static Map<String, String> limits(Setup setup) {
    Map<String, String> variables = new LinkedHashMap<>();
    Long output = null;
    boolean allClaude = true;
    for (Tier tier : Tier.values()) {
      Model model = setup.model(tier).model();
      allClaude &= model.isClaude();
      output = smaller(output, outputOf(model));
    }
    if (allClaude) {
      // The client has limits of its own for its vendor's models.
      return variables;
    }
    if (output != null) {
      variables.put(
          "CLAUDE_CODE_MAX_OUTPUT_TOKENS", Long.toString(Math.min(DEFAULT_OUTPUT, output)));
    }
    Long context = smallestContext(setup);
    if (context != null) {
      variables.put("CLAUDE_CODE_MAX_CONTEXT_TOKENS", Long.toString(context));
    }
    return variables;
  }

  /**
   * Whether the client shall ask for thinking. A gateway drops it for models that cannot; a direct
   * endpoint may refuse it, so there one model that cannot think decides.
   */
  static boolean thinks(Setup setup) {
    boolean any = false;
    boolean all = true;
    for (Tier tier : Tier.values()) {
      Model model = setup.model(tier).model();
      boolean known = Boolean.TRUE.equals(model.thinking()) || model.isClaude();
      any |= known;
      all &= known || model.thinking() == null;
    }
    return setup.route() == Route.DIRECT ? any && all : any;
  }

  /**
   * Claude ids under which the client shall see models whose server cannot take what the client
   * sends to unknown models.
   *
   * @return the client's {@code modelOverrides}: Claude id to gateway's id; empty where none is
   *     needed
   */
  static Map<String, String> modelOverrides(Setup setup) {
    Map<String, String> overrides = new LinkedHashMap<>();
    List<String> free = new ArrayList<>(STAND_INS);
    for (String name : namesToPresent(setup)) {
      if (!free.isEmpty()) {
        overrides.put(free.remove(0), name);
      }
    }
    return overrides;
  }

  /**
   * What cannot be set up for the client, as sentences for the user.
   *
   * @param settingsFile whether the client's variables go into a settings file
   */
  static List<String> notes(Setup setup, boolean settingsFile) {
    List<String> notes = new ArrayList<>();
    Set<String> names = namesToPresent(setup);
    if (names.isEmpty()) {
      return notes;
    }
    if (!settingsFile) {
      notes.add(
          "The endpoint refuses what the client sends to models that it does not know. The cure, modelOverrides, can only"
              + " stand in a settings file: use --scope or --settings.");
    } else if (names.size() > STAND_INS.size()) {
      List<String> left = new ArrayList<>(names).subList(STAND_INS.size(), names.size());
      notes.add(
          "Only "
              + STAND_INS.size()
              + " models can be shown to the client as Claude models; it will have trouble with "
              + String.join(", ", left)
              + ".");
    }
    Long context = smallestContext(setup);
    if (context != null && context < LEAST_COMPACT_WINDOW) {
      notes.add(
          "The client compacts at "
              + LEAST_COMPACT_WINDOW
              + " tokens at the earliest, and the smallest model holds "
              + context
              + ": keep conversations short.");
    }
    return notes;
  }

  private static Set<String> namesToPresent(Setup setup) {
    Set<String> names = new LinkedHashSet<>();
    for (Tier tier : Tier.values()) {
      ModelChoice choice = setup.model(tier);
      if (choice.service().presentsAsClaude() && !choice.model().isClaude()) {
        names.add(choice.clientName());
      }
    }
    return names;
  }

  /**
   * The window at which the client compacts. What a provider's guide says fits its biggest model;
   * and where the client takes a model for a Claude model, this variable is the only one that
   * counts.
   */
  private static void fitWindow(Setup setup, Map<String, String> variables) {
    Long context = smallestContext(setup);
    if (context == null) {
      return;
    }
    Long said = StaleSettings.number(variables.get(COMPACT_WINDOW));
    boolean decides = said == null && !namesToPresent(setup).isEmpty();
    if (decides || (said != null && said > context)) {
      variables.put(
          COMPACT_WINDOW,
          Long.toString(Math.max(LEAST_COMPACT_WINDOW, Math.min(ASSUMED_CONTEXT, context))));
    }
  }

  private static @Nullable Long smallestContext(Setup setup) {
    Long context = null;
    for (Tier tier : Tier.values()) {
      context = smaller(context, setup.model(tier).model().usableContext());
    }
    return context;
  }

  /**
   * An answer shares the window with the question: a quarter of a small window is all that may be
   * asked for.
   */
  private static @Nullable Long outputOf(Model model) {
    Long window = model.usableContext();
    Long quarter = window == null ? null : Long.valueOf(Math.max(1, window / 4));
    if (model.maxOutput() == null) {
      // Only a bound that bites is worth stating for a model whose own is unknown.
      return quarter != null && quarter < DEFAULT_OUTPUT ? quarter : null;
    }
    return smaller(model.maxOutput(), quarter);
  }

  private static @Nullable Long smaller(@Nullable Long a, @Nullable Long b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    return Math.min(a, b);
  }

  /**
   * The client sends even requests for this machine through an HTTP proxy. A settings file beats
   * the shell, so what the shell excludes has to stand here too.
   */
  private static String noProxy(UserEnvironment environment, @Nullable String inFile) {
    Set<String> hosts = new LinkedHashSet<>();
    for (String list :
        new String[] {
          inFile,
          environment.variables().get("NO_PROXY"),
          environment.variables().get("no_proxy"),
          "localhost,127.0.0.1"
        }) {
      if (list != null) {
        for (String host : list.split(",")) {
          if (!host.isBlank()) {
            hosts.add(host.strip());
          }
        }
      }
    }
    return hosts.contains("*") ? "*" : String.join(",", hosts);
  }
}
