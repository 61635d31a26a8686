package dev.ccproxy.check.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What checks say about small changes of a healthy set-up, word by word and with the lines that
 * their fixes change: {@code check/cases/CCP-S110.txt}, see {@link Case}.
 *
 * <p>{@code -Dccproxy.checks=REGEX} tries some checks alone. With {@code
 * -Dccproxy.cases.write=true} the findings are written into the files instead, to be read before
 * they are committed.
 */
class CasesTest {
  private static final Path FOLDER =
      Path.of("src", "test", "resources", "dev", "ccproxy", "check", "cases").toAbsolutePath();
  private static final boolean WRITE = Boolean.getBoolean("ccproxy.cases.write");

  @TempDir private Path root;

  static List<Case> cases() throws IOException {
    List<Case> cases = new ArrayList<>();
    try (Stream<Path> files = Files.list(FOLDER)) {
      for (Path file : (Iterable<Path>) files.sorted()::iterator) {
        List<Case> some = Case.read(file);
        if (some.isEmpty() || !Fixture.isWanted(some.get(0).check())) {
          continue;
        }
        if (WRITE) {
          Files.writeString(file, "");
        }
        cases.addAll(some);
      }
    }
    return cases;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void says_what_stands_there(Case one) throws Exception {
    List<String> found = one.found(root.toRealPath());
    if (WRITE) {
      Path file = FOLDER.resolve(one.check() + ".txt");
      String before = Files.readString(file);
      Files.writeString(file, before + (before.isEmpty() ? "" : "\n") + one.with(found));
    } else {
      assertThat(found).isEqualTo(one.findings());
    }
  }
}
