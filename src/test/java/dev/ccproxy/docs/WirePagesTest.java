package dev.ccproxy.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.wire.Code;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every code of the wire has its page, and the page is that of the code. */
class WirePagesTest {
  private static final Path PAGES = Path.of("docs/checks");
  private static final Pattern CODE = Pattern.compile("CCP-[A-Z]\\d\\d[a-z]?(?![0-9])");

  private static String page(String id) throws IOException {
    return Files.readString(PAGES.resolve(id + ".md"));
  }

  @ParameterizedTest
  @EnumSource(Code.class)
  void a_code_has_a_page_that_names_it(Code code) throws IOException {
    String[] lines = page(code.id()).split("\n");
    String severity =
        switch (code.specSeverity()) {
          case ERROR -> "error";
          case WARNING -> "warning";
          case INFO -> "information";
        };
    assertThat(lines[0]).matches("# " + code.id() + ": \\S.*[^.]");
    assertThat(lines[2]).isEqualTo("`" + code.slug() + "`, " + severity + " by the protocol.");
    assertThat(lines).hasSizeBetween(12, 36).allMatch(line -> line.length() <= 200);
  }

  @ParameterizedTest
  @EnumSource(Code.class)
  void a_page_says_what_it_is_what_it_does_and_what_to_do(Code code) throws IOException {
    String page = page(code.id());
    assertThat(page).contains("Wrong:\n```text\n", "Right:\n```text\n", "**What it does.** ");
    assertThat(page.substring(page.indexOf("**What to do.** "))).hasSizeGreaterThan(30);
    for (String other : CODE.matcher(page).results().map(r -> r.group()).toList()) {
      assertThat(Code.of(other)).as(other).isNotNull();
    }
  }

  @ParameterizedTest
  @EnumSource(Code.class)
  void a_page_is_packaged(Code code) throws IOException {
    try (InputStream in = Code.class.getResourceAsStream("/docs/checks/" + code.id() + ".md")) {
      assertThat(in).isNotNull();
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(page(code.id()));
    }
  }

  @Test
  void no_page_of_a_wire_code_is_left_over() throws IOException {
    List<String> unknown = new ArrayList<>();
    try (Stream<Path> files = Files.list(PAGES)) {
      files
          .map(file -> file.getFileName().toString().replace(".md", ""))
          .filter(id -> CODE.matcher(id).matches() && Code.of(id) == null)
          .forEach(unknown::add);
    }
    assertThat(unknown).isEmpty();
  }
}
