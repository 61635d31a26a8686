package dev.ccproxy.cli;

import dev.ccproxy.catalog.Tier;
import dev.ccproxy.check.LiveOptions;
import dev.ccproxy.redact.Redactor;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** The options that say how {@code doctor} asks the endpoint. */
final class LiveArguments {
  private static final int MOST_SECONDS = 3600;
  private static final int MOST_TRIES = 1000;

  private LiveArguments() {}

  static void add(CommandSpec spec) {
    Specs.option(
        spec, "SECONDS", "Wait so long for the gateway to be up before it is asked.", "--wait");
    Specs.option(
        spec,
        "TIER",
        "Ask for this tier's model only (main, opus, sonnet, haiku, subagent).",
        "--tier");
    Specs.option(spec, "MODEL", "Ask for this model instead of those of the settings.", "--model");
    Specs.option(
        spec, "N", "Make the dictated tool call so often, to see how reliable it is.", "--repeat");
    Specs.option(
        spec, "N", "Send nothing that would probably go over so many tokens.", "--budget-tokens");
    Specs.flag(
        spec,
        "Ask the provider behind the gateway too, with the key of its own entry; asks first.",
        "--direct");
  }

  static LiveOptions of(ParseResult arguments, Redactor redactor) throws CommandFailedException {
    String tier = Specs.text(arguments, "--tier");
    String model = Specs.text(arguments, "--model");
    if (tier != null && model != null) {
      throw CommandFailedException.usage(
          "two-models", "--tier and --model each name the model to ask for", "give one of them");
    }
    if (model != null && model.isBlank()) {
      throw CommandFailedException.usage(
          "model-unusable", "--model has to name a model", "ccproxy config shows those in use");
    }
    return new LiveOptions(
        model,
        tier == null ? null : tier(tier),
        (int) number(arguments, "--repeat", 1, MOST_TRIES, 1),
        number(arguments, "--budget-tokens", 1, Long.MAX_VALUE - 1, Long.MAX_VALUE),
        Duration.ofSeconds(number(arguments, "--wait", 1, MOST_SECONDS, 0)),
        Specs.has(arguments, "--direct"),
        redactor);
  }

  private static Tier tier(String word) throws CommandFailedException {
    return Tier.of(word)
        .orElseThrow(
            () ->
                CommandFailedException.usage(
                    "tier-unknown",
                    "There is no tier \"" + word + "\"",
                    "use --tier main, opus, sonnet, haiku or subagent"));
  }

  private static long number(
      ParseResult arguments, String option, long least, long most, long otherwise)
      throws CommandFailedException {
    @Nullable String text = Specs.text(arguments, option);
    if (text == null) {
      return otherwise;
    }
    try {
      long number = Long.parseLong(text.replace("_", "").replace(",", ""));
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw CommandFailedException.usage(
        "number-unusable",
        option + " cannot be \"" + text + "\"",
        most > MOST_SECONDS
            ? "give a number from " + least + " on"
            : "give a number from " + least + " to " + most);
  }
}
