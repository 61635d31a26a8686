package dev.ccproxy.cli;

import dev.ccproxy.catalog.Nearest;
import dev.ccproxy.check.Check;
import dev.ccproxy.check.Checks;
import dev.ccproxy.explain.Explanation;
import dev.ccproxy.explain.Signature;
import dev.ccproxy.explain.SignatureFileException;
import dev.ccproxy.explain.Signatures;
import dev.ccproxy.report.CheckPages;
import dev.ccproxy.report.ExplainReport;
import dev.ccproxy.report.ExplainText;
import dev.ccproxy.report.Failure;
import dev.ccproxy.term.Line;
import dev.ccproxy.term.Tint;
import dev.ccproxy.wire.Code;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code ccproxy explain}. */
final class ExplainCommand implements Command {
  /** A pipe may never end; a file does. */
  private static final long MOST_FROM_PIPE = 4L << 30;

  private static final int LONGEST_PATH = 4096;

  /** Endings by which an argument is meant as a file even when there is none. */
  private static final String[] FILE_ENDINGS = {
    ".log", ".txt", ".json", ".jsonl", ".sse", ".http", ".out", ".err", ".gz"
  };

  @Override
  public String name() {
    return "explain";
  }

  @Override
  public String summary() {
    return "Say what an error message, a log or the code of a check means";
  }

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command(
            this,
            "Names the cause of an error that you paste: a line of the client, a log of the"
                + " gateway, an HTTP answer as curl -i writes it. Or shows the page of a check."
                + " Works offline and sends nothing anywhere. The exit code is 1 when no cause is"
                + " known.",
            List.of(
                "ccproxy explain \"API Error: 400 No connected db.\"",
                "ccproxy explain litellm.log",
                "claude -p hello 2>&1 | ccproxy explain -",
                "ccproxy explain CCP-L401"));
    Specs.flag(spec, "List the errors that are known.", "--list");
    Specs.flag(
        spec, "Judge the text alone; do not look at the files of this folder.", "--no-context");
    Specs.parameters(
        spec,
        "CODE|TEXT|FILE|-",
        "0..*",
        "The code of a check, the text of an error, a file with it, or - for standard input.");
    return spec;
  }

  @Override
  public int run(ParseResult arguments, Context context) throws Exception {
    List<String> words = Specs.parameters(arguments);
    if (Specs.has(arguments, "--list")) {
      return list(context);
    }
    String id = words.size() == 1 ? CheckPages.id(words.get(0)) : null;
    if (id != null) {
      return page(id, context);
    }
    Explanation explanation = explain(words, signatures(context), context);
    if (!Specs.has(arguments, "--no-context")) {
      explanation = ExplainContext.hold(explanation, context);
    }
    if (context.json()) {
      context.out().data(ExplainReport.json(explanation) + "\n");
    } else {
      ExplainText.print(explanation, context.out());
      hint(explanation, context);
    }
    return explanation.matches().isEmpty() ? ExitCode.REFUSED : ExitCode.OK;
  }

  private static Signatures signatures(Context context) throws CommandFailedException {
    Path folder = context.environment().configFolder();
    try {
      return Signatures.load(folder == null ? null : folder.resolve("signatures"));
    } catch (SignatureFileException e) {
      throw new CommandFailedException(
          new Failure(
              "signature-file-unusable",
              "A file with your own signatures cannot be used: " + e.reason(),
              e.file(),
              e.line() == 0 ? null : e.line(),
              null,
              "put this place right, or move the file out of the folder",
              ExitCode.REFUSED));
    }
  }

  private static Explanation explain(List<String> words, Signatures signatures, Context context)
      throws CommandFailedException, IOException {
    boolean stdin = words.isEmpty() || (words.size() == 1 && words.get(0).equals("-"));
    if (stdin) {
      if (context.prompter().isInteractive()) {
        throw CommandFailedException.usage(
            "nothing-to-explain",
            "There is nothing to explain: standard input is this terminal",
            "paste the error in quotes behind ccproxy explain, name a log file, or pipe one in");
      }
      try {
        return signatures.explain(context.in(), MOST_FROM_PIPE);
      } catch (IOException e) {
        throw unreadable("standard input", e);
      }
    }
    Path file = words.size() == 1 ? file(words.get(0), context) : null;
    if (file == null) {
      byte[] text = String.join(" ", words).getBytes(StandardCharsets.UTF_8);
      return signatures.explain(new ByteArrayInputStream(text), Long.MAX_VALUE);
    }
    if (Files.isDirectory(file)) {
      throw new CommandFailedException(
          failure(
              "is-a-folder", "This is a folder, not a file", words.get(0), "name a file in it"));
    }
    try (InputStream in = Files.newInputStream(file)) {
      return signatures.explain(in, Files.isRegularFile(file) ? Long.MAX_VALUE : MOST_FROM_PIPE);
    } catch (IOException e) {
      throw unreadable(words.get(0), e);
    }
  }

  private static CommandFailedException unreadable(String what, IOException e) {
    return new CommandFailedException(
        failure(
            "unreadable",
            "It cannot be read (" + e.getClass().getSimpleName() + ")",
            what,
            "check that you may read it"));
  }

  private static Failure failure(String code, String message, String file, String next) {
    return new Failure(code, message, file, null, null, next, ExitCode.NOTHING_JUDGED);
  }

  /** The file that an argument names; null where it is a text. */
  private static @Nullable Path file(String word, Context context) throws CommandFailedException {
    if (word.length() > LONGEST_PATH || word.indexOf('\n') >= 0 || word.indexOf('\0') >= 0) {
      return null;
    }
    Path file;
    try {
      file = context.environment().resolve(word);
    } catch (InvalidPathException e) {
      return null;
    }
    if (Files.exists(file)) {
      return file;
    }
    if (word.indexOf(' ') < 0) {
      for (String ending : FILE_ENDINGS) {
        if (word.endsWith(ending)) {
          throw CommandFailedException.usage(
              "no-such-file",
              "There is no file " + word,
              "check the path, or put a text in quotes");
        }
      }
    }
    return null;
  }

  private static void hint(Explanation explanation, Context context) {
    if (!explanation.complete() && explanation.form() == Explanation.Form.TEXT) {
      context.err().say("Only the first " + explanation.bytes() + " bytes were read.");
    }
    if (!explanation.matches().isEmpty()) {
      return;
    }
    switch (explanation.form()) {
      case BINARY -> context.err().say("This is no text. Give the error as text, or a log file.");
      case PACKED ->
          context
              .err()
              .say("This is a packed file that is not unpacked here (gzip is). Unpack it first.");
      case TEXT ->
          context
              .err()
              .say(
                  explanation.bytes() == 0
                      ? "Nothing came in. Paste an error message, or pipe in a log."
                      : "No error is known in this text. If the client fails, ccproxy doctor looks"
                          + " at the chain itself.");
    }
  }

  private static int list(Context context) throws CommandFailedException {
    List<Signature> signatures = signatures(context).all();
    if (context.json()) {
      context.out().data(ExplainReport.list(signatures) + "\n");
      return ExitCode.OK;
    }
    for (Signature signature : signatures) {
      context
          .out()
          .print(
              new Line()
                  .add(Tint.BOLD, pad(signature.id(), 5))
                  .add(Tint.DIM, pad(signature.layer().word(), 14))
                  .add(signature.words()));
    }
    return ExitCode.OK;
  }

  private static String pad(String text, int width) {
    StringBuilder out = new StringBuilder(text);
    while (out.length() < width) {
      out.append(' ');
    }
    return out.append(' ').toString();
  }

  private static int page(String id, Context context) throws CommandFailedException {
    CheckPages.Page page = CheckPages.find(id).orElse(null);
    if (page == null) {
      throw CommandFailedException.refused(
          "page-unknown",
          "There is no page for " + id,
          Nearest.of(id, codes()).map(n -> "did you mean " + n + "? ").orElse("")
              + "ccproxy explain --list shows the errors that are known by their words");
    }
    if (context.json()) {
      context
          .out()
          .data(ExplainReport.page(page.id(), page.slug(), page.title(), page.markdown()) + "\n");
    } else {
      context.out().data(page.markdown().endsWith("\n") ? page.markdown() : page.markdown() + "\n");
    }
    return ExitCode.OK;
  }

  /** Ids of everything that may have a page. */
  private static List<String> codes() {
    List<String> codes = new ArrayList<>();
    for (Check check : Checks.ofFiles()) {
      codes.add(check.id());
    }
    for (Check check : Checks.ofEndpoint()) {
      codes.add(check.id());
    }
    for (Code code : Code.values()) {
      codes.add(code.id());
    }
    return codes;
  }
}
