package dev.ccproxy.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files that are cut, damaged or made to hurt: a document or a DocumentException, in little time.
 */
class YamlHostileTest {
  private static final Duration LITTLE = Duration.ofSeconds(20);

  static Stream<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/test/resources/document/yaml/files"))) {
      return files.sorted().toList().stream();
    }
  }

  static IntStream seeds() {
    return IntStream.range(0, 8);
  }

  /** Whether it was read. */
  private static boolean read(byte[] bytes) {
    try {
      YamlDocument document = YamlDocument.parse("f.yaml", bytes);
      assertThat(Value.of(document.root())).isNotNull();
      return true;
    } catch (DocumentException e) {
      assertThat(e.reason()).isNotBlank().doesNotEndWith(".");
      return false;
    }
  }

  private static DocumentException refusal(String text) {
    try {
      Assertions.assertTimeoutPreemptively(
          LITTLE, () -> YamlDocument.parse("f.yaml", SourceText.of(text)));
    } catch (Throwable e) {
      if (e instanceof DocumentException refusal) {
        return refusal;
      }
      throw new AssertionError(e);
    }
    throw new AssertionError("was read");
  }

  @ParameterizedTest
  @MethodSource("files")
  void a_file_may_be_cut_anywhere(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int documents = 0;
    for (int length = 0; length <= bytes.length; length++) {
      documents += read(Arrays.copyOf(bytes, length)) ? 1 : 0;
      documents += read(Arrays.copyOfRange(bytes, length, bytes.length)) ? 1 : 0;
    }
    assertThat(documents).isBetween(bytes.length / 10, 2 * bytes.length);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void a_file_may_be_damaged_anyhow(int seed) throws IOException {
    Random random = new Random(seed);
    List<String> originals = new ArrayList<>();
    for (Path file : files().toList()) {
      originals.add(Files.readString(file));
    }
    String pieces = "\t\n\r \u0085\u2028\u0000\uFEFF:-?,[]{}#&*!|>'\"%@`\\=<~.xu0";
    for (int i = 0; i < 1500; i++) {
      StringBuilder text = new StringBuilder(originals.get(random.nextInt(originals.size())));
      for (int k = random.nextInt(6); k >= 0; k--) {
        int at = random.nextInt(text.length());
        switch (random.nextInt(3)) {
          case 0 -> text.insert(at, pieces.charAt(random.nextInt(pieces.length())));
          case 1 -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(8)));
          default -> text.insert(at, YamlHostileStrings.any(random));
        }
      }
      String damaged = text.toString();
      try {
        YamlDocument document = YamlDocument.parse("f.yaml", SourceText.of(damaged));
        YamlDocument edited =
            document.apply(List.of(new Change.Set(NodePath.of("new-key"), Value.of("v"))));
        assertThat(edited.text(NodePath.of("new-key"))).contains("v");
      } catch (DocumentException | EditRefusedException e) {
        assertThat(e.getMessage()).startsWith("f.yaml:");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{", "- ", "{a: ", "[[", "? "})
  void depth_is_bounded(String opening) {
    DocumentException refusal = refusal(opening.repeat(100_000));
    assertThat(refusal.reason()).isEqualTo("nested deeper than 50 levels");
    assertThat(refusal.line()).isEqualTo(1);
  }

  @Test
  void depth_in_lines_is_bounded() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 1000; i++) {
      text.append(" ".repeat(i)).append("a:\n");
    }
    DocumentException refusal = refusal(text.toString());
    assertThat(refusal.reason()).isEqualTo("nested deeper than 50 levels");
    assertThat(refusal.line()).isEqualTo(51);
    assertThat(refusal.column()).isEqualTo(51);
  }

  @Test
  void fifty_levels_are_read_and_fifty_one_are_not() throws DocumentException {
    assertThat(YamlDocument.parse("f", SourceText.of("[".repeat(50) + "]".repeat(50))).root())
        .isInstanceOf(Node.Sequence.class);
    assertThat(refusal("[".repeat(51) + "]".repeat(51)).column()).isEqualTo(51);
  }

  @Test
  void aliases_do_not_nest_deeper() throws DocumentException {
    String half = "[".repeat(24) + "x" + "]".repeat(24);
    String fits = "- &a " + half + "\n- " + "[".repeat(25) + "*a " + "]".repeat(25);
    assertThat(YamlDocument.parse("f", SourceText.of(fits)).root()).isNotNull();
    String tooDeep = "- &a " + half + "\n- " + "[".repeat(26) + "*a " + "]".repeat(26);
    DocumentException refusal = refusal(tooDeep);
    assertThat(refusal.reason()).isEqualTo("nested deeper than 50 levels");
    assertThat(refusal.line()).isEqualTo(2);
    assertThat(refusal.column()).isEqualTo(29);
    StringBuilder chain = new StringBuilder("- &a0 x\n");
    for (int i = 1; i < 5000; i++) {
      chain.append("- &a").append(i).append(" [*a").append(i - 1).append(" ]\n");
    }
    assertThat(refusal(chain.toString()).reason()).isEqualTo("nested deeper than 50 levels");
    StringBuilder mappings = new StringBuilder("- &a0 x\n");
    for (int i = 1; i < 5000; i++) {
      mappings.append("- &a").append(i).append(" {k: *a").append(i - 1).append(" }\n");
    }
    assertThat(refusal(mappings.toString()).reason()).isEqualTo("nested deeper than 50 levels");
  }

  private static String bomb(int levels, int width, boolean mapping) {
    StringBuilder text = new StringBuilder("a0: &a0 [lol]\n");
    for (int i = 1; i < levels; i++) {
      text.append('a').append(i).append(": &a").append(i).append(mapping ? " {" : " [");
      for (int k = 0; k < width; k++) {
        text.append(mapping ? "k" + k + ": " : "").append("*a").append(i - 1).append(" , ");
      }
      text.append(mapping ? "}\n" : "]\n");
    }
    return text.toString();
  }

  @Test
  void billions_of_laughs_are_refused() {
    String reason = "aliases (*) repeat so much of the file that it grows beyond all bounds";
    assertThat(refusal(bomb(12, 10, false)).reason()).isEqualTo(reason);
    assertThat(refusal(bomb(30, 3, true)).reason()).isEqualTo(reason);
    StringBuilder merges = new StringBuilder("m0: &m0 {k: 1}\n");
    for (int i = 1; i < 40; i++) {
      merges.append('m').append(i).append(": &m").append(i);
      merges.append(" {<<: [*m").append(i - 1).append(" , *m").append(i - 1).append(" ]}\n");
    }
    assertThat(refusal(merges.toString()).reason()).isEqualTo(reason);
    StringBuilder wide = new StringBuilder("a: &a {");
    for (int i = 0; i < 20_000; i++) {
      wide.append("key").append(i).append(": 1, ");
    }
    wide.append("}\nb: {");
    for (int i = 0; i < 20_000; i++) {
      wide.append("<<: *a , ");
    }
    assertThat(refusal(wide.append("}").toString()).reason()).isEqualTo(reason);
  }

  @Test
  void a_thousand_models_may_share_their_settings() throws Exception {
    StringBuilder text = new StringBuilder("x: &x {timeout: 600, tags: [a, b]}\nmodel_list:\n");
    for (int i = 0; i < 1000; i++) {
      text.append("  - litellm_params: {<<: *x, model: m").append(i).append("}\n");
    }
    YamlDocument document = YamlDocument.parse("f.yaml", SourceText.of(text.toString()));
    assertThat(
            document.text(NodePath.of("model_list").item(999).key("litellm_params").key("timeout")))
        .contains("600");
    NodePath model = NodePath.of("model_list").item(500).key("litellm_params").key("model");
    assertThat(document.apply(List.of(new Change.Set(model, Value.of("new")))).source().text())
        .isEqualTo(text.toString().replace("m500}", "new}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "x ", "'", "\"\\n", "日", "😀", "# ", "- ", "a,"})
  void a_line_of_a_million_characters_takes_little_time(String piece) {
    String line = piece.repeat(1_000_000 / piece.length());
    for (String text :
        List.of("a: " + line, "a: \"" + line, "a: |\n  " + line, "# " + line, line)) {
      Assertions.assertTimeoutPreemptively(
          LITTLE, () -> read(text.getBytes(StandardCharsets.UTF_8)));
    }
  }

  @Test
  void a_long_text_is_read_and_replaced() throws Exception {
    String secret = "x".repeat(1_000_000);
    YamlDocument document =
        YamlDocument.parse("f.yaml", SourceText.of("a: " + secret + "\nb: 1\n"));
    assertThat(document.text(NodePath.of("a"))).contains(secret);
    assertThat(
            document
                .apply(List.of(new Change.Set(NodePath.of("a"), Value.of("y2"))))
                .source()
                .text())
        .isEqualTo("a: y2\nb: 1\n");
    String written =
        document.apply(List.of(new Change.Set(NodePath.of("b"), Value.of(secret)))).source().text();
    assertThat(written).isEqualTo("a: " + secret + "\nb: " + secret + "\n");
  }

  @Test
  void a_file_of_more_than_ten_megabytes_is_refused() {
    int limit = 10 * 1024 * 1024;
    assertThatThrownBy(() -> YamlDocument.parse("f.yaml", SourceText.of("#" + "x".repeat(limit))))
        .isInstanceOf(DocumentException.class)
        .hasMessage("f.yaml: larger than 10 MB");
    assertThat(read(("#" + "x".repeat(limit - 1)).getBytes(StandardCharsets.UTF_8))).isTrue();
    assertThat(read(("#" + "😀".repeat(limit - 1)).getBytes(StandardCharsets.UTF_8))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      chars = {0, 7, 8, 0x0B, 0x0C, 0x0E, 0x1B, 0x1F, 0x7F, 0x80, 0x84, 0x86, 0x9F, 0xFFFE, 0xFFFF})
  void control_characters_are_refused_with_their_place(char c) {
    assertThatThrownBy(() -> YamlDocument.parse("f.yaml", SourceText.of("a: 1\n😀: \"" + c + "\"")))
        .isInstanceOf(DocumentException.class)
        .hasMessage(
            String.format(
                "f.yaml:2:5: a character that YAML does not allow (U+%04X); in double quotes it"
                    + " can be written as an escape",
                (int) c));
  }

  @ParameterizedTest
  @ValueSource(chars = {0x20, 0x7E, 0x85, 0xA0, 0xD7FF, 0xE000, 0xFFFD})
  void the_characters_beside_them_are_read(char c) throws DocumentException {
    YamlDocument document = YamlDocument.parse("f.yaml", SourceText.of("a: \"x" + c + "y\""));
    assertThat(document.text(NodePath.of("a"))).contains(c == 0x85 ? "x y" : "x" + c + "y");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\uD83D",
        "\uDE00",
        "a\uD83D",
        "\uDE00\uD83D",
        "\uD83D\uD83D\uDE00",
        "\uD83D\uDE00\uDE00"
      })
  void half_a_surrogate_pair_is_refused(String text) {
    assertThatThrownBy(() -> YamlDocument.parse("f.yaml", SourceText.of("a: " + text)))
        .isInstanceOf(DocumentException.class)
        .hasMessageContaining("a character that YAML does not allow (U+D");
  }

  @Test
  void a_mapping_of_many_keys_takes_little_time() throws Exception {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 30_000; i++) {
      text.append("key").append(i).append(": ").append(i).append('\n');
    }
    YamlDocument document =
        Assertions.assertTimeoutPreemptively(
            LITTLE, () -> YamlDocument.parse("f.yaml", SourceText.of(text + "key0: x\n")));
    assertThat(document.problems()).hasSize(1);
    YamlDocument edited =
        Assertions.assertTimeoutPreemptively(
            LITTLE, () -> document.apply(List.of(new Change.Set(NodePath.of("new"), Value.of(1)))));
    assertThat(edited.source().text()).isEqualTo(text + "key0: x\nnew: 1\n");
  }

  @Test
  void five_thousand_models_are_read_and_extended() throws Exception {
    StringBuilder text = new StringBuilder("model_list:\n");
    for (int i = 0; i < 5000; i++) {
      text.append("  - model_name: model-").append(i).append("\n    litellm_params:\n");
      text.append("      model: openai/model-").append(i).append('\n');
      text.append("      api_base: https://api.example.com/v1\n");
      text.append("      api_key: os.environ/OPENAI_API_KEY\n      rpm: ").append(i).append('\n');
      text.append("    model_info:\n      mode: chat\n");
    }
    Map<String, Value> model = new LinkedHashMap<>();
    model.put("model_name", Value.of("new"));
    model.put("litellm_params", new Value.Fields(Map.of("model", Value.of("openai/new"))));
    long start = System.nanoTime();
    YamlDocument document = YamlDocument.parse("f.yaml", SourceText.of(text.toString()));
    long read = System.nanoTime();
    YamlDocument edited =
        document.apply(
            List.of(new Change.Append(NodePath.of("model_list"), new Value.Fields(model))));
    long done = System.nanoTime();
    System.out.printf(
        "5,000 models: read in %d ms, extended in %d ms%n",
        (read - start) / 1_000_000, (done - read) / 1_000_000);
    assertThat(edited.source().text())
        .isEqualTo(text + "  - model_name: new\n    litellm_params:\n      model: openai/new\n");
  }
}
