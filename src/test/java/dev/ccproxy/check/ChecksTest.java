package dev.ccproxy.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.report.CheckPages;
import dev.ccproxy.wire.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every check is complete, and every page belongs to something. Says what is missing. */
class ChecksTest {
  private static final Path PAGES = Path.of("docs", "checks").toAbsolutePath();

  /** What the page of an id says that was given up: nothing else may get the id. */
  private static final String TOMBSTONE = "This check is gone.";

  @Test
  void every_check_has_an_id_and_a_slug_of_its_own_and_says_what_it_asks() {
    List<String> wrong = new ArrayList<>();
    Map<String, String> names = new HashMap<>();
    for (Check check : Checks.all()) {
      String id = check.id();
      if (!id.matches("CCP-[A-Z][0-9]{3}")) {
        wrong.add(id + ": an id such as CCP-S103");
      }
      if (!check.slug().matches("[a-z0-9]+(-[a-z0-9]+)*")) {
        wrong.add(id + ": a slug that names the bad pattern, such as base-url-path");
      }
      for (String name : new String[] {id, check.slug()}) {
        String other = names.put(name, id);
        if (other != null) {
          wrong.add(id + ": " + name + " is taken by " + other);
        }
      }
      if (check.title().isBlank() || check.title().endsWith(".")) {
        wrong.add(id + ": a title of one line without a full stop");
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void every_check_has_a_page_that_knows_its_name() {
    List<String> missing = new ArrayList<>();
    for (Check check : Checks.all()) {
      CheckPages.Page page = CheckPages.find(check.id()).orElse(null);
      if (page == null) {
        missing.add("docs/checks/" + check.id() + ".md");
        continue;
      }
      if (!page.slug().equals(check.slug())) {
        missing.add("`" + check.slug() + "` in docs/checks/" + check.id() + ".md");
      }
      if (page.title().isBlank() || page.title().equals(check.id())) {
        missing.add("a title in docs/checks/" + check.id() + ".md");
      }
    }
    assertThat(missing).isEmpty();
  }

  @Test
  void every_page_belongs_to_a_check_or_a_code_or_says_that_it_is_gone() throws IOException {
    Set<String> known = new HashSet<>();
    Checks.all().forEach(c -> known.add(c.id()));
    for (Code code : Code.values()) {
      known.add(code.id());
    }
    List<String> strangers = new ArrayList<>();
    try (Stream<Path> pages = Files.list(PAGES)) {
      for (Path page : (Iterable<Path>) pages.sorted()::iterator) {
        String name = page.getFileName().toString();
        String id = name.endsWith(".md") ? name.substring(0, name.length() - 3) : name;
        if (!known.contains(id) && !Files.readString(page).contains(TOMBSTONE)) {
          strangers.add(name);
        }
      }
    }
    assertThat(strangers).isEmpty();
  }
}
