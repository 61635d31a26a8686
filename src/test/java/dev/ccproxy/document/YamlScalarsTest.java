package dev.ccproxy.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlScalarsTest {
  private static final Map<String, Node.Kind> KINDS =
      Map.of(
          "str", Node.Kind.STRING,
          "value", Node.Kind.STRING,
          "merge", Node.Kind.STRING,
          "int", Node.Kind.NUMBER,
          "float", Node.Kind.NUMBER,
          "bool", Node.Kind.BOOLEAN,
          "null", Node.Kind.NULL,
          "timestamp", Node.Kind.TIMESTAMP);

  private record Row(String tag, String value, String text) {}

  private static List<Row> table() throws IOException {
    List<Row> rows = new ArrayList<>();
    for (String line :
        Files.readAllLines(Path.of("src/test/resources/document/yaml/pyyaml-scalars.tsv"))) {
      if (!line.startsWith("# ")) {
        String[] cells = line.split("\t", -1);
        rows.add(new Row(cells[0], cells[1], cells[2].replace('␉', '\t')));
      }
    }
    assertThat(rows).hasSizeGreaterThan(600);
    return rows;
  }

  @Test
  void every_plain_scalar_is_what_pyyaml_makes_of_it() throws IOException {
    for (Row row : table()) {
      assertThat(YamlScalars.kind(row.text())).as(row.text()).isEqualTo(KINDS.get(row.tag()));
    }
  }

  @Test
  void integers_have_the_value_that_they_have_in_python() throws IOException {
    for (Row row : table()) {
      if (row.tag().equals("int")) {
        String expected = row.value().equals("fails") ? row.text() : row.value();
        assertThat(YamlScalars.number(row.text())).as(row.text()).isEqualTo(expected);
      }
    }
  }

  @Test
  void floats_have_the_value_that_they_have_in_python() throws IOException {
    for (Row row : table()) {
      if (row.tag().equals("float")) {
        double value = Double.parseDouble(YamlScalars.number(row.text()));
        String bits =
            Double.isNaN(value) ? "nan" : String.format("%016x", Double.doubleToLongBits(value));
        assertThat(bits).as(row.text()).isEqualTo(row.value());
      }
    }
  }

  @Test
  void dates_that_do_not_exist_are_known() throws IOException {
    for (Row row : table()) {
      if (row.tag().equals("timestamp")) {
        assertThat(YamlScalars.isRealDate(row.text()))
            .as(row.text())
            .isEqualTo(row.value().equals("real"));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "NUMBER, 16, NUMBER, 0x10, true",
    "NUMBER, 1_000, NUMBER, 1000, true",
    "NUMBER, 1000, NUMBER, 1001, false",
    "NUMBER, 1, NUMBER, 1.0, false",
    "NUMBER, 1.5e3, NUMBER, 1500.0, true",
    "NUMBER, 1, STRING, 1, false",
    "BOOLEAN, yes, BOOLEAN, TRUE, true",
    "BOOLEAN, on, BOOLEAN, off, false",
    "NULL, ~, NULL, '', true",
    "STRING, a, STRING, a, true",
    "STRING, a, STRING, b, false",
    "TIMESTAMP, 2001-01-01, TIMESTAMP, 2001-01-01, true",
    "TIMESTAMP, 2001-01-01, TIMESTAMP, 2001-01-02, false"
  })
  void scalars_are_the_same_when_python_has_one_value_for_them(
      Node.Kind kind, String text, Node.Kind otherKind, String otherText, boolean same) {
    Node.Scalar one = new Node.Scalar(Span.at(0), kind, text);
    Node.Scalar other = new Node.Scalar(Span.at(5), otherKind, otherText);
    assertThat(YamlScalars.same(one, other)).isEqualTo(same);
    assertThat(YamlScalars.same(other, one)).isEqualTo(same);
  }

  @Test
  void numbers_of_enormous_length_are_compared_as_text() {
    String digits = "9".repeat(400);
    assertThat(YamlScalars.number("0x" + "f".repeat(398))).startsWith("1").hasSize(480);
    assertThat(YamlScalars.number("1_" + digits)).isEqualTo("1" + digits);
    assertThat(YamlScalars.number("0x" + "F".repeat(399))).isEqualTo("0x" + "f".repeat(399));
  }
}
