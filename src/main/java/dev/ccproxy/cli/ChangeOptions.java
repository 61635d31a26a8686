package dev.ccproxy.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/**
 * The options that every command with a change understands.
 *
 * @param yes answer every question with yes
 * @param dryRun show only
 * @param withSecrets show keys instead of placeholders
 * @param print name of one file whose new content goes to standard output
 */
record ChangeOptions(boolean yes, boolean dryRun, boolean withSecrets, @Nullable String print) {

  static void add(CommandSpec spec) {
    Specs.flag(spec, "Answer every question with yes.", "-y", "--yes");
    Specs.flag(spec, "Show what would change and write nothing.", "-n", "--dry-run");
    Specs.option(
        spec, "FILE", "Write nothing; print the new content of this one of the files.", "--print");
    Specs.flag(spec, "With --print: keys instead of placeholders.", "--with-secrets");
  }

  static ChangeOptions of(ParseResult arguments) {
    return new ChangeOptions(
        Specs.has(arguments, "--yes"),
        Specs.has(arguments, "--dry-run"),
        arguments.hasMatchedOption("--with-secrets"),
        arguments.hasMatchedOption("--print") ? Specs.text(arguments, "--print") : null);
  }

  /** Whether files are going to be written. */
  boolean writes() {
    return !dryRun && print == null;
  }

  /** Whether a repair may be part of the change: it is consented to, or only shown. */
  boolean consents() {
    return yes || !writes();
  }
}
