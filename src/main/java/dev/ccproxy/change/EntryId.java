package dev.ccproxy.change;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Names a journal entry: the second in UTC and a number within it, such as {@code
 * 20261125-221530-1}. Written and read by hand because a date formatter costs more at start-up than
 * everything else here.
 *
 * @param second {@code yyyyMMdd-HHmmss}
 * @param number 1 for the first of that second
 */
record EntryId(String second, int number) implements Comparable<EntryId> {
  private static final int SECOND_LENGTH = 15;
  private static final int MOST_DIGITS = 9;

  /**
   * The id of a change that is made now. It is greater than {@code newest} even if the clock went
   * back.
   */
  static EntryId next(Instant now, @Nullable EntryId newest) {
    String second = second(now);
    return newest == null || newest.second.compareTo(second) < 0
        ? new EntryId(second, 1)
        : new EntryId(newest.second, newest.number + 1);
  }

  /** Null where {@code name} is no id. */
  static @Nullable EntryId parse(String name) {
    int digits = name.length() - SECOND_LENGTH - 1;
    if (digits < 1 || digits > MOST_DIGITS) {
      return null;
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean dash = i == 8 || i == SECOND_LENGTH;
      if (dash ? c != '-' : c < '0' || c > '9') {
        return null;
      }
    }
    EntryId id =
        new EntryId(
            name.substring(0, SECOND_LENGTH), Integer.parseInt(name.substring(SECOND_LENGTH + 1)));
    return id.toString().equals(name) ? id : null;
  }

  private static String second(Instant now) {
    LocalDateTime time = LocalDateTime.ofInstant(now, ZoneOffset.UTC);
    StringBuilder text = new StringBuilder(SECOND_LENGTH);
    append(text, time.getYear(), 4);
    append(text, time.getMonthValue(), 2);
    append(text, time.getDayOfMonth(), 2);
    text.append('-');
    append(text, time.getHour(), 2);
    append(text, time.getMinute(), 2);
    append(text, time.getSecond(), 2);
    return text.toString();
  }

  private static void append(StringBuilder text, int value, int width) {
    String digits = Integer.toString(value);
    for (int i = digits.length(); i < width; i++) {
      text.append('0');
    }
    text.append(digits);
  }

  @Override
  public int compareTo(EntryId other) {
    int bySecond = second.compareTo(other.second);
    return bySecond != 0 ? bySecond : Integer.compare(number, other.number);
  }

  @Override
  public String toString() {
    return second + "-" + number;
  }
}
