package dev.ccproxy.cli;

import dev.ccproxy.catalog.Tier;
import dev.ccproxy.config.ClientHeader;
import dev.ccproxy.config.ClientLimits;
import dev.ccproxy.config.ClientModel;
import dev.ccproxy.config.ClientModels;
import dev.ccproxy.config.ClientRequest;
import dev.ccproxy.config.ClientSettings;
import dev.ccproxy.config.EffectiveValue;
import dev.ccproxy.config.RelevantNames;
import dev.ccproxy.config.SettingsFile;
import dev.ccproxy.config.Workspace;
import dev.ccproxy.report.ConfigReport;
import dev.ccproxy.report.SecretScan;
import dev.ccproxy.term.Line;
import dev.ccproxy.term.Tint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code ccproxy config}. */
final class ConfigCommand implements Command {
  /** Keys of the settings files themselves that count here. */
  private static final List<String> KEYS =
      List.of("model", "apiKeyHelper", "alwaysThinkingEnabled");

  private static final int LABEL = 9;
  private static final int TIER = 9;

  @Override
  public String name() {
    return "config";
  }

  @Override
  public String summary() {
    return "Show what the client reads, from where, and what it sends";
  }

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command(
            this,
            "Shows the value of every variable as the client has it, the place it comes from, and"
                + " the places that it hides; and what the client sends because of them."
                + " Credentials are shown by length and fingerprint. Nothing is asked over the"
                + " network.",
            List.of(
                "ccproxy config",
                "ccproxy config ANTHROPIC_BASE_URL",
                "ccproxy config --format json"));
    Specs.parameters(spec, "NAME", "0..*", "Only these variables.");
    Specs.option(spec, "FILE", "The file of the client's own --settings.", "--settings");
    Specs.option(
        spec, "CLIENT", "claude-code or haha, @VERSION behind it if not found out.", "--client");
    return spec;
  }

  @Override
  public int run(ParseResult arguments, Context context) throws Exception {
    Workspace workspace =
        Workspace.read(
            context.environment(), DoctorOptions.files(arguments, context.environment()));
    SecretScan.learn(context.redactor(), workspace);
    ClientSettings settings = workspace.settings();
    List<String> asked = Specs.parameters(arguments);
    List<String> names = new ArrayList<>(asked);
    if (asked.isEmpty()) {
      names.addAll(RelevantNames.of(settings.names()));
      names.addAll(KEYS);
    }
    Map<String, EffectiveValue> values = new LinkedHashMap<>();
    for (String name : names) {
      EffectiveValue value = settings.variable(name).or(() -> settings.key(name)).orElse(null);
      if (value != null) {
        values.put(name, value);
      }
    }
    if (asked.isEmpty()) {
      names.retainAll(values.keySet());
    }
    if (context.json()) {
      context.out().data(ConfigReport.json(workspace, names, values) + "\n");
      return ExitCode.OK;
    }
    if (asked.isEmpty()) {
      skipped(workspace, context);
      sent(workspace, workspace.clientRequest(), context);
      context.out().println("");
    }
    for (String name : names) {
      print(name, values.get(name), context);
    }
    return ExitCode.OK;
  }

  /** A file that the client skips explains why its values are missing here. */
  private static void skipped(Workspace workspace, Context context) {
    for (SettingsFile file : workspace.settings().notInEffect()) {
      String effect =
          workspace.refusesToStart(file)
              ? " is not in effect: the client cannot read it and does not start."
              : " is not in effect: the client cannot read it.";
      context
          .err()
          .say(
              new Line()
                  .add(Tint.YELLOW, "note: ")
                  .add(file.file().shown() + effect + " ccproxy doctor says why."));
    }
  }

  private static void sent(Workspace workspace, ClientRequest request, Context context) {
    String url = request.url().url();
    context.out().print(Line.of(Tint.BOLD, workspace.client() + " sends"));
    EffectiveValue cloud = request.cloud().orElse(null);
    row(
        context,
        "to",
        cloud != null
            ? "another cloud, because of " + cloud.name()
            : url == null ? "nobody: the address cannot be used" : "POST " + url);
    if (request.headers().isEmpty()) {
      row(context, "with", "no credential: it says \"Not logged in\"");
    }
    for (ClientHeader header : request.headers()) {
      String value = header.value();
      row(
          context,
          "with",
          header.name()
              + " from "
              + header.from().word()
              + (value == null ? "" : " " + ConfigReport.shown("Authorization", value)));
    }
    EffectiveValue proxy = request.proxy().variable();
    row(
        context,
        "through",
        request.proxy().isUsed() && proxy != null ? "the proxy of " + proxy.name() : "no proxy");
    for (ClientModel model : request.models().all()) {
      row(
          context,
          model.tier() == Tier.MAIN ? "models" : "",
          padded(model.tier().word(), TIER)
              + name(model)
              + "  "
              + why(model)
              + (model.tier() == Tier.MAIN ? leftOut(request.models()) : ""));
    }
    ClientLimits limits = request.limits();
    List<String> bounds = new ArrayList<>();
    if (limits.output() > 0) {
      bounds.add("answers up to " + limits.output() + " tokens");
    }
    if (limits.context() > 0) {
      bounds.add("window " + limits.context() + " tokens");
    }
    bounds.add("timeout " + limits.timeoutMs() + " ms");
    bounds.add(limits.retries() + " retries");
    row(context, "limits", String.join(", ", bounds));
    row(context, "thinking", request.thinking());
  }

  /** The main model that the client may not ask for. */
  private static String leftOut(ClientModels models) {
    return models
        .leftOut()
        .map(left -> " instead of " + left.model().asked() + ", which availableModels leaves out")
        .orElse("");
  }

  private static String name(ClientModel model) {
    return (model.sent().isEmpty() ? "its own choice" : model.sent())
        + (model.longContext() ? " with the long window" : "");
  }

  private static String why(ClientModel model) {
    EffectiveValue origin = model.origin();
    return switch (model.why()) {
      case VARIABLE, SETTINGS_KEY, ALIAS -> origin == null ? "" : "(" + origin.name() + ")";
      case MAIN -> "(as the main model)";
      case BUILT_IN -> "(built in)";
    };
  }

  private static void row(Context context, String label, String text) {
    context.out().print(new Line().add(Tint.DIM, "  " + padded(label, LABEL)).add(text));
  }

  private static String padded(String text, int width) {
    StringBuilder out = new StringBuilder(text);
    while (out.length() < width) {
      out.append(' ');
    }
    return out.toString();
  }

  private static void print(String name, @Nullable EffectiveValue value, Context context) {
    if (value == null) {
      context.out().print(new Line().add(Tint.BOLD, name).add(Tint.DIM, "  not set"));
      return;
    }
    context
        .out()
        .print(
            new Line()
                .add(Tint.BOLD, name)
                .add("  " + text(name, value.value()))
                .add(Tint.CYAN, "  " + value.origin().shown()));
    for (EffectiveValue.Candidate candidate : value.shadows()) {
      context
          .out()
          .print(
              Line.of(
                  Tint.DIM,
                  "  hides "
                      + text(name, candidate.value())
                      + " of "
                      + candidate.origin().shown()));
    }
  }

  private static String text(String name, String value) {
    return value.isEmpty() ? "(empty)" : ConfigReport.shown(name, value);
  }
}
