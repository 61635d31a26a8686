package dev.ccproxy.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a person gets to read about a file that PyYAML does not read. ⏎ is a line end, → a tab. */
class YamlErrorsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '§',
      quoteCharacter = '´',
      textBlock =
"""
          ´a:⏎→b: 1´ § ´2:1: a tab cannot indent YAML; use spaces´
          ´a: 1⏎→b: 2´ § ´2:1: a tab cannot indent YAML; use spaces´
          ´a: 1⏎  →b: 2´ § ´2:3: a tab cannot indent YAML; use spaces´
          ´a: b→# c´ § ´1:5: a tab between the parts of a line; use spaces´
          ´a:→b´ § ´1:3: a tab between the parts of a line; use spaces´
          ´- →a´ § ´1:3: a tab between the parts of a line; use spaces´
          ´{a:→1}´ § ´1:4: a tab between the parts of a line; use spaces´
          ´[a→, b]´ § ´1:3: a tab between the parts of a line; use spaces´
          ´a: b→c´ § ´1:5: a tab between the parts of a line; use spaces´
          ´'a'→: 1´ § ´1:4: a tab between the parts of a line; use spaces´
          ´a: |→⏎  b´ § ´1:5: the text of | or > has to begin on the next line; a value that begins with one of them needs quotes´
          ´a: x⏎ y→´ § ´2:3: a tab between the parts of a line; use spaces´
          ´a: b: c´ § ´1:5: a second ': ' in one line; a value that holds ': ' needs quotes´
          ´a: "b": c´ § ´1:7: a second ': ' in one line; a value that holds ': ' needs quotes´
          ´a: b⏎c: d: e´ § ´2:5: a second ': ' in one line; a value that holds ': ' needs quotes´
          ´a: 1⏎  b: 2´ § ´2:4: this line goes on with the value above it, so no key can stand here; check the indentation´
          ´foo⏎b: 1´ § ´2:2: this line goes on with the value above it, so no key can stand here; check the indentation´
          ´a⏎ b: c´ § ´2:3: this line goes on with the value above it, so no key can stand here; check the indentation´
          ´a:b: c⏎ d: e´ § ´2:3: this line goes on with the value above it, so no key can stand here; check the indentation´
          ´a:⏎   b: 1⏎  c: 2´ § ´3:3: the indentation of this line fits nothing above it´
          ´a:⏎  - x⏎ - y´ § ´3:2: the indentation of this line fits nothing above it´
          ´- a⏎b: 1´ § ´2:1: the indentation of this line fits nothing above it´
          ´a: b⏎- c´ § ´2:1: the indentation of this line fits nothing above it´
          ´ a: 1⏎b: 2´ § ´2:1: this does not belong to anything above it; check the indentation´
          ´a: "x" y´ § ´1:8: something follows a value that has ended; a value with quotes or brackets in it needs quotes around the whole´
          ´a: 'it's'´ § ´1:8: something follows a value that has ended; a value with quotes or brackets in it needs quotes around the whole´
          ´a: [b] c´ § ´1:8: something follows a value that has ended; a value with quotes or brackets in it needs quotes around the whole´
          ´a: "x", b´ § ´1:7: something follows a value that has ended; a value with quotes or brackets in it needs quotes around the whole´
          ´a: "x´ § ´1:4: a quote that is never closed´
          ´a: 'x⏎b: 1⏎´ § ´1:4: a quote that is never closed´
          ´a: "abc⏎---⏎´ § ´1:4: a quote that is never closed´
          ´a: {b: 1⏎c: 2´ § ´2:2: a ',' or '}' is missing before this, for the '{' of line 1´
          ´a: {b: 1 c: 2}´ § ´1:11: a ',' or '}' is missing before this´
          ´a: [1, 2´ § ´1:4: a '[' that is never closed´
          ´a: {b: [1, 2}´ § ´1:13: a ',' or ']' is missing before this´
          ´a: [1, 2⏎b: 3´ § ´2:2: a ',' or ']' is missing before this, for the '[' of line 1´
          ´key: [a}´ § ´1:8: a ',' or ']' is missing before this´
          ´x: {a b: c d: e}´ § ´1:13: a ',' or '}' is missing before this´
          ´{´ § ´1:2: the file ends inside [ ] or { }´
          ´[´ § ´1:2: the file ends inside [ ] or { }´
          ´a: @x´ § ´1:4: a value cannot begin with @; it needs quotes´
          ´a: `x`´ § ´1:4: a value cannot begin with `; it needs quotes´
          ´a: %x´ § ´1:4: a value cannot begin with %; it needs quotes´
          ´@´ § ´1:1: a value cannot begin with @; it needs quotes´
          ´%x´ § ´1:1: a directive (%) without a document (---) behind it´
          ´%YAML x⏎---´ § ´1:7: a line that begins with % is a directive for YAML; this one is none that it takes´
          ´%YAML 2.0⏎---´ § ´1:1: a line that begins with % is a directive for YAML; this one is none that it takes´
          ´%TAG x⏎---´ § ´1:6: a line that begins with % is a directive for YAML; this one is none that it takes´
          ´%YAML 1.1⏎%YAML 1.1⏎---´ § ´2:1: a line that begins with % is a directive for YAML; this one is none that it takes´
          ´a: *x´ § ´1:4: an alias (*) of an anchor (&) that does not stand above; a value that begins with * needs quotes´
          ´a: *a.b´ § ´1:6: an anchor (&) or alias (*) whose name is not made of letters, digits, - and _; a value that begins with & or * needs quotes´
          ´a: *´ § ´1:5: an anchor (&) or alias (*) whose name is not made of letters, digits, - and _; a value that begins with & or * needs quotes´
          ´a: &é x´ § ´1:4: an anchor (&) or alias (*) whose name is not made of letters, digits, - and _; a value that begins with & or * needs quotes´
          ´a: &a.b x´ § ´1:6: an anchor (&) or alias (*) whose name is not made of letters, digits, - and _; a value that begins with & or * needs quotes´
          ´a: & x´ § ´1:5: an anchor (&) or alias (*) whose name is not made of letters, digits, - and _; a value that begins with & or * needs quotes´
          ´a: &a x⏎b: &a y´ § ´2:4: an anchor of this name (&) stands in the file already´
          ´&a [&a x]´ § ´1:5: an anchor of this name (&) stands in the file already´
          ´a: &a [*a]´ § ´1:8: an alias (*) inside the very part that it repeats´
          ´a: &a⏎  <<: *a´ § ´2:7: an alias (*) inside the very part that it repeats´
          ´a: - b´ § ´1:4: a list item (-) cannot begin here; it needs a line of its own´
          ´key: - a⏎- b´ § ´1:6: a list item (-) cannot begin here; it needs a line of its own´
          ´a: ? b´ § ´1:4: a key (?) cannot begin here; it needs a line of its own´
          ´b: 1⏎foo⏎´ § ´2:1: a ': ' is missing behind this key´
          ´b: 1⏎foo⏎c: 2´ § ´2:1: a ': ' is missing behind this key´
          ´a: |x⏎ y´ § ´1:5: the text of | or > has to begin on the next line; a value that begins with one of them needs quotes´
          ´a: > x⏎ y´ § ´1:6: the text of | or > has to begin on the next line; a value that begins with one of them needs quotes´
          ´a: |0⏎ y´ § ´1:5: the text of | or > has to begin on the next line; a value that begins with one of them needs quotes´
          ´a: |-0⏎ y´ § ´1:6: the text of | or > has to begin on the next line; a value that begins with one of them needs quotes´
          ´a: !x y´ § ´1:4: a tag (!) that the YAML reader of LiteLLM does not know; a value that begins with ! needs quotes´
          ´a: !x [1]´ § ´1:4: a tag (!) that the YAML reader of LiteLLM does not know; a value that begins with ! needs quotes´
          ´a: !x {b: c}´ § ´1:4: a tag (!) that the YAML reader of LiteLLM does not know; a value that begins with ! needs quotes´
          ´a: !!python/object:x y´ § ´1:4: a tag (!) that the YAML reader of LiteLLM does not know; a value that begins with ! needs quotes´
          ´a: !y!z x´ § ´1:4: a tag (!) that the YAML reader of LiteLLM does not know; a value that begins with ! needs quotes´
          ´a: !<x y´ § ´1:7: a tag (!) that the YAML reader of LiteLLM does not know; a value that begins with ! needs quotes´
          ´a: !!map [1]´ § ´1:4: a tag (!) that the YAML reader of LiteLLM does not know; a value that begins with ! needs quotes´
          ´a: !!seq {b: c}´ § ´1:4: a tag (!) that the YAML reader of LiteLLM does not know; a value that begins with ! needs quotes´
          ´a: !!str [1]´ § ´1:4: a tag (!) that the YAML reader of LiteLLM does not know; a value that begins with ! needs quotes´
          ´a: !!str {b: c}´ § ´1:4: a tag (!) that the YAML reader of LiteLLM does not know; a value that begins with ! needs quotes´
          ´a: =´ § ´1:4: a value of nothing but = or << has a meaning of its own in YAML; it needs quotes´
          ´- <<´ § ´1:3: a value of nothing but = or << has a meaning of its own in YAML; it needs quotes´
          ´=´ § ´1:1: a value of nothing but = or << has a meaning of its own in YAML; it needs quotes´
          ´<<´ § ´1:1: a value of nothing but = or << has a meaning of its own in YAML; it needs quotes´
          ´[=, 1]´ § ´1:2: a value of nothing but = or << has a meaning of its own in YAML; it needs quotes´
          ´! =´ § ´1:1: a value of nothing but = or << has a meaning of its own in YAML; it needs quotes´
          ´---⏎a: 1⏎---⏎b: 2´ § ´3:1: a second document begins here; the file may hold one only´
          ´a⏎---⏎´ § ´2:1: a second document begins here; the file may hold one only´
          ´---⏎---´ § ´2:1: a second document begins here; the file may hold one only´
          ´a: 1⏎...⏎---⏎b: 1´ § ´3:1: a second document begins here; the file may hold one only´
          ´? [a]⏎: b´ § ´1:3: a list or a mapping cannot be a key´
          ´? {a: b}⏎: c´ § ´1:3: a list or a mapping cannot be a key´
          ´? a: b⏎: c´ § ´1:3: a list or a mapping cannot be a key´
          ´{[a]: b}´ § ´1:2: a list or a mapping cannot be a key´
          ´&a [x]: b´ § ´1:1: a list or a mapping cannot be a key´
          ´<<: 1´ § ´1:5: << merges mappings only; here it has something else´
          ´<<: [1]´ § ´1:5: << merges mappings only; here it has something else´
          ´<<: [{a: 1}, 2]´ § ´1:5: << merges mappings only; here it has something else´
          ´<<: ~´ § ´1:5: << merges mappings only; here it has something else´
          ´a: {<<: x}´ § ´1:9: << merges mappings only; here it has something else´
          ´a: 2001-13-45´ § ´1:4: a date that does not exist; if it is a text, it needs quotes´
          ´a: !!timestamp x´ § ´1:4: a date that does not exist; if it is a text, it needs quotes´
          ´2001-02-30: x´ § ´1:1: a date that does not exist; if it is a text, it needs quotes´
          ´a: "\\q"´ § ´1:6: a backslash that begins no escape; write it twice or use single quotes´
          ´a: "\\x4"´ § ´1:7: a backslash that begins no escape; write it twice or use single quotes´
          ´a: "\\x´ § ´1:7: a backslash that begins no escape; write it twice or use single quotes´
          ´a: "\\u12´ § ´1:4: a quote that is never closed´
          ´"\\UFFFFFFFF"´ § ´1:4: a backslash that begins no escape; write it twice or use single quotes´
          ´"\\U00110000"´ § ´1:4: a backslash that begins no escape; write it twice or use single quotes´
          ´[]]´ § ´1:3: this does not belong to anything above it; check the indentation´
          ´}´ § ´1:1: a value is missing before this´
          ´a: ]´ § ´1:4: a value is missing before this´
          ´a: ,´ § ´1:4: a value is missing before this´
          ´{,}´ § ´1:2: a value is missing before this´
          ´[,]´ § ´1:2: a value is missing before this´
          ´a: 1⏎...⏎b´ § ´3:1: this does not belong to anything above it; check the indentation´
          ´a: 1⏎]´ § ´2:1: the indentation of this line fits nothing above it´
          ´!!bool x: 1´ § ´1:1: a value that is not what its tag (!!) says´
          ´a: !!bool 1´ § ´1:4: a value that is not what its tag (!!) says´
          ´a: !!int x´ § ´1:4: a value that is not what its tag (!!) says´
          ´a: !!int 1.5´ § ´1:4: a value that is not what its tag (!!) says´
          ´a: !!float x´ § ´1:4: a value that is not what its tag (!!) says´
          ´a: !!float true´ § ´1:4: a value that is not what its tag (!!) says´
          ´a: [´ § ´1:5: the file ends inside [ ] or { }´
          ´%TAG ! a⏎%TAG ! b⏎---´ § ´2:1: a line that begins with % is a directive for YAML; this one is none that it takes´
          ´a: [b, &c´ § ´1:4: a '[' that is never closed´
""")
  void the_place_and_the_reason_are_named(String text, String message) {
    String file = text.replace('⏎', '\n').replace('→', '\t');
    assertThatThrownBy(() -> YamlDocument.parse("f", SourceText.of(file)))
        .isInstanceOf(DocumentException.class)
        .hasMessage("f:" + message);
  }

  @Test
  void line_column_and_reason_can_be_asked_for() {
    try {
      YamlDocument.parse("x/f.yaml", SourceText.of("a: 1\r\n\tb: 2"));
      throw new AssertionError("read");
    } catch (DocumentException e) {
      assertThat(e.document()).isEqualTo("x/f.yaml");
      assertThat(e.line()).isEqualTo(2);
      assertThat(e.column()).isEqualTo(1);
      assertThat(e.reason()).isEqualTo("a tab cannot indent YAML; use spaces");
    }
  }
}
