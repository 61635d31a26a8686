package dev.ccproxy.docs;

import dev.ccproxy.catalog.Catalog;
import dev.ccproxy.catalog.CatalogException;
import dev.ccproxy.catalog.Provider;
import dev.ccproxy.cli.Cli;
import dev.ccproxy.document.DocumentException;
import dev.ccproxy.document.EnvDocument;
import dev.ccproxy.document.JsonDocument;
import dev.ccproxy.document.SourceDocument;
import dev.ccproxy.document.YamlDocument;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Does in a home of its own what a page tells a reader to do, and says where the page is wrong.
 *
 * <p>Rules of the pages: {@code sh} blocks are run ({@code export X=...} gets a made-up key; where
 * ccproxy would ask, the answer is yes; a comment "exit N" promises another code than 0). {@code
 * json}, {@code yaml} and {@code env} blocks are parsed. {@code written-by=FILE} claims to be what
 * the last command wrote, with {@code excerpt} some lines of it; {@code file=FILE} is a file that
 * the reader is told to make. {@code text output} is what the last command printed; a line of three
 * dots stands for any lines. {@code wrong} shows what not to do.
 */
final class Walkthrough {
  private static final Set<String> ATTRIBUTES =
      Set.of("written-by", "excerpt", "file", "output", "wrong");

  /** Languages in which pages show things that are neither commands nor configuration. */
  private static final Set<String> SHOWN_ONLY = Set.of("text", "java", "xml", "diff");

  private static final Set<String> ASKING = Set.of("init", "use", "undo");
  private static final Set<String> NOT_ASKING =
      Set.of("--yes", "-y", "--dry-run", "-n", "--print", "--list", "--help", "-h");

  private final Cli cli;
  private final Map<String, String> keys = new LinkedHashMap<>();
  private final List<String> faults = new ArrayList<>();
  private Cli.@Nullable Result last;
  private Map<Path, String> written = Map.of();

  private Walkthrough(Path root) {
    cli = new Cli(root);
    // What is installed on the machine of the build must not show on a page.
    cli.variable("PATH", root.resolve("nothing").toString());
  }

  /**
   * What is wrong with a page.
   *
   * @param root an empty folder
   */
  static List<String> faults(MarkdownPage page, Path root) {
    Walkthrough walk = new Walkthrough(root);
    for (MarkdownPage.Block block : page.blocks()) {
      try {
        walk.block(block);
      } catch (IllegalArgumentException e) {
        walk.fault(block, String.valueOf(e.getMessage()));
      }
    }
    List<String> named = new ArrayList<>();
    for (String fault : walk.faults) {
      named.add(page.name() + ":" + fault);
    }
    return named;
  }

  private void fault(MarkdownPage.Block block, String what) {
    faults.add(block.line() + ": " + what);
  }

  private void block(MarkdownPage.Block block) {
    for (String attribute : block.attributes().keySet()) {
      if (!ATTRIBUTES.contains(attribute)) {
        fault(block, "unknown word in the info string: " + attribute);
      }
    }
    if (block.language().isEmpty()) {
      fault(block, "the block has no language");
      return;
    }
    if (block.has("wrong")) {
      if (!block.before().contains("**Wrong")) {
        fault(block, "a wrong example needs **Wrong in the line before it");
      }
      return;
    }
    switch (block.language()) {
      case "sh" -> shell(block);
      case "json", "yaml", "env" -> {
        if (!block.has("excerpt")) {
          parse(block);
        }
      }
      default -> {
        if (!SHOWN_ONLY.contains(block.language())) {
          fault(block, "no rule for blocks in " + block.language());
        }
      }
    }
    if (block.has("file")) {
      make(path(block.attributes().getOrDefault("file", "")), block.text());
    }
    if (block.has("written-by")) {
      compareWithFile(block);
    }
    if (block.has("output")) {
      compareWithOutput(block);
    }
  }

  private void parse(MarkdownPage.Block block) {
    byte[] bytes = block.text().replaceAll("<([A-Z_]+)>", "$1").getBytes(StandardCharsets.UTF_8);
    try {
      SourceDocument document =
          switch (block.language()) {
            case "json" -> JsonDocument.parse("block", bytes);
            case "yaml" -> YamlDocument.parse("block", bytes);
            default -> EnvDocument.parse("block", bytes);
          };
      if (!document.problems().isEmpty()) {
        fault(block, "not clean " + block.language() + ": " + document.problems());
      }
    } catch (DocumentException e) {
      fault(block, "no " + block.language() + ": " + e.getMessage());
    }
  }

  private void shell(MarkdownPage.Block block) {
    List<String> lines = CommandLine.logical(block.lines());
    String syntax = syntaxFault(String.join("\n", lines) + "\n");
    if (!syntax.isEmpty()) {
      fault(block, "sh does not take it: " + syntax);
    }
    for (String line : lines) {
      String bare = line.strip();
      if (bare.startsWith("ccproxy ")) {
        run(block, CommandLine.parse(bare));
      } else if (bare.startsWith("export ")) {
        export(CommandLine.parse(bare).words().get(1));
      }
    }
  }

  private void export(String assignment) {
    int equals = assignment.indexOf('=');
    String name = assignment.substring(0, equals);
    String value = assignment.substring(equals + 1);
    if (value.equals("...")) {
      value = madeUpKey(name);
      keys.put(name, value);
    }
    cli.variable(name, value);
  }

  private void run(MarkdownPage.Block block, CommandLine line) {
    List<String> arguments = new ArrayList<>();
    for (String word : line.words().subList(1, line.words().size())) {
      arguments.add(word.startsWith("~/") ? cli.home() + word.substring(1) : word);
    }
    boolean asks =
        ASKING.contains(arguments.get(0)) && arguments.stream().noneMatch(NOT_ASKING::contains);
    if (asks && !line.promised()) {
      arguments.add("--yes");
    }
    String input = line.stdin();
    cli.stdin(input == null ? "" : read(path(input)));
    Map<Path, String> before = files();
    Cli.Result result = cli.run(arguments.toArray(new String[0]));
    last = result;
    written = files();
    written.entrySet().removeIf(e -> e.getValue().equals(before.get(e.getKey())));
    if (result.exit() != line.exit()) {
      fault(
          block,
          String.join(" ", line.words())
              + " ended with "
              + result.exit()
              + " instead of "
              + line.exit()
              + ": "
              + result.err()
              + result.out());
    }
    String output = line.stdout();
    if (output != null) {
      make(path(output), result.out());
    }
    if (!arguments.contains("--with-secrets")) {
      for (Map.Entry<String, String> key : keys.entrySet()) {
        if ((result.out() + result.err()).contains(key.getValue())) {
          fault(block, "the value of " + key.getKey() + " was printed");
        }
      }
    }
  }

  private void compareWithFile(MarkdownPage.Block block) {
    String name = block.attributes().getOrDefault("written-by", "");
    String text = written.get(path(name));
    if (text == null) {
      fault(block, "the last command did not write " + name + ", but " + written.keySet());
      return;
    }
    List<String> actual = masked(text).lines().toList();
    List<String> expected = block.lines();
    boolean same =
        block.has("excerpt")
            ? contains(stripped(actual), stripped(expected))
            : actual.equals(expected);
    if (!same) {
      fault(block, name + " reads now:\n" + String.join("\n", actual));
    }
  }

  private void compareWithOutput(MarkdownPage.Block block) {
    Cli.Result result = last;
    if (result == null) {
      fault(block, "output, but no command was run");
      return;
    }
    List<String> actual = result.out().lines().map(String::stripTrailing).toList();
    if (!matches(actual, block.lines())) {
      fault(block, "the command printed:\n" + String.join("\n", actual));
    }
  }

  /** Whether the lines are those of the pattern, in which a line of dots stands for any lines. */
  static boolean matches(List<String> actual, List<String> pattern) {
    if (pattern.isEmpty()) {
      return actual.isEmpty();
    }
    List<String> rest = pattern.subList(1, pattern.size());
    if (pattern.get(0).strip().equals("...")) {
      for (int skip = 0; skip <= actual.size(); skip++) {
        if (matches(actual.subList(skip, actual.size()), rest)) {
          return true;
        }
      }
      return false;
    }
    return !actual.isEmpty()
        && actual.get(0).equals(pattern.get(0))
        && matches(actual.subList(1, actual.size()), rest);
  }

  private static boolean contains(List<String> lines, List<String> part) {
    for (int i = 0; i + part.size() <= lines.size(); i++) {
      if (lines.subList(i, i + part.size()).equals(part)) {
        return true;
      }
    }
    return false;
  }

  /** Without indentation, and without the comma that says whether something follows. */
  private static List<String> stripped(List<String> lines) {
    return lines.stream().map(l -> l.strip().replaceAll(",$", "")).toList();
  }

  private String masked(String text) {
    String masked = text;
    for (Map.Entry<String, String> key : keys.entrySet()) {
      masked = masked.replace(key.getValue(), "<" + key.getKey() + ">");
    }
    return masked.replaceAll("sk-[A-Za-z0-9_-]{43}", "<LITELLM_MASTER_KEY>");
  }

  /** A key that begins as those of the provider do. */
  private static String madeUpKey(String variable) {
    String prefix = "sk-";
    try {
      Catalog catalog = new Catalog(null);
      for (String id : catalog.ids()) {
        Provider.Key key = catalog.provider(id).orElseThrow().key();
        if (variable.equals(key.variable()) && !key.prefixes().isEmpty()) {
          prefix = key.prefixes().get(0);
        }
      }
    } catch (CatalogException e) {
      throw new IllegalStateException(e);
    }
    return prefix + "madeup" + variable.replace("_", "").toLowerCase(Locale.ROOT) + "0123456789";
  }

  private static String syntaxFault(String script) {
    try {
      Process sh = new ProcessBuilder("sh", "-n").redirectErrorStream(true).start();
      try (var in = sh.getOutputStream()) {
        in.write(script.getBytes(StandardCharsets.UTF_8));
      }
      String said = new String(sh.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return sh.waitFor() == 0 ? "" : said.strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private Path path(String name) {
    return name.startsWith("~/")
        ? cli.home().resolve(name.substring(2))
        : cli.project().resolve(name);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void make(Path file, String text) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All files of the home but those that the program keeps for itself. */
  private Map<Path, String> files() {
    Set<Path> own = new HashSet<>();
    own.add(cli.home().resolve(".local"));
    own.add(cli.home().resolve(".cache"));
    Map<Path, String> files = new LinkedHashMap<>();
    try (Stream<Path> all = Files.walk(cli.home())) {
      for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
        if (own.stream().noneMatch(file::startsWith)) {
          files.put(file, Files.readString(file));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }
}
