package dev.ccproxy.explain;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads signature files; the head of signatures.txt describes the form. */
final class SignatureFile {
  static final int MATCH = 0;
  static final int UNLESS = 1;
  static final int KIND = 2;
  static final int RANK = 3;
  static final int NEEDS = 4;
  static final int OVER = 5;
  static final int COAT = 6;
  static final int LAYER = 7;
  static final int BEHIND = 8;
  static final int CONFIDENCE = 9;
  static final int CAUSE = 10;
  static final int FIX = 11;
  static final int CHECK = 12;
  static final int VERSIONS = 13;
  static final int SOURCE = 14;
  static final int VERIFIED = 15;
  static final int FILES = 16;

  private static final String[] NAMES = {
    "match",
    "unless",
    "kind",
    "rank",
    "needs",
    "over",
    "coat",
    "layer",
    "behind",
    "confidence",
    "cause",
    "fix",
    "check",
    "versions",
    "source",
    "verified",
    "files"
  };

  private static final String DEFAULT = "default ";

  private final String origin;
  private final byte[] bytes;
  private final String[] defaults = new String[NAMES.length];
  private final List<Stanza> stanzas = new ArrayList<>(256);

  private SignatureFile(String origin, byte[] bytes) {
    this.origin = origin;
    this.bytes = bytes;
    java.util.Arrays.fill(defaults, "");
  }

  /**
   * The signatures of a file.
   *
   * @param origin its name, for messages
   * @throws SignatureFileException with the line of a defect
   */
  static List<Signature> read(String origin, byte[] bytes) throws SignatureFileException {
    SignatureFile file = new SignatureFile(origin, bytes);
    file.split();
    List<Signature> signatures = new ArrayList<>(file.stanzas.size());
    for (Stanza stanza : file.stanzas) {
      signatures.add(signature(stanza));
    }
    return signatures;
  }

  String origin() {
    return origin;
  }

  byte[] bytes() {
    return bytes;
  }

  String defaultOf(int name) {
    return defaults[name];
  }

  private void split() throws SignatureFileException {
    Stanza current = null;
    int number = 0;
    int from = 0;
    while (from < bytes.length) {
      int end = from;
      while (end < bytes.length && bytes[end] != '\n') {
        end++;
      }
      int to = end > from && bytes[end - 1] == '\r' ? end - 1 : end;
      number++;
      if (to > from && bytes[from] != '#') {
        if (bytes[from] == '[') {
          current = stanza(from, to, number);
        } else if (bytes[from] == ' ') {
          if (current == null || !current.goOn(to)) {
            throw new SignatureFileException(
                origin, number, "there is no line that this one could go on");
          }
        } else if (starts(DEFAULT, from, to)) {
          int start = from + DEFAULT.length();
          int name = name(start, to, number);
          defaults[name] = text(start + NAMES[name].length() + 1, to);
        } else {
          int name = name(from, to, number);
          if (current == null) {
            throw new SignatureFileException(origin, number, "a field stands outside of a block");
          }
          current.add(name, from + NAMES[name].length() + 1, to);
        }
      }
      from = end + 1;
    }
  }

  private Stanza stanza(int from, int to, int number) throws SignatureFileException {
    if (bytes[to - 1] != ']' || to - from < 3) {
      throw new SignatureFileException(origin, number, "an id stands in brackets: [X01]");
    }
    Stanza stanza = new Stanza(this, text(from + 1, to - 1), number);
    stanzas.add(stanza);
    return stanza;
  }

  private int name(int from, int to, int number) throws SignatureFileException {
    for (int i = 0; i < NAMES.length; i++) {
      int colon = from + NAMES[i].length();
      if (bytes[from] == NAMES[i].charAt(0)
          && colon < to
          && bytes[colon] == ':'
          && starts(NAMES[i], from, to)) {
        return i;
      }
    }
    int colon = from;
    while (colon < to && bytes[colon] != ':') {
      colon++;
    }
    throw new SignatureFileException(
        origin, number, "\"" + text(from, colon) + "\" is no field of a signature");
  }

  private boolean starts(String word, int from, int to) {
    if (from + word.length() > to) {
      return false;
    }
    for (int i = 0; i < word.length(); i++) {
      if (bytes[from + i] != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private String text(int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.UTF_8).strip();
  }

  private static Signature signature(Stanza stanza) throws SignatureFileException {
    String kindWord = stanza.text(KIND);
    Kind kind = kindWord.isEmpty() ? Kind.CAUSE : Kind.of(kindWord);
    if (kind == null) {
      throw defect(stanza, "there is no kind \"" + kindWord + "\"");
    }
    if (stanza.layer(LAYER, Layer.UNKNOWN) == Layer.UNKNOWN
        && !stanza.text(LAYER).equals(Layer.UNKNOWN.word())) {
      throw defect(stanza, "there is no layer \"" + stanza.text(LAYER) + "\"");
    }
    List<Wording> wordings = wordings(stanza, MATCH);
    if (wordings.isEmpty() || !has(stanza, CAUSE)) {
      throw defect(stanza, "match and cause are needed");
    }
    String over = stanza.text(OVER);
    return new Signature(
        stanza,
        kind,
        rank(stanza, kind),
        needs(stanza),
        stanza.text(COAT).equals("yes"),
        wordings,
        wordings(stanza, UNLESS),
        over.isEmpty() ? List.of() : List.of(over.split(" ")));
  }

  private static boolean has(Stanza stanza, int name) {
    for (int i = 0; i < stanza.size(); i++) {
      if (stanza.is(i, name)) {
        return true;
      }
    }
    return false;
  }

  private static int rank(Stanza stanza, Kind kind) throws SignatureFileException {
    String rank = stanza.text(RANK);
    if (rank.isEmpty()) {
      return kind.rank();
    }
    try {
      return Integer.parseInt(rank);
    } catch (NumberFormatException e) {
      throw defect(stanza, "rank is a number");
    }
  }

  private static Signature.Needs needs(Stanza stanza) throws SignatureFileException {
    String word = stanza.text(NEEDS);
    return switch (word) {
      case "" -> Signature.Needs.NOTHING;
      case "error" -> Signature.Needs.ERROR;
      case "alone" -> Signature.Needs.ALONE;
      case "start" -> Signature.Needs.START;
      default -> throw defect(stanza, "needs is error, alone or start");
    };
  }

  private static List<Wording> wordings(Stanza stanza, int name) throws SignatureFileException {
    List<Wording> wordings = null;
    for (int i = 0; i < stanza.size(); i++) {
      if (stanza.is(i, name)) {
        wordings = wordings == null ? new ArrayList<>(2) : wordings;
        wordings.add(wording(stanza, i));
      }
    }
    return wordings == null ? List.of() : wordings;
  }

  private static Wording wording(Stanza stanza, int field) throws SignatureFileException {
    String words = stanza.value(field);
    try {
      return Wording.of(words);
    } catch (IllegalArgumentException e) {
      throw defect(stanza, "\"" + words + "\" " + e.getMessage());
    }
  }

  private static SignatureFileException defect(Stanza stanza, @Nullable String reason) {
    return new SignatureFileException(stanza.origin(), stanza.line(), stanza.id() + ": " + reason);
  }
}
