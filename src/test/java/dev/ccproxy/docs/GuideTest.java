package dev.ccproxy.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.catalog.Catalog;
import dev.ccproxy.catalog.CatalogException;
import dev.ccproxy.catalog.Provider;
import dev.ccproxy.catalog.Route;
import dev.ccproxy.catalog.Tier;
import dev.ccproxy.cli.Cli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages for users and contributors say what the program does. */
@DisabledOnOs(OS.WINDOWS)
class GuideTest {
  private static final Path REPOSITORY = Path.of("").toAbsolutePath();

  /** What the guide of 2026-04-03 told people to write, or what is just as bad. */
  private static final Map<String, Pattern> TRAPS =
      Map.ofEntries(
          trap("OpenRouter's OpenAI address for the client", "BASE_URL.*openrouter\\.ai/api/v1"),
          trap("a client address that ends in /v1", "ANTHROPIC_BASE_URL\\W+http\\S*/v1[\"'/]?,?$"),
          trap("the prefix that writes tools into the prompt", "model:\\s*ollama/"),
          trap("a public or invented token", "sk-anything|sk-1234"),
          trap("a port open to the network", "0\\.0\\.0\\.0"),
          trap("LiteLLM without a version", "install .*litellm(\\[proxy\\])?['\"]?(\\s|$)"),
          trap("the global chat flag", "use_chat_completions_url_for_anthropic_messages: true"),
          trap("a retired DeepSeek name", "deepseek-(chat|reasoner)"),
          trap("a model that shuts down", "gpt-4o|gpt-4\\.1|gpt-5(-|\\b)(?!\\.)"),
          trap("a model without tools", "\\bllama3\\b"));

  @TempDir private Path root;

  private static Map.Entry<String, Pattern> trap(String what, String pattern) {
    return Map.entry(what, Pattern.compile(pattern));
  }

  static List<String> pages() throws IOException {
    List<String> pages = new ArrayList<>(List.of("README.md"));
    for (String folder : List.of("docs/guide", "docs/contributing")) {
      try (Stream<Path> files = Files.list(REPOSITORY.resolve(folder))) {
        files
            .map(f -> folder + "/" + f.getFileName())
            .filter(f -> f.endsWith(".md"))
            .sorted()
            .forEach(pages::add);
      }
    }
    return pages;
  }

  static List<String> guide() throws IOException {
    return pages().stream().filter(p -> p.startsWith("docs/guide/")).toList();
  }

  private static MarkdownPage page(String name) {
    return MarkdownPage.read(REPOSITORY.resolve(name), name);
  }

  @ParameterizedTest
  @MethodSource("pages")
  void what_a_page_shows_can_be_done_and_comes_out_as_shown(String name) {
    assertThat(Walkthrough.faults(page(name), root)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void every_link_leads_somewhere(String name) {
    assertThat(Links.faults(REPOSITORY, page(name))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void commands_in_running_text_exist_with_their_options(String name) {
    assertThat(unknownCommands(page(name), new Cli(root))).isEmpty();
  }

  @Test
  void a_command_in_running_text_that_does_not_exist_is_noticed() {
    MarkdownPage page =
        MarkdownPage.parse(
            "page", "`ccproxy init x --yes`, `ccproxy init --fast`, `ccproxy frob X`, `ccproxy`");
    assertThat(unknownCommands(page, new Cli(root)))
        .containsExactly("page:1: init has no --fast", "page:1: there is no ccproxy frob X");
  }

  private static List<String> unknownCommands(MarkdownPage page, Cli cli) {
    List<String> faults = new ArrayList<>();
    Map<String, String> help = new LinkedHashMap<>();
    for (MarkdownPage.Found code : page.code()) {
      List<String> words = List.of(code.text().split("\\s+"));
      if (words.size() < 2 || !words.get(0).equals("ccproxy")) {
        continue;
      }
      String command = words.get(1);
      String text = help.computeIfAbsent(command, c -> help(cli, c));
      if (text.isEmpty()) {
        faults.add(page.name() + ":" + code.line() + ": there is no " + code.text());
        continue;
      }
      for (String word : words) {
        int equals = word.indexOf('=');
        String option = equals < 0 ? word : word.substring(0, equals);
        if (option.startsWith("--") && !text.contains(option)) {
          faults.add(page.name() + ":" + code.line() + ": " + command + " has no " + option);
        }
      }
    }
    return faults;
  }

  private static String help(Cli cli, String command) {
    boolean general = command.startsWith("-") || command.equals("COMMAND");
    Cli.Result result = general ? cli.run("--help") : cli.run(command, "--help");
    return result.exit() == 0 ? result.out() : "";
  }

  @ParameterizedTest
  @MethodSource("guide")
  void a_trap_of_the_old_guide_stands_only_where_it_is_called_wrong(String name) {
    assertThat(traps(page(name))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ANTHROPIC_BASE_URL=https://openrouter.ai/api/v1",
        "\"ANTHROPIC_BASE_URL\": \"http://localhost:11434/v1\",",
        "model: ollama/llama2",
        "ANTHROPIC_AUTH_TOKEN=sk-anything",
        "master_key: sk-1234",
        "litellm --host 0.0.0.0",
        "pip install 'litellm[proxy]'",
        "  use_chat_completions_url_for_anthropic_messages: true",
        "model: deepseek/deepseek-chat",
        "ANTHROPIC_MODEL=gpt-4o-mini",
        "model: openai/gpt-5",
        "ollama pull llama3",
      })
  void each_trap_is_known(String line) {
    assertThat(traps(MarkdownPage.parse("page", "```text\n" + line + "\n```"))).isNotEmpty();
    assertThat(traps(MarkdownPage.parse("page", "```text wrong\n" + line + "\n```"))).isEmpty();
  }

  private static List<String> traps(MarkdownPage page) {
    List<String> faults = new ArrayList<>();
    for (MarkdownPage.Block block : page.blocks()) {
      for (String line : block.has("wrong") ? List.<String>of() : block.lines()) {
        TRAPS.forEach(
            (what, pattern) -> {
              // A line that promises to be refused shows a trap that does not work.
              if (pattern.matcher(line).find() && !line.contains("# exit ")) {
                faults.add(page.name() + ":" + block.line() + ": " + what + ": " + line.strip());
              }
            });
      }
    }
    return faults;
  }

  @Test
  void the_table_of_providers_is_that_of_the_catalogue() throws CatalogException {
    Catalog catalog = new Catalog(null);
    List<String> expected = new ArrayList<>();
    for (String id : catalog.ids()) {
      expected.add(row(catalog.provider(id).orElseThrow()));
    }
    List<String> actual =
        page("docs/guide/providers.md").prose().stream()
            .map(MarkdownPage.Found::text)
            .filter(l -> l.startsWith("| `") || l.startsWith("| [`"))
            .toList();
    assertThat(actual).as(String.join("\n", expected)).isEqualTo(expected);
  }

  private static String row(Provider provider) {
    String own = "docs/guide/" + provider.id() + ".md";
    String id = "`" + provider.id() + "`";
    String routes = provider.defaultRoute().word();
    for (Route route : Route.values()) {
      if (route != provider.defaultRoute() && provider.has(route)) {
        routes += ", " + route.word();
      }
    }
    String key = "`" + provider.key().variable() + "`";
    if (provider.key().value() != null) {
      key = "none";
    } else if (provider.key().optional()) {
      key += " (optional)";
    }
    String main = provider.tiers().get(Tier.MAIN);
    return "| "
        + String.join(
            " | ",
            Files.exists(REPOSITORY.resolve(own)) ? "[" + id + "](" + provider.id() + ".md)" : id,
            provider.title(),
            routes,
            key,
            main == null ? "give `--model`" : "`" + main + "`",
            provider.verified() + ", " + provider.confidence().name().toLowerCase(Locale.ROOT))
        + " |";
  }

  @Test
  void the_guide_says_that_nobody_at_anthropic_supports_this() throws IOException {
    assertThat(Files.readString(REPOSITORY.resolve("docs/guide/README.md")))
        .contains("Anthropic does not support routing Claude Code to models that are not its own");
  }

  @Test
  void every_page_of_the_guide_is_in_its_table_of_contents() throws IOException {
    List<String> linked =
        page("docs/guide/README.md").links().stream().map(MarkdownPage.Found::text).toList();
    for (String name : guide()) {
      String file = name.substring("docs/guide/".length());
      if (!file.equals("README.md")) {
        assertThat(linked).contains(file);
      }
    }
  }

  @Test
  void every_page_of_a_provider_runs_commands_and_shows_what_they_write() {
    for (String id : List.of("openai", "deepseek", "ollama", "openrouter", "minimax")) {
      MarkdownPage page = page("docs/guide/" + id + ".md");
      assertThat(page.blocks()).as(id).anyMatch(b -> b.lines().contains("ccproxy init " + id));
      assertThat(page.blocks()).as(id).anyMatch(b -> b.has("written-by"));
    }
  }
}
