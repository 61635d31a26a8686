package dev.ccproxy.explain;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One block of a signature file: where its fields stand in the bytes of the file. Their text is
 * made when somebody asks for it, because one run needs a handful of thousands.
 */
final class Stanza {
  private final SignatureFile file;
  private final String id;
  private final int line;

  /** For each field its number among {@link SignatureFile#NAMES}, its begin and its end. */
  private int[] fields = new int[36];

  private int length;

  /**
   * An empty one.
   *
   * @param line the line of its id, from 1
   */
  Stanza(SignatureFile file, String id, int line) {
    this.file = file;
    this.id = id;
    this.line = line;
  }

  String id() {
    return id;
  }

  int line() {
    return line;
  }

  String origin() {
    return file.origin();
  }

  void add(int name, int from, int to) {
    if (length + 3 > fields.length) {
      fields = Arrays.copyOf(fields, length * 2);
    }
    fields[length] = name;
    fields[length + 1] = from;
    fields[length + 2] = to;
    length += 3;
  }

  /** The last field goes on up to {@code to}; false where there is none. */
  boolean goOn(int to) {
    if (length == 0) {
      return false;
    }
    fields[length - 1] = to;
    return true;
  }

  /** Number of fields. */
  int size() {
    return length / 3;
  }

  /** Whether the field of that number has this name. */
  boolean is(int field, int name) {
    return fields[field * 3] == name;
  }

  /** The value of the field of that number. */
  String value(int field) {
    return value(fields[field * 3 + 1], fields[field * 3 + 2]);
  }

  /** The first value of a field; else the default of the file; else empty. */
  String text(int name) {
    for (int i = 0; i < length; i += 3) {
      if (fields[i] == name) {
        return value(fields[i + 1], fields[i + 2]);
      }
    }
    return file.defaultOf(name);
  }

  private String value(int from, int to) {
    String text = new String(file.bytes(), from, to - from, StandardCharsets.UTF_8);
    int end = text.indexOf('\n');
    if (end < 0) {
      return text.strip();
    }
    StringBuilder joined = new StringBuilder(text.length());
    int start = 0;
    while (start < text.length()) {
      end = text.indexOf('\n', start);
      end = end < 0 ? text.length() : end;
      joined.append(joined.length() == 0 ? "" : " ").append(text.substring(start, end).strip());
      start = end + 1;
    }
    return joined.toString();
  }

  Layer layer(int name, Layer fallback) {
    String word = text(name);
    for (Layer layer : Layer.values()) {
      if (layer.word().equals(word)) {
        return layer;
      }
    }
    return fallback;
  }

  Confidence confidence() {
    String word = text(SignatureFile.CONFIDENCE);
    for (Confidence confidence : Confidence.values()) {
      if (confidence.word().equals(word)) {
        return confidence;
      }
    }
    return Confidence.LIKELY;
  }
}
