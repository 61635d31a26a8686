package dev.ccproxy.cli;

import dev.ccproxy.catalog.Catalog;
import dev.ccproxy.catalog.CatalogException;
import dev.ccproxy.catalog.Model;
import dev.ccproxy.catalog.Provider;
import dev.ccproxy.catalog.Route;
import dev.ccproxy.catalog.Tier;
import dev.ccproxy.config.ClientKind;
import dev.ccproxy.config.SettingsScope;
import dev.ccproxy.setup.SetupRequest;
import dev.ccproxy.term.Line;
import dev.ccproxy.term.Prompter;
import dev.ccproxy.term.Screen;
import dev.ccproxy.term.Tint;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Asks a person for the answers that the command line did not give. Enter takes what is proposed.
 */
final class InitWizard {
  private static final List<String> FIRST =
      List.of("openai", "deepseek", "ollama", "openrouter", "minimax");

  private final Prompter prompter;
  private final Screen screen;
  private final Catalog catalog;
  private final LocalDate today;

  InitWizard(Prompter prompter, Screen screen, Catalog catalog, LocalDate today) {
    this.prompter = prompter;
    this.screen = screen;
    this.catalog = catalog;
    this.today = today;
  }

  SetupRequest complete(SetupRequest request) throws CommandFailedException, CatalogException {
    List<String> ids = providers();
    String baseUrl = null;
    String protocol = request.protocol();
    if (ids.contains("custom") && request.baseUrls().isEmpty()) {
      baseUrl = required("Address of the server (http://...): ");
      protocol =
          choose(
              "Which protocol does it speak?",
              List.of("anthropic", "openai"),
              List.of("Anthropic Messages", "OpenAI Chat Completions"));
    }
    Provider only = ids.size() == 1 ? catalog.provider(ids.get(0)).orElse(null) : null;
    Route route = request.route();
    if (only != null && route == null && only.hasBothRoutes()) {
      route = route(only);
    }
    String region = null;
    if (only != null && request.regions().isEmpty() && only.regions().size() > 1) {
      List<String> titles = new ArrayList<>();
      only.regions().values().forEach(r -> titles.add(r.title()));
      region =
          choose(
              "Which region does your account belong to?",
              new ArrayList<>(only.regions().keySet()),
              titles);
    }
    List<String> models = request.models().isEmpty() ? models(ids) : request.models();
    SettingsScope scope = null;
    if (request.client().client() != ClientKind.HAHA && request.client().isFree()) {
      scope =
          SettingsScope.of(
                  choose(
                      "Where shall the client's settings go?",
                      List.of("user", "local", "project"),
                      List.of(
                          "for you, everywhere",
                          "for you, in this project only",
                          "for everybody who has this project; the key stays in your private"
                              + " file")))
              .orElse(SettingsScope.USER);
    }
    List<String> baseUrls = new ArrayList<>(request.baseUrls());
    if (baseUrl != null) {
      baseUrls.add(ids.size() > 1 ? "custom=" + baseUrl : baseUrl);
    } else if (only != null && baseUrls.isEmpty() && !hasAddress(only, route)) {
      baseUrls.add(required("Address of " + only.title() + " (http://...): "));
    }
    return new SetupRequest(
        ids,
        models,
        route,
        region == null ? request.regions() : List.of(region),
        baseUrls,
        protocol,
        request.name(),
        null,
        request.port(),
        request.keyFiles(),
        request.keyPlace(),
        request.context(),
        request.maxOutput(),
        scope == null ? request.client() : request.client().in(scope),
        request.mayRepair());
  }

  private static boolean hasAddress(Provider provider, @Nullable Route route) {
    Route taken = route == null ? provider.defaultRoute() : route;
    String base =
        taken == Route.DIRECT
            ? provider.direct() == null ? null : provider.direct().baseUrl()
            : provider.litellm() == null ? null : provider.litellm().baseUrl();
    return base != null || !provider.regions().isEmpty();
  }

  private List<String> providers() throws CommandFailedException, CatalogException {
    List<String> choices = new ArrayList<>(FIRST);
    choices.add("custom");
    screen.print(
        Line.of(
            Tint.BOLD, "Which provider? Several are fine: numbers or names, with blanks between."));
    for (int i = 0; i < choices.size(); i++) {
      String title =
          catalog
              .provider(choices.get(i))
              .map(Provider::title)
              .orElse("any other server with the Anthropic or OpenAI protocol");
      screen.say("  " + (i + 1) + ") " + choices.get(i) + " - " + title);
    }
    screen.say("  More by name: " + String.join(", ", more(choices)));
    while (true) {
      String answer = required("Provider: ");
      Set<String> ids = new LinkedHashSet<>();
      String wrong = null;
      for (String word : answer.toLowerCase(Locale.ROOT).split("[ ,]+")) {
        String id = number(word, choices);
        if (!id.equals("custom") && catalog.provider(id).isEmpty()) {
          wrong = id;
        }
        ids.add(id);
      }
      if (wrong == null) {
        return new ArrayList<>(ids);
      }
      screen.say("There is no provider \"" + wrong + "\".");
    }
  }

  private List<String> more(List<String> shown) {
    List<String> ids = catalog.ids();
    ids.removeAll(shown);
    return ids;
  }

  private Route route(Provider provider) throws CommandFailedException {
    Route other = provider.defaultRoute() == Route.DIRECT ? Route.LITELLM : Route.DIRECT;
    String answer =
        choose(
            "How shall " + provider.title() + " be reached?",
            List.of(provider.defaultRoute().word(), other.word()),
            List.of(
                provider.why(),
                other == Route.LITELLM
                    ? "through a LiteLLM gateway that you run"
                    : "straight to the provider"));
    return Route.of(answer).orElse(provider.defaultRoute());
  }

  private List<String> models(List<String> ids) throws CommandFailedException, CatalogException {
    List<String> models = new ArrayList<>();
    boolean first = true;
    for (String id : ids) {
      Provider provider = catalog.provider(id).orElse(null);
      String prefix = ids.size() > 1 ? id + "/" : "";
      if (provider == null || provider.tiers().isEmpty()) {
        models.add(
            prefix
                + required(
                    "Model at " + (provider == null ? "the server" : provider.title()) + ": "));
      } else if (first) {
        models.addAll(tiers(provider));
      }
      first = false;
    }
    return models;
  }

  private List<String> tiers(Provider provider) throws CommandFailedException {
    screen.print(Line.of(Tint.BOLD, "Which models? Enter takes the one in brackets."));
    List<String> known = new ArrayList<>();
    for (Model model : provider.models()) {
      if (!model.isGone(today) && !Boolean.FALSE.equals(model.tools())) {
        known.add(model.id());
      }
    }
    screen.say("  Known at " + provider.title() + ": " + String.join(", ", known));
    List<String> chosen = new ArrayList<>();
    for (Tier tier : Tier.values()) {
      String proposed = provider.tiers().get(tier);
      String answer = ask("  " + tier.word() + " [" + proposed + "]: ");
      if (!answer.isEmpty() && !answer.equals(proposed)) {
        chosen.add(tier.word() + "=" + answer);
      }
    }
    return chosen;
  }

  private String choose(String question, List<String> values, List<String> titles)
      throws CommandFailedException {
    screen.print(Line.of(Tint.BOLD, question));
    for (int i = 0; i < values.size(); i++) {
      screen.say("  " + (i + 1) + ") " + values.get(i) + " - " + titles.get(i));
    }
    while (true) {
      String answer = number(ask("Choice [1]: ").toLowerCase(Locale.ROOT), values);
      if (answer.isEmpty()) {
        return values.get(0);
      }
      if (values.contains(answer)) {
        return answer;
      }
      screen.say("Please type a number from 1 to " + values.size() + ".");
    }
  }

  private static String number(String word, List<String> values) {
    if (word.length() == 1
        && word.charAt(0) >= '1'
        && word.charAt(0) <= '9'
        && word.charAt(0) - '1' < values.size()) {
      return values.get(word.charAt(0) - '1');
    }
    return word;
  }

  private String required(String question) throws CommandFailedException {
    while (true) {
      String answer = ask(question);
      if (!answer.isEmpty()) {
        return answer;
      }
    }
  }

  private String ask(String question) throws CommandFailedException {
    @Nullable String answer = prompter.ask(question);
    if (answer == null) {
      throw CommandFailedException.refused(
          "input-ended",
          "The input ended before every question was answered; nothing was changed",
          "run ccproxy init again, or give the answers as options: ccproxy init --help");
    }
    return answer;
  }
}
