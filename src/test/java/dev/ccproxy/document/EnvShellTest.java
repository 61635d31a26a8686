package dev.ccproxy.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What we write, as the shells of this machine read it. */
class EnvShellTest {
  @TempDir Path folder;

  @BeforeAll
  static void there_is_a_shell() {
    assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "no /bin/sh on this system");
  }

  /** The values of all variables of a file, as a shell that reads it passes them on. */
  private Map<String, String> read(String shell, EnvDocument document) throws Exception {
    Path file = folder.resolve("t.env");
    Files.write(file, document.source().encode());
    List<String> names = new ArrayList<>();
    StringBuilder script = new StringBuilder("set -a; . \"$1\"; printf '%s\\0'");
    for (Node.Entry entry : document.root().entries()) {
      if (!names.contains(entry.key())) {
        names.add(entry.key());
        script.append(" \"$").append(entry.key()).append('"');
      }
    }
    Path scriptFile = Files.writeString(folder.resolve("t.sh"), script);
    ProcessBuilder builder = new ProcessBuilder(shell, scriptFile.toString(), file.toString());
    builder.environment().put("LC_ALL", "C.UTF-8");
    builder.environment().put("HOME", "/home/of/the/test");
    builder.redirectErrorStream(true).directory(folder.toFile());
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    String[] values = output.split("\0", -1);
    assertThat(values).as(output).hasSize(names.size() + 1);
    Map<String, String> read = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      read.put(names.get(i), values[i]);
    }
    return read;
  }

  private static Map<String, String> own(EnvDocument document) {
    Map<String, String> own = new LinkedHashMap<>();
    for (Node.Entry entry : document.root().entries()) {
      own.put(entry.key(), ((Node.Scalar) entry.value()).value());
    }
    return own;
  }

  private static List<String> shells() {
    List<String> shells = new ArrayList<>(List.of("/bin/sh"));
    for (String other : List.of("/bin/dash", "/bin/bash", "/bin/ksh")) {
      if (Files.isExecutable(Path.of(other))) {
        shells.add(other);
      }
    }
    return shells;
  }

  @Test
  void shells_read_what_was_written() throws Exception {
    List<String> pieces =
        List.of(
            "a",
            "N",
            "'",
            "\"",
            "\\",
            "$",
            "`",
            "#",
            " ",
            "\n",
            "=",
            "!",
            "é",
            "😀",
            "\t",
            "~",
            "*",
            "?",
            "[1m]",
            "{a,b}",
            "(",
            ")",
            ";",
            "&",
            "|",
            "<",
            ">",
            "%",
            "^",
            "-",
            "export ",
            "X=",
            "$(id)",
            "`id`",
            "${HOME}",
            "C:\\Users",
            "\u2028",
            "\u0001",
            "\u007f",
            "\u00a0");
    List<Change> changes = new ArrayList<>();
    Map<String, String> wanted = new LinkedHashMap<>();
    Random random = new Random(42);
    for (int i = 0; i < 3_000; i++) {
      StringBuilder value = new StringBuilder(i < pieces.size() ? pieces.get(i) : "");
      for (int k = i < pieces.size() ? 0 : random.nextInt(6); k > 0; k--) {
        value.append(pieces.get(random.nextInt(pieces.size())));
      }
      if (EnvText.obstacle(value.toString()) == null) {
        changes.add(new Change.Set(NodePath.of("V" + i), Value.of(value.toString())));
        wanted.put("V" + i, value.toString());
      }
    }
    assertThat(wanted).hasSizeGreaterThan(1_000);
    EnvDocument document = EnvDocument.parse("t.env", SourceText.of("")).apply(changes);
    for (String shell : shells()) {
      assertThat(read(shell, document)).as(shell).isEqualTo(wanted);
    }
  }

  @Test
  void shells_read_what_was_changed_in_place() throws Exception {
    String text =
        """
        # a file of the user
        export A="old" # one
        B = broken
        C='x'# c
        D='it'\\''s' # idiom
        E=two words
        F=kept # comment
        export G='kept too'
        """;
    List<Change> changes =
        List.of(
            Editing.set("A", "it's #1"),
            Editing.set("B", "a\nb"),
            Editing.set("C", ""),
            Editing.set("D", "`id`"),
            Editing.set("E", " "),
            Editing.set("H", "\"$"));
    EnvDocument document = EnvDocument.parse("t.env", SourceText.of(text)).apply(changes);
    assertThat(document.problems()).isEmpty();
    for (String shell : shells()) {
      assertThat(read(shell, document))
          .as(shell)
          .isEqualTo(own(document))
          .containsEntry("A", "it's #1")
          .containsEntry("G", "kept too")
          .containsEntry("H", "\"$");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X=abc",
        "X=",
        "X= # c",
        "X=abc # c",
        "X=a#b",
        "X=#b",
        "X=a=b",
        "X='a \"b\" $HOME `id` \\n # c' # d",
        "X=\"a 'b' # c\"",
        "X=\"a\\\"b\\\\c\\$d\"",
        "X=\"\\a\\q\\'\"",
        "X='a\nb\n'",
        "export X='a b'\nexport\tY=c",
        "  X=a",
        "X='a'\\''b'",
        "X='a'b\"c d\"\\e",
        "X=1\nX=2"
      })
  void what_is_read_is_what_a_shell_reads(String text) throws Exception {
    EnvDocument document = EnvDocument.parse("t.env", SourceText.of(text + "\n"));
    for (String shell : shells()) {
      assertThat(read(shell, document)).as(shell).isEqualTo(own(document));
    }
  }

  @Test
  void a_file_without_problems_is_one_that_a_shell_reads_without_a_word() throws Exception {
    List<String> pieces = List.of("a", "\"", "'", "#", " ", "\\", "=", "b", "\t", ";", "(", "X=");
    int clean = 0;
    for (int seed = 0; seed < 400; seed++) {
      Random random = new Random(seed);
      StringBuilder text = new StringBuilder("X=");
      for (int i = random.nextInt(5); i >= 0; i--) {
        text.append(pieces.get(random.nextInt(pieces.size())));
      }
      EnvDocument document = EnvDocument.parse("t.env", SourceText.of(text + "\n"));
      if (document.problems().isEmpty() && document.root().entries().size() == 1) {
        String own = own(document).getOrDefault("X", "");
        String read = read("/bin/sh", document).getOrDefault("X", "");
        // The one known difference: without quotes a shell drops backslashes.
        boolean quoted = text.charAt(2) == '"' || text.charAt(2) == '\'';
        assertThat(quoted ? own : own.replaceAll("\\\\(.)", "$1"))
            .as(text.toString())
            .isEqualTo(read);
        clean++;
      }
    }
    assertThat(clean).isGreaterThan(100);
  }
}
