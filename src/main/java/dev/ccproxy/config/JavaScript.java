package dev.ccproxy.config;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Numbers as the client reads and writes them, which is a program in JavaScript. */
final class JavaScript {
  /** Up to here a whole number is written without an exponent. */
  private static final double PLAIN = 1e21;

  private JavaScript() {}

  /** A number of a JSON file as text: {@code 1e3} becomes {@code 1000}, {@code 4.0} {@code 4}. */
  static String number(String json) {
    double number;
    try {
      number = Double.parseDouble(json);
    } catch (NumberFormatException e) {
      return json;
    }
    double size = Math.abs(number);
    if (number == 0) {
      return "0";
    }
    if (size >= PLAIN || size < 1e-6) {
      // Too rare a credential or name to imitate how the exponent is written.
      return json;
    }
    // The shortest digits that give the same number, zeros up to the point.
    return new BigDecimal(Double.toString(number)).stripTrailingZeros().toPlainString();
  }

  /**
   * The whole number at the beginning of a text, towards zero; larger ones than a long are the
   * largest.
   *
   * @param exponents whether {@code 1e3} is a thousand, as for parseFloat, or one, as for parseInt
   * @return -1 where there is none, or a negative one
   */
  static long leading(String text, boolean exponents) {
    String clean = text.strip();
    int at = clean.startsWith("+") ? 1 : 0;
    int end = digits(clean, at);
    if (end == at) {
      return -1;
    }
    if (exponents) {
      end = digits(clean, end < clean.length() && clean.charAt(end) == '.' ? end + 1 : end);
      if (end < clean.length() && (clean.charAt(end) == 'e' || clean.charAt(end) == 'E')) {
        int sign = end + 1 < clean.length() && "+-".indexOf(clean.charAt(end + 1)) >= 0 ? 2 : 1;
        int after = digits(clean, end + sign);
        end = after > end + sign ? after : end;
      }
    }
    double number = Double.parseDouble(clean.substring(at, end));
    return number >= Long.MAX_VALUE
        ? Long.MAX_VALUE
        : BigDecimal.valueOf(number).setScale(0, RoundingMode.DOWN).longValue();
  }

  private static int digits(String text, int from) {
    int end = from;
    while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
      end++;
    }
    return end;
  }
}
