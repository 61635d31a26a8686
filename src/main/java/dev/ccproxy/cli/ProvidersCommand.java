package dev.ccproxy.cli;

import dev.ccproxy.catalog.Catalog;
import dev.ccproxy.catalog.Nearest;
import dev.ccproxy.catalog.Provider;
import dev.ccproxy.catalog.Route;
import dev.ccproxy.catalog.Tier;
import dev.ccproxy.report.CatalogReport;
import dev.ccproxy.term.Line;
import dev.ccproxy.term.Screen;
import dev.ccproxy.term.Tint;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code ccproxy providers}. */
final class ProvidersCommand implements Command {
  /** Narrower terminals get two lines for each provider instead of a table. */
  private static final int TABLE_WIDTH = 72;

  @Override
  public String name() {
    return "providers";
  }

  @Override
  public String summary() {
    return "List the providers that init knows";
  }

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command(
            this,
            "Lists the providers that init knows, or shows all that is known about one: addresses, key variable, where the facts come from and when they were checked.",
            List.of(
                "ccproxy providers",
                "ccproxy providers --show minimax",
                "ccproxy providers --format json"));
    Specs.option(spec, "ID", "Show one provider.", "--show");
    return spec;
  }

  @Override
  public int run(ParseResult arguments, Context context) throws Exception {
    Catalog catalog = context.catalog();
    String id = Specs.text(arguments, "--show");
    List<Provider> providers = id == null ? catalog.all() : List.of(one(catalog, id));
    if (context.json()) {
      context.out().data(CatalogReport.json(providers) + "\n");
    } else if (id != null) {
      show(providers.get(0), context.out());
    } else {
      list(providers, context);
    }
    return ExitCode.OK;
  }

  static Provider one(Catalog catalog, String id) throws Exception {
    return catalog
        .provider(id)
        .orElseThrow(
            () ->
                CommandFailedException.usage(
                    "provider-unknown",
                    "There is no provider \"" + id + "\"",
                    Nearest.of(id, catalog.ids()).map(n -> "did you mean " + n + "? ").orElse("")
                        + "ccproxy providers lists them"));
  }

  private static void list(List<Provider> providers, Context context) {
    Screen out = context.out();
    for (Provider provider : providers) {
      String key = provider.key().value() != null ? "no key" : provider.key().variable();
      boolean set =
          provider.key().value() != null
              || context.environment().variable(provider.key().variable()).isPresent();
      Line line = new Line().add(Tint.BOLD, pad(provider.id(), 19));
      if (out.width() < TABLE_WIDTH) {
        out.print(line);
        out.say(
            "  " + provider.title() + ", " + routes(provider) + ", " + key + (set ? " (set)" : ""));
      } else {
        out.print(
            line.add(pad(provider.title(), 30))
                .add(pad(routes(provider), 17))
                .add(
                    set ? Tint.GREEN : Tint.PLAIN,
                    key + (set && !key.equals("no key") ? " (set)" : "")));
      }
    }
  }

  private static String routes(Provider provider) {
    if (!provider.hasBothRoutes()) {
      return provider.defaultRoute().word();
    }
    return provider.defaultRoute().word()
        + ", "
        + (provider.defaultRoute() == Route.DIRECT ? Route.LITELLM : Route.DIRECT).word();
  }

  private static String pad(String text, int width) {
    StringBuilder out = new StringBuilder(text);
    while (out.length() < width) {
      out.append(' ');
    }
    return out.append(' ').toString();
  }

  private static void show(Provider provider, Screen out) {
    out.print(new Line().add(Tint.BOLD, provider.title()).add(" (" + provider.id() + ")"));
    field(
        out,
        "Default route",
        provider.defaultRoute().word() + (provider.why().isEmpty() ? "" : ": " + provider.why()));
    if (provider.direct() != null) {
      String base = provider.direct().baseUrl();
      field(
          out,
          "Direct",
          (base == null ? "(your own address)" : base)
              + ", key in "
              + provider.direct().credential());
    }
    if (provider.litellm() != null) {
      String base = provider.litellm().baseUrl();
      field(
          out,
          "LiteLLM",
          provider.litellm().prefix() + "/ at " + (base == null ? "(your own address)" : base));
    }
    provider
        .regions()
        .forEach(
            (id, region) ->
                field(
                    out,
                    "Region " + id,
                    region.title() + (region.direct() == null ? "" : ", " + region.direct())));
    field(
        out,
        "Key",
        provider.key().value() != null
            ? "none needed"
            : provider.key().variable() + (provider.key().optional() ? " (may be left out)" : ""));
    for (Tier tier : Tier.values()) {
      String model = provider.tiers().get(tier);
      if (model != null) {
        field(out, "Tier " + tier.word(), model);
      }
    }
    for (String note : provider.notes()) {
      field(out, "Note", note);
    }
    field(out, "Checked", provider.verified() + ", confidence " + provider.confidence().word());
    for (String source : provider.sources()) {
      field(out, "Source", source);
    }
    field(out, "Comes from", provider.origin());
  }

  private static void field(Screen out, String name, String value) {
    out.say(new Line().add(Tint.DIM, pad(name + ":", 16)).add(value));
  }
}
