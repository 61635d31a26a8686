package dev.ccproxy.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every sample is explained in every form in which people paste it. */
class RobustnessTest {
  private static final Signatures SIGNATURES = Signatures.packagedOnly();
  private static final List<Samples.Sample> SAMPLES = Samples.read().positive();

  private static void holds(String how, UnaryOperator<String> change) {
    List<String> lost = new ArrayList<>();
    for (Samples.Sample sample : SAMPLES) {
      Match expected = SIGNATURES.explain(sample.text()).matches().get(0);
      String changed = change.apply(sample.text());
      List<Match> matches = SIGNATURES.explain(changed).matches();
      String found =
          matches.isEmpty()
              ? "nothing"
              : matches.get(0).source()
                  + " "
                  + matches.get(0).signature()
                  + " "
                  + matches.get(0).layer();
      String wanted = expected.source() + " " + expected.signature() + " " + expected.layer();
      if (!found.equals(wanted)) {
        lost.add(sample.id() + " -> " + found + " (" + wanted + "): " + changed.replace("\n", "⏎"));
      }
    }
    assertThat(lost).as(how).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 53, 64, 80, 100, 120, 160, 200})
  void wrapped_by_a_terminal(int width) {
    holds("width " + width, text -> wrap(text, width, "", ""));
    holds("framed, width " + width, text -> wrap(text, width, "│ ", " │"));
    holds("indented, width " + width, text -> wrap(text, width, "  ", ""));
    holds("at blanks, width " + width, text -> wrapAtBlanks(text, width));
  }

  @Test
  void coloured() {
    holds(
        "lines",
        text -> "\u001b[31m" + text.replace("\n", "\u001b[0m\n\u001b[1;31m") + "\u001b[0m");
    holds("words", text -> text.replace(" ", " \u001b[2m"));
    holds("linked", text -> text.replace(" ", " \u001b]8;;http://x/\u001b\\"));
    holds("without the escape", text -> "[31m" + text + "[0m");
    holds("written out", text -> text.replace(" ", " \\u001b[31m"));
  }

  @Test
  void escaped_as_json_once_and_twice() {
    holds("once", RobustnessTest::json);
    holds("twice", text -> json(json(text)));
    holds("in an envelope", text -> "{\"log\":" + json(text) + ",\"stream\":\"stderr\"}");
    // An escape that is cut in two is lost, which matters only where all letters are escapes.
    holds(
        "twice, wrapped",
        text -> isChinese(text) ? json(json(text)) : wrap(json(json(text)), 80, "", ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-26T05:12:33.123456Z ",
        "2026-11-26 05:12:33,123 INFO ",
        "[2026-11-26 05:12:33] ",
        "2026/11/26 05:12:33 ",
        "05:12:33 ",
        "05:12:33 - ",
        "[05:12:33.001] [ERROR] ",
        "Nov 26 05:12:33 ",
        "26/Nov/2026:05:12:33 +0000 ",
        "litellm-1  | ",
        "litellm-1  | 2026-11-26T05:12:33Z ",
        "2026-11-26T05:12:33.123Z stderr F ",
        "> "
      })
  void behind_a_time_or_a_name(String prefix) {
    holds(prefix, text -> prefix + text.replace("\n", "\n" + prefix));
  }

  @Test
  void wrapped_with_a_time_in_front_of_every_line() {
    holds("80", text -> wrap(text, 80, "2026-11-26T05:12:33.1Z ", ""));
    holds("40", text -> wrap(text, 40, "litellm-1  | ", ""));
  }

  @Test
  void with_other_line_ends_and_blanks() {
    holds("Windows", text -> text.replace("\n", "\r\n") + "\r\n");
    holds("two blanks", text -> text.replace(" ", "  "));
    holds("hard blanks", text -> text.replace(" ", "\u00a0"));
    holds("read by a machine", text -> spread(text, 7));
    holds("typographic quotes", text -> text.replace("'", "’").replace("\"", "”"));
    holds("without quotes of Markdown", text -> text.replace("`", ""));
    holds("in capitals", text -> text.toUpperCase(java.util.Locale.ROOT).replace("\\U", "\\u"));
  }

  @Test
  void with_other_addresses_models_keys_and_numbers() {
    for (int seed = 0; seed < 3; seed++) {
      Random random = new Random(seed);
      holds("seed " + seed, text -> otherValues(text, random));
    }
  }

  @Test
  void between_other_lines() {
    String healthy =
        "INFO:     127.0.0.1:53074 - \"POST /v1/messages?beta=true HTTP/1.1\" 200 OK\n";
    holds("in a log", text -> healthy.repeat(30) + text + "\n" + healthy.repeat(30));
    String much = healthy.repeat(3500);
    List<String> lost = new ArrayList<>();
    for (int i = 0; i < SAMPLES.size(); i += 12) {
      String text = SAMPLES.get(i).text();
      Match expected = SIGNATURES.explain(text).matches().get(0);
      List<Match> matches = SIGNATURES.explain(much + text + "\n" + much).matches();
      if (matches.isEmpty()
          || !matches.get(0).source().equals(expected.source())
          || matches.get(0).line() != expected.line() + 3500) {
        lost.add(SAMPLES.get(i).id() + " -> " + matches);
      }
    }
    assertThat(lost).isEmpty();
    holds(
        "among prose",
        text -> "Hi, since yesterday I get this:\n\n" + text + "\n\nWhat can I do?\n");
  }

  @Test
  void as_utf16_and_packed() throws Exception {
    List<String> lost = new ArrayList<>();
    for (Samples.Sample sample : SAMPLES) {
      Match expected = SIGNATURES.explain(sample.text()).matches().get(0);
      byte[] wide = ("\uFEFF" + sample.text()).getBytes(StandardCharsets.UTF_16LE);
      ByteArrayOutputStream packed = new ByteArrayOutputStream();
      try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
        gzip.write(sample.text().getBytes(StandardCharsets.UTF_8));
      }
      for (byte[] bytes : List.of(wide, packed.toByteArray())) {
        if (bytes == wide && isChinese(sample.text())) {
          // Chinese characters are known in UTF-8 and as escapes of JSON.
          continue;
        }
        List<Match> matches =
            SIGNATURES.explain(new ByteArrayInputStream(bytes), Long.MAX_VALUE).matches();
        if (matches.isEmpty() || !matches.get(0).source().equals(expected.source())) {
          lost.add(sample.id());
        }
      }
    }
    assertThat(lost).isEmpty();
  }

  /** Less of a text may say less; it never says something else. */
  @Test
  void a_text_that_was_cut_off_gets_no_wrong_cause() {
    Map<String, Signature> byId = new TreeMap<>();
    SIGNATURES.all().forEach(s -> byId.put(s.id(), s));
    List<String> wrong = new ArrayList<>();
    for (Samples.Sample sample : SAMPLES) {
      for (int part : new int[] {67, 80, 50}) {
        String cut = sample.text().substring(0, sample.text().length() * part / 100);
        List<Match> matches = SIGNATURES.explain(cut).matches();
        if (matches.isEmpty() || matches.get(0).signature() == null) {
          continue;
        }
        Signature found = Objects.requireNonNull(byId.get(matches.get(0).signature()));
        Match whole = SIGNATURES.explain(sample.text()).matches().get(0);
        boolean coat = found.rank() > Kind.CAUSE.rank() + 9;
        // Without the words that make it special, the general one is right.
        boolean general = Objects.requireNonNull(byId.get(sample.id())).over().contains(found.id());
        if (!found.id().equals(sample.id())
            && !general
            && !coat
            && matches.get(0).layer() != whole.layer()) {
          wrong.add(sample.id() + " -> " + found.id() + ": " + cut);
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static boolean isChinese(String text) {
    return text.chars().anyMatch(c -> c >= 0x4000);
  }

  private static String wrap(String text, int width, String before, String behind) {
    StringBuilder out = new StringBuilder();
    for (String line : text.split("\n", -1)) {
      for (int i = 0; i == 0 || i < line.length(); i += width) {
        String part = line.substring(i, Math.min(line.length(), i + width));
        out.append(before).append(part);
        if (!behind.isEmpty()) {
          out.append(" ".repeat(width - part.length()));
        }
        out.append(behind).append('\n');
      }
    }
    return out.toString();
  }

  private static String wrapAtBlanks(String text, int width) {
    StringBuilder out = new StringBuilder();
    for (String line : text.split("\n", -1)) {
      int column = 0;
      for (String word : line.split(" ", -1)) {
        if (column > 0 && column + word.length() >= width) {
          out.append('\n');
          column = 0;
        }
        out.append(column == 0 ? "" : " ").append(word);
        column += word.length() + 1;
      }
      out.append('\n');
    }
    return out.toString();
  }

  private static String spread(String text, int every) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      out.append(i > 0 && i % every == 0 ? " " : "").append(text.charAt(i));
    }
    return out.toString();
  }

  static String json(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '<', '>', '&' -> out.append(String.format("\\u%04x", (int) c));
        default -> {
          if (c < 0x20 || c > 0x7e) {
            out.append(String.format("\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    return out.append('"').toString();
  }

  private static final Pattern VALUE =
      Pattern.compile(
          "https?://[\\w.:/-]+|sk-[\\w*-]+|\\b(?:gpt|claude|qwen|llama|deepseek)[\\w.-]*\\d[\\w.:-]*|\\b\\d{2,}\\b");

  /** Other values everywhere but in the words that decide. */
  private static String otherValues(String text, Random random) {
    List<String> deciding = new ArrayList<>();
    Match match = SIGNATURES.explain(text).matches().get(0);
    List<Integer> marks = match.excerpt().marks();
    for (int i = 0; i + 1 < marks.size(); i += 2) {
      deciding.add(match.excerpt().text().substring(marks.get(i), marks.get(i + 1)));
    }
    Matcher value = VALUE.matcher(text);
    StringBuilder out = new StringBuilder();
    int done = 0;
    while (value.find()) {
      String found = value.group();
      boolean decides =
          deciding.stream()
              .map(d -> d.replace("'", "").strip())
              .anyMatch(d -> d.contains(found) || found.contains(d) || d.contains(head(found)));
      boolean status = found.matches("[45]\\d\\d");
      out.append(text, done, value.start());
      out.append(decides || status ? found : other(found, random));
      done = value.end();
    }
    return out.append(text.substring(done)).toString();
  }

  /** Enough of an address to tell whether it decides. */
  private static String head(String value) {
    return value.length() > 14 ? value.substring(0, 14) : value;
  }

  private static String other(String value, Random random) {
    if (value.startsWith("http")) {
      return "https://gw"
          + random.nextInt(90)
          + ".example.org:84"
          + (10 + random.nextInt(80))
          + "/x";
    }
    if (value.startsWith("sk-")) {
      return "sk-" + Long.toString(random.nextLong() >>> 1, 36);
    }
    return Character.isDigit(value.charAt(0))
        ? Integer.toString(10 + random.nextInt(90000))
        : "zeta-" + random.nextInt(9) + "b-next";
  }
}
