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
  private static final List<String> STAND_INS =
      List.of("claude-haiku-4-5", "claude-sonnet-4-6", "claude-opus-4-1");

  private ClientVariables() {}

  /** Names and values in the order in which they are written. */
  static Map<String, String> of(
      Setup setup, UserEnvironment environment, @Nullable String noProxyInFile) {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("ANTHROPIC_BASE_URL", setup.clientBaseUrl());
    variables.putAll(models(setup));
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
      variables.put("NO_PROXY", noProxy(environment, noProxyInFile));
    }
    for (ModelChoice choice : setup.allModels()) {
      variables.putAll(choice.service().environment());
    }
    return variables;
  }

  /** The variables that name models. */
  static Map<String, String> models(Setup setup) {
    Map<String, String> variables = new LinkedHashMap<>();
    for (Tier tier : Tier.values()) {
      variables.put(tier.variable(), setup.model(tier).clientName());
    }
    return variables;
  }

  /**
   * The limits that hold for every tier, because there is one variable for all of them. Unknown
   * limits are left out: nothing is claimed that no model was said to have.
   */
  static Map<String, String> limits(Setup setup) {
    Map<String, String> variables = new LinkedHashMap<>();
    Long context = null;
    Long output = null;
    boolean allClaude = true;
    for (Tier tier : Tier.values()) {
      Model model = setup.model(tier).model();
      allClaude &= model.isClaude();
      context = smaller(context, model.usableContext());
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
    if (context != null) {
      variables.put("CLAUDE_CODE_MAX_CONTEXT_TOKENS", Long.toString(context));
    }
    return variables;
  }

  /**
   * An answer shares the window with the question: a quarter of a small window is all that may be
   * asked for.
   */
  private static @Nullable Long outputOf(Model model) {
    Long window = model.usableContext();
    Long quarter = window == null ? null : window / 4;
    if (model.maxOutput() == null) {
      // Only a bound that bites is worth stating for a model whose own is unknown.
      return quarter != null && quarter < DEFAULT_OUTPUT ? quarter : null;
    }
    return quarter == null ? model.maxOutput() : Math.min(model.maxOutput(), Math.max(quarter, 1));
  }

  private static @Nullable Long smaller(@Nullable Long a, @Nullable Long b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    return Math.min(a, b);
  }

  /**
   * Whether the client shall ask for thinking. A gateway drops it for models that cannot; a direct
   * endpoint may refuse it, so there one model that cannot think decides.
   */
  static boolean thinks(Setup setup) {
    boolean any = false;
    boolean all = true;
    for (Tier tier : Tier.values()) {
      Boolean thinking = setup.model(tier).model().thinking();
      boolean known = Boolean.TRUE.equals(thinking) || setup.model(tier).model().isClaude();
      any |= known;
      all &= known || thinking == null;
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
    Set<String> names = new LinkedHashSet<>();
    for (Tier tier : Tier.values()) {
      ModelChoice choice = setup.model(tier);
      if (choice.service().presentsAsClaude() && !choice.model().isClaude()) {
        names.add(choice.clientName());
      }
    }
    Map<String, String> overrides = new LinkedHashMap<>();
    List<String> free = new ArrayList<>(STAND_INS);
    for (String name : names) {
      if (!free.isEmpty()) {
        overrides.put(free.remove(0), name);
      }
    }
    return overrides;
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
