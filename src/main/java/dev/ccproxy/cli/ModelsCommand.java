package dev.ccproxy.cli;

import dev.ccproxy.catalog.Catalog;
import dev.ccproxy.catalog.Model;
import dev.ccproxy.catalog.Provider;
import dev.ccproxy.catalog.Tier;
import dev.ccproxy.report.CatalogReport;
import dev.ccproxy.term.Line;
import dev.ccproxy.term.Tint;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code ccproxy models}. */
final class ModelsCommand implements Command {

  @Override
  public String name() {
    return "models";
  }

  @Override
  public String summary() {
    return "List the models that are known, with their limits";
  }

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command(
            this,
            "Lists the models of one provider, or of all, with window, longest answer and what they"
                + " can do. The list is dated (ccproxy providers --show); a provider may serve"
                + " newer ones.",
            List.of(
                "ccproxy models openai",
                "ccproxy models openrouter --live",
                "ccproxy models --format json"));
    Specs.parameters(spec, "PROVIDER", "0..1", "Whose models; without it those of all.");
    Specs.flag(
        spec, "Ask the provider itself, with the key in its variable or in litellm.env.", "--live");
    Specs.option(spec, "REGION", "With --live: its region, where it has several.", "--region");
    return spec;
  }

  @Override
  public int run(ParseResult arguments, Context context) throws Exception {
    Catalog catalog = context.catalog();
    List<String> ids = Specs.parameters(arguments);
    if (Specs.has(arguments, "--live")) {
      return live(catalog, ids, Specs.text(arguments, "--region"), context);
    }
    List<Provider> providers = new ArrayList<>();
    if (ids.isEmpty()) {
      providers.addAll(catalog.all());
    }
    for (String id : ids) {
      providers.add(ProvidersCommand.one(catalog, id));
    }
    if (context.json()) {
      context.out().data(CatalogReport.json(providers) + "\n");
      return ExitCode.OK;
    }
    for (Provider provider : providers) {
      String more = provider.openModels() ? " (and whatever else it serves)" : "";
      context
          .out()
          .print(
              new Line()
                  .add(Tint.BOLD, provider.id())
                  .add(provider.models().isEmpty() ? "  none known" : more));
      for (Model model : provider.models()) {
        context.out().say(line(provider, model, context));
      }
    }
    return ExitCode.OK;
  }

  /** What the provider itself lists. */
  private static int live(
      Catalog catalog, List<String> ids, @Nullable String region, Context context)
      throws Exception {
    if (ids.isEmpty()) {
      throw CommandFailedException.usage(
          "argument-missing", "--live asks one provider", "name it: ccproxy models openai --live");
    }
    Provider provider = ProvidersCommand.one(catalog, ids.get(0));
    LiveModels.Listed listed = new LiveModels(context).ask(provider, region);
    List<String> models = listed.list().ids();
    if (context.json()) {
      context
          .out()
          .data(
              CatalogReport.live(provider, listed.url(), models, listed.list().complete()) + "\n");
      return ExitCode.OK;
    }
    context
        .out()
        .print(
            new Line().add(Tint.BOLD, provider.id()).add("  as " + listed.url() + " lists them"));
    for (String model : models) {
      boolean known = provider.model(model).isPresent();
      context
          .out()
          .print(
              new Line()
                  .add(known ? Tint.PLAIN : Tint.CYAN, "  " + model)
                  .add(Tint.DIM, known ? "" : "  not in our list"));
    }
    if (!listed.list().complete()) {
      context.err().say("The list goes on; only the first " + models.size() + " are shown.");
    }
    return ExitCode.OK;
  }

  private static Line line(Provider provider, Model model, Context context) {
    List<String> facts = new ArrayList<>();
    if (model.context() != null) {
      facts.add(tokens(model.context()) + " window");
    }
    if (model.maxOutput() != null) {
      facts.add(tokens(model.maxOutput()) + " answer");
    }
    if (Boolean.TRUE.equals(model.thinking())) {
      facts.add("thinks");
    }
    if (Boolean.FALSE.equals(model.tools())) {
      facts.add("no tools");
    }
    List<String> tiers = new ArrayList<>();
    for (Tier tier : Tier.values()) {
      if (model.id().equals(provider.tiers().get(tier))) {
        tiers.add(tier.word());
      }
    }
    if (!tiers.isEmpty()) {
      facts.add("default for " + String.join("/", tiers));
    }
    boolean gone = model.isGone(context.today());
    if (gone) {
      facts.add("gone" + (model.replacement() == null ? "" : ", use " + model.replacement()));
    } else if (model.retires() != null) {
      facts.add("until " + model.retires());
    }
    return new Line()
        .add(gone ? Tint.DIM : Tint.PLAIN, "  " + model.id())
        .add(Tint.DIM, facts.isEmpty() ? "" : "  " + String.join(", ", facts));
  }

  private static String tokens(long count) {
    if (count >= 1_000_000) {
      return String.format(Locale.ROOT, "%.2fM", count / 1e6).replace(".00M", "M");
    }
    return count >= 1000 ? count / 1000 + "k" : Long.toString(count);
  }
}
