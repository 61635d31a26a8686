package dev.ccproxy.probe;

import org.jspecify.annotations.Nullable;

/** Reads numeric addresses; nothing is looked up. */
final class IpAddress {
  private IpAddress() {}

  /** The bytes of a dotted IPv4 or an IPv6 address without brackets; null for a name. */
  static byte @Nullable [] parse(String text) {
    return text.indexOf(':') >= 0 ? parse6(text) : parse4(text);
  }

  private static byte @Nullable [] parse4(String text) {
    byte[] out = new byte[4];
    int part = 0;
    int value = -1;
    for (int i = 0; i <= text.length(); i++) {
      char c = i < text.length() ? text.charAt(i) : '.';
      if (c == '.') {
        if (value < 0 || part == 4) {
          return null;
        }
        out[part++] = (byte) value;
        value = -1;
      } else if (c >= '0' && c <= '9') {
        value = Math.max(0, value) * 10 + (c - '0');
        if (value > 255) {
          return null;
        }
      } else {
        return null;
      }
    }
    return part == 4 ? out : null;
  }

  private static byte @Nullable [] parse6(String text) {
    int[] groups = new int[8];
    int count = 0;
    int gap = -1;
    int i = 0;
    if (text.startsWith("::")) {
      gap = 0;
      i = 2;
    }
    while (i < text.length()) {
      int end = i;
      while (end < text.length() && text.charAt(end) != ':') {
        end++;
      }
      String group = text.substring(i, end);
      if (group.indexOf('.') >= 0) {
        byte[] v4 = parse4(group);
        if (v4 == null || count > 6 || end != text.length()) {
          return null;
        }
        groups[count++] = ((v4[0] & 0xFF) << 8) | (v4[1] & 0xFF);
        groups[count++] = ((v4[2] & 0xFF) << 8) | (v4[3] & 0xFF);
      } else {
        int value = hex(group);
        if (value < 0 || count == 8) {
          return null;
        }
        groups[count++] = value;
      }
      i = end + 1;
      if (end == text.length() - 1) {
        return null;
      }
      if (i < text.length() && text.charAt(i) == ':') {
        if (gap >= 0) {
          return null;
        }
        gap = count;
        i++;
      }
    }
    if (gap < 0 ? count != 8 : count > 7) {
      return null;
    }
    byte[] out = new byte[16];
    for (int g = 0; g < count; g++) {
      int place = gap < 0 || g < gap ? g : 8 - count + g;
      out[2 * place] = (byte) (groups[g] >> 8);
      out[2 * place + 1] = (byte) groups[g];
    }
    return out;
  }

  private static int hex(String group) {
    if (group.isEmpty() || group.length() > 4) {
      return -1;
    }
    int value = 0;
    for (int i = 0; i < group.length(); i++) {
      int digit = Character.digit(group.charAt(i), 16);
      if (digit < 0 || group.charAt(i) > 0x7F) {
        return -1;
      }
      value = value * 16 + digit;
    }
    return value;
  }
}
