package dev.ccproxy.document;

import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.util.Locale;

/**
 * What a plain scalar is to PyYAML, the parser of LiteLLM: the resolver of YAML 1.1 as PyYAML 6
 * writes it down ({@code yaml/resolver.py}), which is neither that of SnakeYAML ({@code 1e3} is a
 * string) nor that of YAML 1.2 ({@code 0o17} is one too).
 */
final class YamlScalars {
  /** Longer numbers are compared as text: turning them into numbers takes quadratic time. */
  private static final int LONGEST_NUMBER = 400;

  private YamlScalars() {}

  /**
   * The kind of a plain scalar. The two that PyYAML refuses as values, {@code =} and {@code <<},
   * are strings here.
   */
  static Node.Kind kind(String text) {
    if (isNull(text)) {
      return Node.Kind.NULL;
    }
    if (isBoolean(text)) {
      return Node.Kind.BOOLEAN;
    }
    char first = text.charAt(0);
    if (!isDigit(first) && first != '-' && first != '+' && first != '.') {
      return Node.Kind.STRING;
    }
    if (isNumber(text)) {
      return Node.Kind.NUMBER;
    }
    return isTimestamp(text) ? Node.Kind.TIMESTAMP : Node.Kind.STRING;
  }

  private static boolean isNull(String text) {
    return switch (text) {
      case "", "~", "null", "Null", "NULL" -> true;
      default -> false;
    };
  }

  private static boolean isBoolean(String text) {
    return switch (text) {
      case "yes", "Yes", "YES", "no", "No", "NO" -> true;
      case "true", "True", "TRUE", "false", "False", "FALSE" -> true;
      case "on", "On", "ON", "off", "Off", "OFF" -> true;
      default -> false;
    };
  }

  private static boolean isNumber(String text) {
    int i = text.charAt(0) == '-' || text.charAt(0) == '+' ? 1 : 0;
    boolean signed = i == 1;
    char first = at(text, i);
    if (first == '.') {
      return isInfinite(text, i) || (!signed && (isNan(text) || isPointNumber(text)));
    }
    if (!isDigit(first)) {
      return false;
    }
    if (first == '0' && (at(text, i + 1) == 'b' || at(text, i + 1) == 'x')) {
      return isRadixNumber(text, i + 2, at(text, i + 1) == 'x');
    }
    int end = digits(text, i);
    if (end == text.length()) {
      return first != '0' || end == i + 1 || isOctal(text, i + 1);
    }
    if (text.charAt(end) == '.') {
      return isExponentOrEnd(text, digits(text, end + 1));
    }
    return text.charAt(end) == ':' && isSexagesimal(text, end, first != '0');
  }

  private static boolean isInfinite(String text, int i) {
    return switch (text.substring(i)) {
      case ".inf", ".Inf", ".INF" -> true;
      default -> false;
    };
  }

  private static boolean isNan(String text) {
    return text.equals(".nan") || text.equals(".NaN") || text.equals(".NAN");
  }

  private static boolean isPointNumber(String text) {
    return isDigit(at(text, 1)) && isExponentOrEnd(text, digits(text, 1));
  }

  private static boolean isRadixNumber(String text, int from, boolean hexadecimal) {
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean fits =
          c == '_'
              || c == '0'
              || c == '1'
              || (hexadecimal && (isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F')));
      if (!fits) {
        return false;
      }
    }
    return from < text.length();
  }

  private static boolean isOctal(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      if (text.charAt(i) == '8' || text.charAt(i) == '9') {
        return false;
      }
    }
    return true;
  }

  /** The exponent needs its sign: without one PyYAML sees a string. */
  private static boolean isExponentOrEnd(String text, int i) {
    if (i == text.length()) {
      return true;
    }
    char sign = at(text, i + 1);
    return (text.charAt(i) == 'e' || text.charAt(i) == 'E')
        && (sign == '-' || sign == '+')
        && i + 2 < text.length()
        && digitRun(text, i + 2) == text.length();
  }

  private static boolean isSexagesimal(String text, int colon, boolean wholeAllowed) {
    int i = colon;
    while (at(text, i) == ':') {
      if (!isDigit(at(text, i + 1))) {
        return false;
      }
      i += isDigit(at(text, i + 2)) && text.charAt(i + 1) <= '5' ? 3 : 2;
    }
    if (i == text.length()) {
      return wholeAllowed;
    }
    return text.charAt(i) == '.' && digits(text, i + 1) == text.length();
  }

  /** A date, or a date and a time of day behind {@code T} or blanks. */
  private static boolean isTimestamp(String text) {
    int year = digitRun(text, 0);
    int month = digitRun(text, year + 1);
    int day = digitRun(text, month + 1);
    if (year != 4
        || at(text, year) != '-'
        || at(text, month) != '-'
        || !isShort(month - year - 1)
        || !isShort(day - month - 1)) {
      return false;
    }
    if (day == text.length()) {
      return month == 7 && day == 10;
    }
    int time = skipBlanks(text, day);
    if (time == day) {
      if (text.charAt(day) != 'T' && text.charAt(day) != 't') {
        return false;
      }
      time++;
    }
    int hour = digitRun(text, time);
    if (!isShort(hour - time) || !isTwoDigits(text, hour) || !isTwoDigits(text, hour + 3)) {
      return false;
    }
    int end = hour + 6;
    if (at(text, end) == '.') {
      end = digitRun(text, end + 1);
    }
    return isZoneOrEnd(text, end);
  }

  private static boolean isZoneOrEnd(String text, int from) {
    if (from == text.length()) {
      return true;
    }
    int i = skipBlanks(text, from);
    if (at(text, i) == 'Z') {
      return i + 1 == text.length();
    }
    if (at(text, i) != '-' && at(text, i) != '+') {
      return false;
    }
    int hour = digitRun(text, i + 1);
    return isShort(hour - i - 1)
        && (hour == text.length() || (isTwoDigits(text, hour) && hour + 3 == text.length()));
  }

  /** Whether a colon and exactly two digits stand here. */
  private static boolean isTwoDigits(String text, int i) {
    return at(text, i) == ':' && digitRun(text, i + 1) == i + 3;
  }

  private static boolean isShort(int digits) {
    return digits == 1 || digits == 2;
  }

  private static int skipBlanks(String text, int from) {
    int i = from;
    while (at(text, i) == ' ' || at(text, i) == '\t') {
      i++;
    }
    return i;
  }

  /** Behind digits and underscores. */
  private static int digits(String text, int from) {
    int i = from;
    while (isDigit(at(text, i)) || at(text, i) == '_') {
      i++;
    }
    return i;
  }

  /** Behind digits. */
  private static int digitRun(String text, int from) {
    int i = from;
    while (isDigit(at(text, i))) {
      i++;
    }
    return i;
  }

  private static char at(String text, int i) {
    return i < text.length() ? text.charAt(i) : 0;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** Whether the date of a timestamp exists: PyYAML fails on one that does not. */
  static boolean isRealDate(String timestamp) {
    int[] parts = new int[6];
    int part = 0;
    int i = 0;
    while (part < 6 && i < timestamp.length() && timestamp.charAt(i) != '.') {
      int end = digitRun(timestamp, i);
      if (end > i) {
        parts[part++] = Integer.parseInt(timestamp.substring(i, end));
        i = end;
      } else {
        i++;
      }
    }
    try {
      LocalDateTime.of(parts[0], parts[1], parts[2], parts[3], parts[4], parts[5]);
      return parts[0] > 0;
    } catch (DateTimeException e) {
      return false;
    }
  }

  /** Whether two scalars are the same value to PyYAML: {@code 0x10} is 16, {@code yes} is true. */
  static boolean same(Node.Scalar one, Node.Scalar other) {
    if (one.kind() != other.kind()) {
      return false;
    }
    return switch (one.kind()) {
      case NULL -> true;
      case BOOLEAN -> one.isBoolean(true) == other.isBoolean(true);
      case NUMBER ->
          one.value().equals(other.value()) || number(one.value()).equals(number(other.value()));
      case STRING, TIMESTAMP -> one.value().equals(other.value());
    };
  }

  /** A text that is equal for equal numbers. An integer and a float are never equal. */
  static String number(String text) {
    String digits = text.replace("_", "").toLowerCase(Locale.ROOT);
    if (text.length() > LONGEST_NUMBER) {
      return digits;
    }
    boolean negative = digits.startsWith("-");
    if (negative || digits.startsWith("+")) {
      digits = digits.substring(1);
    }
    try {
      return isFloat(digits) ? real(digits, negative) : whole(digits, negative);
    } catch (NumberFormatException e) {
      return text;
    }
  }

  private static boolean isFloat(String digits) {
    return digits.indexOf('.') >= 0 || (digits.indexOf('e') >= 0 && !digits.startsWith("0x"));
  }

  private static String real(String digits, boolean negative) {
    double value = 0;
    if (digits.equals(".inf")) {
      value = Double.POSITIVE_INFINITY;
    } else if (digits.equals(".nan")) {
      value = Double.NaN;
    } else {
      for (String part : digits.split(":", -1)) {
        value = value * 60 + Double.parseDouble(part);
      }
    }
    return Double.toString(negative ? -value : value);
  }

  private static String whole(String digits, boolean negative) {
    BigInteger value;
    if (digits.startsWith("0b")) {
      value = new BigInteger(digits.substring(2), 2);
    } else if (digits.startsWith("0x")) {
      value = new BigInteger(digits.substring(2), 16);
    } else if (digits.startsWith("0")) {
      value = new BigInteger(digits, 8);
    } else {
      value = BigInteger.ZERO;
      for (String part : digits.split(":", -1)) {
        value = value.multiply(BigInteger.valueOf(60)).add(new BigInteger(part));
      }
    }
    return (negative ? value.negate() : value).toString();
  }
}
