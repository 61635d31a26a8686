package dev.ccproxy.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ccproxy.config.BaseUrl;
import dev.ccproxy.config.BaseUrl.NotUsable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every packaged provider file, and what a file must not say. */
class CatalogTest {
  private static final Catalog PACKAGED = new Catalog(null);

  /** A default that goes away within this many days of the check is a trap. */
  private static final int SOON_DAYS = 120;

  static Stream<Provider> packaged() throws CatalogException {
    return PACKAGED.all().stream();
  }

  @Test
  void the_five_that_everybody_asks_for_are_there() {
    assertThat(PACKAGED.ids())
        .contains("openai", "deepseek", "ollama", "openrouter", "minimax")
        .isSorted();
  }

  @Test
  void every_file_in_the_folder_is_in_the_catalogue() throws IOException, CatalogException {
    try (Stream<Path> files = Files.list(Path.of("templates/providers"))) {
      List<String> names =
          files.map(f -> f.getFileName().toString().replace(".yaml", "")).sorted().toList();
      assertThat(PACKAGED.all().stream().map(Provider::id).toList()).isEqualTo(names);
    }
  }

  @ParameterizedTest
  @MethodSource("packaged")
  void it_says_where_its_facts_come_from(Provider provider) {
    assertThat(provider.sources()).isNotEmpty();
    assertThat(provider.verified()).isAfter(LocalDate.parse("2026-01-01"));
    assertThat(provider.why()).isNotBlank().doesNotContain("\n");
  }

  @ParameterizedTest
  @MethodSource("packaged")
  void its_addresses_are_what_their_readers_want(Provider provider) throws NotUsable {
    if (provider.direct() != null && provider.direct().baseUrl() != null) {
      assertThat(BaseUrl.of(provider.direct().baseUrl(), BaseUrl.Reader.CLIENT))
          .isEqualTo(new BaseUrl(provider.direct().baseUrl(), List.of()));
    }
    if (provider.litellm() != null && provider.litellm().baseUrl() != null) {
      assertThat(BaseUrl.of(provider.litellm().baseUrl(), BaseUrl.Reader.PROVIDER_ROOT))
          .isEqualTo(new BaseUrl(provider.litellm().baseUrl(), List.of()));
    }
    for (Provider.Region region : provider.regions().values()) {
      assertThat(region.direct() != null || region.litellm() != null).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("packaged")
  void no_default_is_gone_or_going(Provider provider) {
    for (Map.Entry<Tier, String> tier : provider.tiers().entrySet()) {
      Model model = provider.model(tier.getValue()).orElseThrow();
      assertThat(model.retired()).as("%s %s", provider.id(), model.id()).isNull();
      assertThat(
              model.retires() == null
                  || model.retires().isAfter(provider.verified().plusDays(SOON_DAYS)))
          .as("%s %s", provider.id(), model.id())
          .isTrue();
      assertThat(model.tools())
          .as("%s %s calls tools", provider.id(), model.id())
          .isNotEqualTo(false);
    }
    assertThat(provider.tiers().isEmpty() || provider.tiers().size() == Tier.values().length)
        .isTrue();
  }

  @ParameterizedTest
  @MethodSource("packaged")
  void its_limits_are_possible(Provider provider) {
    for (Model model : provider.models()) {
      if (model.context() != null && model.maxOutput() != null) {
        assertThat(model.maxOutput()).as(model.id()).isLessThanOrEqualTo(model.context());
      }
      if (model.maxInput() != null) {
        assertThat(model.context())
            .as(model.id())
            .isNotNull()
            .isGreaterThanOrEqualTo(model.maxInput());
      }
      if (model.replacement() != null) {
        assertThat(provider.openModels() || provider.model(model.replacement()).isPresent())
            .as("%s -> %s", model.id(), model.replacement())
            .isTrue();
      }
    }
    assertThat(provider.models().stream().map(Model::id).toList()).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("packaged")
  void a_gateway_never_gets_the_prefix_that_writes_tools_into_the_prompt(Provider provider) {
    assertThat(provider.litellm() == null ? "" : provider.litellm().prefix())
        .isNotEqualTo("ollama")
        .doesNotContain("/");
  }

  private static final String GOOD =
      """
      id: mine
      title: Mine
      verified: 2026-11-25
      confidence: low
      sources: [my own server]
      why: It is mine
      key: {variable: MINE_API_KEY}
      routes:
        direct: {base_url: http://127.0.0.1:9999}
      tiers: {main: m, opus: m, sonnet: m, haiku: m, subagent: m}
      models:
        - {id: m, context: 1000}
      """;

  @Test
  void one_file_of_the_user_is_all_that_a_provider_needs(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("mine.yaml"), GOOD);
    Catalog catalog = new Catalog(folder);
    assertThat(catalog.ids()).contains("mine", "openai");
    Provider mine = catalog.provider("mine").orElseThrow();
    assertThat(mine.defaultRoute()).isEqualTo(Route.DIRECT);
    assertThat(mine.tiers()).containsEntry(Tier.HAIKU, "m");
    assertThat(mine.origin()).isEqualTo(folder.resolve("mine.yaml").toString());
  }

  @Test
  void a_file_of_the_user_replaces_the_packaged_one(@TempDir Path folder) throws Exception {
    Files.writeString(
        folder.resolve("openai.yaml"),
        GOOD.replace("id: mine", "id: openai").replace("title: Mine", "title: Other"));
    assertThat(new Catalog(folder).provider("openai").orElseThrow().title()).isEqualTo("Other");
    assertThat(new Catalog(folder).ids()).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "confidence: low                  | confidence: sure                | 4 | cannot be \"sure\"",
        "title: Mine                      | titel: Mine                     | 1 | \"title\" is missing",
        "why: It is mine                  | why: It is mine, really: yes    | 6 | ",
        "verified: 2026-11-25             | verified: yesterday             | 1 | must be a date",
        "http://127.0.0.1:9999            | http://127.0.0.1:9999/v1        | 9 | appends /v1/messages itself",
        "http://127.0.0.1:9999            | http://127.0.0.1:9999/          | 9 | appends /v1/messages itself",
        "haiku: m,                        | ''                              | 10 | \"tiers.haiku\" is missing",
        "haiku: m                         | haiku: other                    | 10 | not among \"models\"",
        "{id: m, context: 1000}           | {id: m, contxt: 1000}           | 12 | unknown key \"models.contxt\"",
        "{id: m, context: 1000}           | {id: m, context: many}          | 12 | must be a whole number",
        "id: mine                         | id: yours                       | 1 | must be \"mine\"",
        "direct: {base_url: http://127.0.0.1:9999} | litellm: {prefix: ollama} | 9 | ollama_chat",
        "sources: [my own server]         | sources: my own server          | 5 | must be a list",
      })
  void a_mistake_in_a_file_has_a_place_and_a_reason(
      String right, String wrong, int line, String reason, @TempDir Path folder) throws Exception {
    assertThat(GOOD).contains(right.strip());
    Files.write(
        folder.resolve("mine.yaml"),
        GOOD.replace(right.strip(), wrong.strip()).getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> new Catalog(folder).provider("mine"))
        .isInstanceOfSatisfying(
            CatalogException.class,
            e -> {
              assertThat(e.line()).isEqualTo(line);
              assertThat(e.column()).isNotNull();
              assertThat(e.reason()).contains(reason == null ? "" : reason);
              assertThat(e.file()).endsWith("mine.yaml");
            });
  }

  @Test
  void a_name_that_is_no_id_never_reaches_the_file_system() throws CatalogException {
    assertThat(new Catalog(Path.of("/")).provider("../etc/passwd")).isEmpty();
    assertThat(PACKAGED.provider("")).isEmpty();
    assertThat(PACKAGED.provider("OpenAI")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "opnai, openai",
    "deepsek, deepseek",
    "open, openai",
    "mini, minimax",
    "gpt-6.1-tera, "
  })
  void a_slip_finds_what_was_meant(String typed, String meant) {
    assertThat(Nearest.of(typed, List.of("deepseek", "minimax", "ollama", "openai")))
        .isEqualTo(java.util.Optional.ofNullable(meant));
  }
}
