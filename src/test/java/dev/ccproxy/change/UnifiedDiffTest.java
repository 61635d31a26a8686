package dev.ccproxy.change;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("StringConcatToTextBlock") // Line ends are what is tested here.
class UnifiedDiffTest {

  private static String diff(@Nullable String before, @Nullable String after) {
    String diff = UnifiedDiff.of("f.txt", before, after);
    String head = "--- a/f.txt\n+++ b/f.txt\n";
    return diff.startsWith(head) ? diff.substring(head.length()) : diff;
  }

  /** Lines 1 to {@code count}. */
  private static String numbers(int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 1; i <= count; i++) {
      text.append(i).append('\n');
    }
    return text.toString();
  }

  @Test
  void a_changed_line_has_three_lines_of_context() {
    assertThat(UnifiedDiff.of("f.txt", numbers(10), numbers(10).replace("5\n", "five\n")))
        .isEqualTo(
            """
            --- a/f.txt
            +++ b/f.txt
            @@ -2,7 +2,7 @@
             2
             3
             4
            -5
            +five
             6
             7
             8
            """);
  }

  @Test
  void nothing_is_shown_where_nothing_differs() {
    assertThat(UnifiedDiff.of("f", null, null)).isEmpty();
    assertThat(UnifiedDiff.of("f", "", "")).isEmpty();
    assertThat(UnifiedDiff.of("f", "a\r\nb", "a\r\nb")).isEmpty();
  }

  @Test
  void a_new_file_comes_from_nowhere() {
    assertThat(UnifiedDiff.of("f.txt", null, "a\nb\n"))
        .isEqualTo("--- /dev/null\n+++ b/f.txt\n@@ -0,0 +1,2 @@\n+a\n+b\n");
    assertThat(UnifiedDiff.of("f.txt", null, "a\n"))
        .isEqualTo("--- /dev/null\n+++ b/f.txt\n@@ -0,0 +1 @@\n+a\n");
    assertThat(UnifiedDiff.of("f.txt", null, "")).isEqualTo("--- /dev/null\n+++ b/f.txt\n");
  }

  @Test
  void a_deleted_file_goes_nowhere() {
    assertThat(UnifiedDiff.of("f.txt", "a\n", null))
        .isEqualTo("--- a/f.txt\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n");
    assertThat(UnifiedDiff.of("f.txt", "", null)).isEqualTo("--- a/f.txt\n+++ /dev/null\n");
  }

  @Test
  void an_empty_file_that_is_filled_is_no_new_file() {
    assertThat(UnifiedDiff.of("f.txt", "", "a\n"))
        .isEqualTo("--- a/f.txt\n+++ b/f.txt\n@@ -0,0 +1 @@\n+a\n");
  }

  @Test
  void changes_at_both_ends_have_the_context_there_is() {
    assertThat(diff("1\n2\n", "0\n1\n2\n")).isEqualTo("@@ -1,2 +1,3 @@\n+0\n 1\n 2\n");
    assertThat(diff("1\n2\n", "1\n2\n3\n")).isEqualTo("@@ -1,2 +1,3 @@\n 1\n 2\n+3\n");
    assertThat(diff("1\n2\n", "2\n")).isEqualTo("@@ -1,2 +1 @@\n-1\n 2\n");
    assertThat(diff("1\n2\n", "1\n")).isEqualTo("@@ -1,2 +1 @@\n 1\n-2\n");
  }

  @Test
  void changes_that_share_context_stand_together_and_others_apart() {
    String before = numbers(20);
    String six = before.replace("\n5\n", "\nx\n").replace("\n12\n", "\ny\n");
    assertThat(diff(before, six))
        .isEqualTo(
            "@@ -2,14 +2,14 @@\n 2\n 3\n 4\n-5\n+x\n 6\n 7\n 8\n 9\n 10\n 11\n-12\n+y\n 13\n 14\n"
                + " 15\n");
    String seven = before.replace("\n5\n", "\nx\n").replace("\n13\n", "\n");
    assertThat(diff(before, seven))
        .isEqualTo(
            "@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+x\n 6\n 7\n 8\n"
                + "@@ -10,7 +10,6 @@\n 10\n 11\n 12\n-13\n 14\n 15\n 16\n");
  }

  @Test
  void a_missing_newline_at_the_end_is_said() {
    assertThat(diff("a", "a\n")).isEqualTo("@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n");
    assertThat(diff("a\n", "a")).isEqualTo("@@ -1 +1 @@\n-a\n+a\n\\ No newline at end of file\n");
    assertThat(diff("x\na", "y\na"))
        .isEqualTo("@@ -1,2 +1,2 @@\n-x\n+y\n a\n\\ No newline at end of file\n");
    assertThat(UnifiedDiff.of("f", null, "a"))
        .endsWith("@@ -0,0 +1 @@\n+a\n\\ No newline at end of file\n");
  }

  @Test
  void carriage_returns_that_are_everywhere_are_not_shown() {
    assertThat(diff("a\r\nb\r\n", "a\r\nc\r\n")).isEqualTo("@@ -1,2 +1,2 @@\n a\n-b\n+c\n");
    assertThat(UnifiedDiff.of("f", null, "a\r\nb"))
        .endsWith("@@ -0,0 +1,2 @@\n+a\n+b\n\\ No newline at end of file\n");
  }

  @Test
  void carriage_returns_that_come_go_or_are_mixed_are_shown() {
    assertThat(diff("a\r\nb\r\n", "a\nb\r\n")).isEqualTo("@@ -1,2 +1,2 @@\n-a\\r\n+a\n b\\r\n");
    assertThat(diff("a\nb\n", "a\nb\r\n")).isEqualTo("@@ -1,2 +1,2 @@\n a\n-b\n+b\\r\n");
    assertThat(diff("a\rb\n", "a\rc\n")).isEqualTo("@@ -1 +1 @@\n-a\\rb\n+a\\rc\n");
    assertThat(diff("a\r\nx\ry\r\n", "a\r\nx\rz\r\n"))
        .isEqualTo("@@ -1,2 +1,2 @@\n a\n-x\\ry\n+x\\rz\n");
    assertThat(diff("a\r", "b\r"))
        .isEqualTo(
            "@@ -1 +1 @@\n-a\\r\n\\ No newline at end of file\n"
                + "+b\\r\n\\ No newline at end of file\n");
  }

  @ParameterizedTest
  @CsvSource({
    "litellm_config.yaml,a/litellm_config.yaml",
    ".claude/settings.json,a/.claude/settings.json",
    "/home/u/.claude/settings.json,/home/u/.claude/settings.json",
    "~/.claude/settings.json,~/.claude/settings.json",
    "C:\\Users\\u,C:\\Users\\u",
    "'',a/",
  })
  void the_head_names_the_file_as_the_user_knows_it(String label, String shown) {
    assertThat(UnifiedDiff.of(label, "a\n", null)).startsWith("--- " + shown + "\n");
  }

  @Test
  void a_name_with_line_ends_cannot_forge_lines() {
    assertThat(UnifiedDiff.of("a\n+b\u001B[0m\u007F", "a\n", null))
        .startsWith("--- a/a?+b?[0m?\n+++ /dev/null\n");
  }

  @Test
  void empty_lines_are_lines() {
    assertThat(diff("\n\na\n", "\n\nb\n")).isEqualTo("@@ -1,3 +1,3 @@\n \n \n-a\n+b\n");
    assertThat(diff("\n", "")).isEqualTo("@@ -1 +0,0 @@\n-\n");
  }

  @Test
  void moved_and_repeated_lines_give_a_short_diff() {
    assertThat(diff("a\nb\nc\na\nb\nb\na\n", "c\nb\na\nb\na\nc\n")).hasLineCount(1 + 3 + 3 + 3);
    assertThat(diff("x\nx\nx\n", "x\nx\nx\nx\n")).hasLineCount(5);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 5, 40})
  void a_diff_applied_to_the_old_text_gives_the_new_one(int alphabet) {
    Random random = new Random(20261125L + alphabet);
    for (int round = 0; round < 2000; round++) {
      String before = text(random, alphabet);
      String after = random.nextInt(4) == 0 ? text(random, alphabet) : edited(random, before);
      String diff = diff(before, after);
      assertThat(applied(before, diff)).as(diff).isEqualTo(after);
    }
  }

  @Test
  void texts_that_differ_in_thousands_of_lines_are_cut_at_the_lines_they_share() {
    List<String> before = new ArrayList<>();
    List<String> after = new ArrayList<>();
    Random random = new Random(7);
    int changed = 0;
    for (int i = 0; i < 6000; i++) {
      before.add("head\n");
      after.add("head\n");
    }
    for (int i = 0; i < 5000; i++) {
      before.add("line " + i + "\n");
      if (i % 4 == 0) {
        changed++;
        after.add("other " + i + "\n");
        if (random.nextInt(3) == 0) {
          changed++;
          after.add("more\n");
        }
      } else {
        after.add("line " + i + "\n");
      }
    }
    String diff = diff(String.join("", before), String.join("", after));
    assertThat(applied(String.join("", before), diff)).isEqualTo(String.join("", after));
    assertThat(diff.lines().filter(line -> line.startsWith("+")).count()).isEqualTo(changed);
    assertThat(diff.lines().filter(line -> line.startsWith("-")).count()).isEqualTo(1250);
  }

  @Test
  void lines_that_changed_places_are_right_all_the_same() {
    Random random = new Random(8);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      lines.add((i % 3 == 0 ? "same" : "line " + i) + "\n");
    }
    String before = "head\n".repeat(1000) + String.join("", lines);
    Collections.shuffle(lines, random);
    String after = "head\n".repeat(1000) + String.join("", lines);
    assertThat(applied(before, diff(before, after))).isEqualTo(after);
    assertThat(applied(after, diff(after, before))).isEqualTo(before);
  }

  @Test
  void texts_without_a_common_line_are_replaced_as_a_whole() {
    String before = numbers(3000);
    String after = before.replace("\n", " \n");
    String diff = diff(before, after);
    assertThat(diff).startsWith("@@ -1,3000 +1,3000 @@\n-1\n").endsWith("+3000 \n");
    assertThat(diff).hasLineCount(6001);
  }

  @Test
  @Timeout(20)
  void a_file_of_25_000_lines_with_few_changes_is_fast() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 25_000; i++) {
      text.append("      \"setting number ")
          .append(i % 700)
          .append("\": \"")
          .append("x".repeat(50));
      text.append(i).append("\",\n");
    }
    String before = text.toString();
    assertThat(before.length()).isGreaterThan(2_000_000);
    String after =
        before.replace("x3\"", "y\"").replace("x12000\",", "x12000\",\nnew").replace("x24990", "");
    String diff = diff(before, after);
    assertThat(applied(before, diff)).isEqualTo(after);
    assertThat(diff.lines().filter(line -> line.startsWith("@@"))).hasSize(3);
  }

  private static String text(Random random, int alphabet) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(12); i > 0; i--) {
      text.append((char) ('0' + random.nextInt(alphabet))).append('\n');
    }
    return random.nextBoolean() || text.isEmpty() ? text.toString() : text.append('z').toString();
  }

  private static String edited(Random random, String text) {
    List<String> lines = new ArrayList<>(text.lines().toList());
    for (int i = random.nextInt(3) + 1; i > 0; i--) {
      int at = random.nextInt(lines.size() + 1);
      if (at < lines.size() && random.nextBoolean()) {
        lines.remove(at);
      } else {
        lines.add(at, "n" + random.nextInt(3));
      }
    }
    String joined = String.join("\n", lines);
    return joined.isEmpty() || random.nextBoolean() ? joined : joined + "\n";
  }

  /** What {@code patch} does, and as strict: every line and every number must fit. */
  private static String applied(String before, String diff) {
    List<String> old = new ArrayList<>();
    for (int from = 0; from < before.length(); ) {
      int feed = before.indexOf('\n', from);
      int to = feed < 0 ? before.length() : feed + 1;
      old.add(before.substring(from, to));
      from = to;
    }
    StringBuilder result = new StringBuilder();
    int at = 0;
    int written = 0;
    int oldLeft = 0;
    int newLeft = 0;
    List<String> lines = diff.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.startsWith("@@")) {
        assertThat(oldLeft + newLeft).isZero();
        String[] words = line.split(" ", -1);
        int[] oldRange = range(words[1]);
        int[] newRange = range(words[2]);
        while (at < oldRange[0]) {
          result.append(old.get(at++));
          written++;
        }
        assertThat(written).isEqualTo(newRange[0]);
        oldLeft = oldRange[1];
        newLeft = newRange[1];
        continue;
      }
      boolean unfed = i + 1 < lines.size() && lines.get(i + 1).startsWith("\\");
      String content = line.substring(1) + (unfed ? "" : "\n");
      if (unfed) {
        i++;
      }
      if (line.charAt(0) != '+') {
        assertThat(old.get(at++)).isEqualTo(content);
        oldLeft--;
      }
      if (line.charAt(0) != '-') {
        result.append(content);
        written++;
        newLeft--;
      }
    }
    assertThat(oldLeft + newLeft).isZero();
    while (at < old.size()) {
      result.append(old.get(at++));
    }
    return result.toString();
  }

  /** Start from 0 and length. */
  private static int[] range(String word) {
    String[] parts = word.substring(1).split(",", -1);
    int length = parts.length == 1 ? 1 : Integer.parseInt(parts[1]);
    int start = Integer.parseInt(parts[0]);
    return new int[] {length == 0 ? start : start - 1, length};
  }
}
