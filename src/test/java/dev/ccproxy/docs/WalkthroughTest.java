package dev.ccproxy.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The check of the pages notices a page that is wrong. */
@DisabledOnOs(OS.WINDOWS)
class WalkthroughTest {
  @TempDir private Path root;

  private List<String> faults(String... lines) {
    return Walkthrough.faults(MarkdownPage.parse("page", String.join("\n", lines)), root);
  }

  @Test
  void a_page_that_is_right_has_no_faults() {
    assertThat(
            faults(
                "```sh",
                "export OPENAI_API_KEY=...",
                "ccproxy init openai",
                "ccproxy init openia       # exit 2",
                "```",
                "```sh",
                "$ ccproxy use gpt-6-luna --tier \\",
                "    sonnet",
                "```",
                "```json written-by=~/.claude/settings.json excerpt",
                "\"ANTHROPIC_DEFAULT_SONNET_MODEL\": \"gpt-6-luna\",",
                "```"))
        .isEmpty();
  }

  @Test
  void a_command_that_fails_is_a_fault_and_so_is_one_that_does_not_fail_as_promised() {
    assertThat(faults("```sh", "ccproxy init openia", "```"))
        .singleElement()
        .asString()
        .startsWith("page:1: ccproxy init openia ended with 2 instead of 0");
    assertThat(faults("```sh", "ccproxy providers   # exit 1", "```"))
        .singleElement()
        .asString()
        .contains("ended with 0 instead of 1");
  }

  @ParameterizedTest
  @CsvSource({
    "sh,   'if true',             sh does not take it",
    "sh,   'ccproxy \"$X\"',      substituted",
    "sh,   'ccproxy init; ls',    cannot be run",
    "json, '{\"a\": 1,}',         json",
    "yaml, 'a: [',                no yaml",
    "yaml, '{a: 1, a: 2}',        not clean yaml",
    "env,  'A B=1',               env",
    "toml, 'a = 1',               no rule for blocks in toml",
    "'',   'anything',            the block has no language",
    "text writen-by=x, 'a',       unknown word",
    "json wrong, '{',             wrong example needs",
    "text output, 'a',            no command was run",
    "env written-by=.env, 'A=1',  did not write .env",
  })
  void a_block_that_breaks_a_rule_is_a_fault(String info, String line, String fault) {
    assertThat(faults("```" + info, line, "```")).first().asString().contains(fault);
  }

  @Test
  void a_file_that_reads_otherwise_is_a_fault() {
    assertThat(
            faults(
                "```sh",
                "export DEEPSEEK_API_KEY=...",
                "ccproxy init deepseek",
                "```",
                "```json written-by=~/.claude/settings.json",
                "{}",
                "```"))
        .singleElement()
        .asString()
        .contains("\"ANTHROPIC_AUTH_TOKEN\": \"<DEEPSEEK_API_KEY>\"");
  }

  @Test
  void a_file_of_an_earlier_command_does_not_count() {
    assertThat(
            faults(
                "```sh",
                "ccproxy init ollama",
                "ccproxy providers",
                "```",
                "```json written-by=~/.claude/settings.json excerpt",
                "\"ANTHROPIC_API_KEY\": \"\"",
                "```"))
        .singleElement()
        .asString()
        .contains("did not write");
  }

  @Test
  void output_is_compared_line_by_line_and_dots_stand_for_any_lines() {
    assertThat(faults("```sh", "ccproxy schema", "```", "```text output", "...", "nothing", "```"))
        .isNotEmpty();
    assertThat(Walkthrough.matches(List.of("a", "b", "c"), List.of("a", "...", "c"))).isTrue();
    assertThat(Walkthrough.matches(List.of("a", "b", "c"), List.of("a", "..."))).isTrue();
    assertThat(Walkthrough.matches(List.of("a", "b", "c"), List.of("...", "b"))).isFalse();
    assertThat(Walkthrough.matches(List.of("a"), List.of())).isFalse();
  }

  @Test
  void a_block_that_never_ends_is_no_page() {
    assertThatThrownBy(() -> MarkdownPage.parse("page", "text\n```sh\nccproxy init\n"))
        .hasMessageContaining("page:2");
  }

  @Test
  void headings_get_the_anchors_that_links_use() throws IOException {
    String text =
        String.join(
            "\n",
            "# `ccproxy`: what, why?",
            "## Twice",
            "## Twice",
            "[a](#ccproxy-what-why) [b](#twice-1) [c](#thrice) `[d](#code)`",
            "[e](gone.md) [f](other.md#here) [g](other.md#there) [h](https:///x)");
    Files.writeString(root.resolve("other.md"), "# Here\n");
    assertThat(Links.faults(root, MarkdownPage.parse("page", text)))
        .containsExactly(
            "page:4: #thrice: there is no such heading",
            "page:5: gone.md: there is no such file",
            "page:5: other.md#there: there is no such heading",
            "page:5: https:///x: has no host");
  }
}
