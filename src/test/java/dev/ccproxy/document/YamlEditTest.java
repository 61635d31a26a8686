package dev.ccproxy.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Files before and after a change, byte for byte. Each file of {@code document/yaml/edits} holds
 * cases: a title with options in braces (crlf, bom), the text before, the changes with paths and
 * values as JSON, and the text after or the reason of the refusal. A ␄ ends a text without a line
 * end, a · is a blank at the end of a line.
 */
class YamlEditTest {

  record Case(byte[] before, List<Change> changes, String after, boolean refused, boolean crlf) {}

  static Stream<Named<Case>> cases() throws IOException {
    List<Named<Case>> cases = new ArrayList<>();
    try (Stream<Path> files = Files.list(Path.of("src/test/resources/document/yaml/edits"))) {
      for (Path file : files.sorted().toList()) {
        String[] parts = Files.readString(file).split("(?m)^##### ");
        for (int i = 1; i < parts.length; i++) {
          String title = parts[i].substring(0, parts[i].indexOf('\n'));
          cases.add(Named.of(file.getFileName() + ": " + title, read(title, parts[i])));
        }
      }
    }
    return cases.stream();
  }

  private static Case read(String title, String part) throws IOException {
    String[] sections = part.substring(part.indexOf('\n') + 1).split("(?m)^=====\n", -1);
    List<Change> changes = new ArrayList<>();
    for (String line : sections[1].split("\n")) {
      changes.add(change(line));
    }
    boolean refused = sections[2].startsWith("refused ");
    String after =
        refused ? sections[2].substring("refused ".length()).trim() : text(title, sections[2]);
    byte[] before = text(title, sections[0]).getBytes(StandardCharsets.UTF_8);
    return new Case(before, changes, after, refused, title.contains("crlf"));
  }

  private static String text(String title, String section) {
    String text = section.replace("␄\n", "").replace('·', ' ');
    text = title.contains("crlf") ? text.replace("\n", "\r\n") : text;
    return title.contains("bom") ? "\uFEFF" + text : text;
  }

  private static Change change(String line) throws IOException {
    int blank = line.indexOf(' ');
    try (JsonParser parser = new JsonFactory().createParser(line.substring(blank + 1))) {
      NodePath path = NodePath.ROOT;
      parser.nextToken();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        path =
            parser.currentToken() == JsonToken.VALUE_STRING
                ? path.key(parser.getText())
                : path.item(parser.getIntValue());
      }
      if (line.startsWith("remove ")) {
        return new Change.Remove(path);
      }
      parser.nextToken();
      Value value = value(parser);
      return line.startsWith("set ") ? new Change.Set(path, value) : new Change.Append(path, value);
    }
  }

  private static Value value(JsonParser parser) throws IOException {
    switch (parser.currentToken()) {
      case START_OBJECT:
        Map<String, Value> fields = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String key = parser.currentName();
          parser.nextToken();
          fields.put(key, value(parser));
        }
        return new Value.Fields(fields);
      case START_ARRAY:
        List<Value> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          items.add(value(parser));
        }
        return new Value.Items(items);
      case VALUE_STRING:
        return Value.of(parser.getText());
      case VALUE_TRUE:
        return Value.of(true);
      case VALUE_FALSE:
        return Value.of(false);
      case VALUE_NULL:
        return new Value.Literal(Node.Kind.NULL, "null");
      default:
        return new Value.Literal(Node.Kind.NUMBER, parser.getText());
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void a_change_gives_exactly_these_bytes(Case edit) throws Exception {
    YamlDocument document = YamlDocument.parse("f.yaml", edit.before());
    if (edit.refused()) {
      assertThatThrownBy(() -> document.apply(edit.changes()))
          .isInstanceOf(EditRefusedException.class)
          .hasMessage("f.yaml:" + edit.after());
      return;
    }
    YamlDocument edited = document.apply(edit.changes());
    assertThat(new String(edited.source().encode(), StandardCharsets.UTF_8))
        .isEqualTo(edit.after());
    assertThat(edited.name()).isEqualTo("f.yaml");
    YamlEdits.assertAppliedTwiceIsTheSame(edit.changes(), edited);
  }
}
