package dev.ccproxy.redact;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The one sink that every output passes. Values that a run has come across are replaced wherever
 * they show up, also escaped, URL-encoded or in base64; values that nobody told it about are known
 * by how keys of vendors begin.
 *
 * <p>One instance per run; it learns while the run reads files and variables. Safe for use by
 * several threads.
 */
public final class Redactor {
  /** Shorter values would turn ordinary words into placeholders; {@code ollama} is such a "key". */
  private static final int SHORTEST = 8;

  /**
   * A vendor prefix needs this many characters behind it to count as a key and not as an example.
   */
  private static final int SHORTEST_TAIL = 12;

  /** A word of small letters is no key before this length. */
  private static final int LONGEST_WORD = 16;

  private static final String[] CREDENTIAL_HEADERS = {"authorization:", "x-api-key:"};

  private final Map<String, String> values = new LinkedHashMap<>();
  private final Map<String, String> placeholders = new LinkedHashMap<>();
  private List<Map.Entry<String, String>> longestFirst = List.of();
  private boolean sorted = true;
  private String[] prefixes = {};

  /**
   * From now on {@code value} is shown as {@code <name>}. Values of fewer than 8 characters are too
   * common to hide.
   */
  public synchronized void learn(String name, String value) {
    if (value.length() < SHORTEST || placeholders.containsKey(value)) {
      return;
    }
    // Two values of one name must be told apart, or a diff would show two equal lines.
    String first = values.putIfAbsent(name, value);
    String placeholder =
        first == null || first.equals(value)
            ? "<" + name + ">"
            : "<" + name + ":" + new Secret(name, value).fingerprint() + ">";
    placeholders.put(value, placeholder);
    String escaped = jsonEscaped(value);
    placeholders.putIfAbsent(escaped, placeholder);
    // A line of JSON that is a text in JSON again.
    placeholders.putIfAbsent(jsonEscaped(escaped), placeholder);
    placeholders.putIfAbsent(value.replace("'", "''"), placeholder);
    placeholders.putIfAbsent(URLEncoder.encode(value, StandardCharsets.UTF_8), placeholder);
    String base64 =
        Base64.getEncoder().withoutPadding().encodeToString(value.getBytes(StandardCharsets.UTF_8));
    placeholders.putIfAbsent(base64, placeholder);
    placeholders.putIfAbsent(base64.replace('+', '-').replace('/', '_'), placeholder);
    sorted = false;
  }

  private List<Map.Entry<String, String>> longestFirst() {
    if (!sorted) {
      List<Map.Entry<String, String>> all = new ArrayList<>(placeholders.entrySet());
      // Not comparingInt, here and wherever every start comes by: its lambda can be serialized,
      // which no class
      // archive takes.
      all.sort((one, other) -> Integer.compare(other.getKey().length(), one.getKey().length()));
      longestFirst = all;
      sorted = true;
    }
    return longestFirst;
  }

  /**
   * Learns a value of a variable or key if the name says that it is a credential and the value can
   * be one: no reference, no path, no placeholder, no plain word such as {@code lmstudio}.
   */
  public void learnIfSecret(String name, String value) {
    if (SecretNames.matches(name) && !isPublic(value)) {
      learn(name, value);
    }
  }

  private static boolean isPublic(String value) {
    if (value.startsWith("os.environ/")
        || value.startsWith("missing-")
        || value.startsWith("/")
        || value.startsWith("~")) {
      return true;
    }
    boolean word = value.length() < LONGEST_WORD;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      word &= (c >= 'a' && c <= 'z') || c == '-';
    }
    return word;
  }

  /** As {@link #learn(String, String)}. */
  public void learn(Secret secret) {
    learn(secret.name(), secret.reveal());
  }

  /** Learns every variable whose name says that it holds a credential. */
  public void learnFrom(Map<String, String> variables) {
    for (Map.Entry<String, String> variable : variables.entrySet()) {
      learnIfSecret(variable.getKey(), variable.getValue());
    }
  }

  /**
   * Learns what begins as a vendor's keys do, and the passwords of URLs, so that they are known in
   * other forms too: somebody may have written them where none belong.
   */
  public void learnKeysIn(String text) {
    learnPasswordsIn(text);
    int i = 0;
    while (i < text.length()) {
      int end = i == 0 || !isKeyCharacter(text.charAt(i - 1)) ? keyEnd(text, i) : -1;
      if (end > 0) {
        learn("key", text.substring(i, end));
        i = end;
      } else {
        i++;
      }
    }
  }

  private void learnPasswordsIn(String text) {
    int scheme = text.indexOf("://");
    while (scheme >= 0) {
      int end = loginEnd(text, scheme + 3);
      int colon = text.indexOf(':', scheme + 3);
      if (end > 0 && colon > 0 && colon < end) {
        learn("password", text.substring(colon + 1, end));
      }
      scheme = text.indexOf("://", scheme + 3);
    }
  }

  /** Where the login of a URL ends, at its {@code @}; -1 where it has none. */
  private static int loginEnd(String text, int start) {
    int end = start;
    while (end < text.length() && "/?#\"'<> \t\n\\@".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    return end > start && end < text.length() && text.charAt(end) == '@' ? end : -1;
  }

  /** {@code text} with every credential replaced. */
  public synchronized String apply(String text) {
    String out = withoutSplit(text);
    for (Map.Entry<String, String> known : longestFirst()) {
      if (out.contains(known.getKey())) {
        out = out.replace(known.getKey(), known.getValue());
      }
    }
    return hideByPrefix(hideHeaders(hidePasswords(hideCut(out))));
  }

  /**
   * Hides what is left of a credential where a line was cut within it, or where a part of it is
   * hidden already.
   */
  private String hideCut(String text) {
    String out = text;
    for (Map.Entry<String, String> known : longestFirst()) {
      String value = known.getKey();
      int least = Math.max(SHORTEST, afterKnownBeginning(value) + 1);
      // Several headers in one value are known one by one as well.
      boolean several = value.indexOf('\n') >= 0 || value.contains("\\n");
      // The encoded form of one begins with a name that others have too.
      if (value.length() <= least || several || value.contains("%3A")) {
        continue;
      }
      out = hideBeginning(out, value, least, known.getValue());
      // An address ends in the name of a database or a path, which is no secret.
      if (!value.contains("://")) {
        out = hideEnd(out, value, known.getValue());
      }
    }
    return out;
  }

  /**
   * Where in a value begins what is not the same in many: behind a scheme, the name of a header, a
   * vendor's prefix.
   */
  private int afterKnownBeginning(String value) {
    int scheme = value.indexOf("://");
    int header = value.indexOf(": ");
    int after = scheme >= 0 ? scheme + 3 : header >= 0 ? header + 2 : 0;
    after += value.startsWith("Bearer ", after) ? "Bearer ".length() : 0;
    for (String prefix : prefixes()) {
      if (value.startsWith(prefix, after)) {
        return after + prefix.length();
      }
    }
    return after;
  }

  private static String hideBeginning(String text, String value, int least, String placeholder) {
    String out = text;
    String head = value.substring(0, least);
    int at = out.indexOf(head);
    while (at >= 0) {
      int end = at + least;
      while (end < out.length()
          && end - at < value.length()
          && out.charAt(end) == value.charAt(end - at)) {
        end++;
      }
      boolean cut =
          end == out.length()
              || "\n\r\"<\u2026".indexOf(out.charAt(end)) >= 0
              || out.startsWith("...", end);
      out = cut ? out.substring(0, at) + placeholder + out.substring(end) : out;
      at = out.indexOf(head, cut ? at + placeholder.length() : end);
    }
    return out;
  }

  private static String hideEnd(String text, String value, String placeholder) {
    String out = text;
    String tail = value.substring(value.length() - SHORTEST);
    int at = out.indexOf(tail);
    while (at >= 0) {
      int end = at + SHORTEST;
      int start = at;
      int left = value.length() - SHORTEST;
      while (start > 0 && left > 0 && out.charAt(start - 1) == value.charAt(left - 1)) {
        start--;
        left--;
      }
      boolean cut =
          start == 0
              || "\n\r\">\u2026".indexOf(out.charAt(start - 1)) >= 0
              || (start >= 3 && out.startsWith("...", start - 3));
      out = cut ? out.substring(0, start) + placeholder + out.substring(end) : out;
      at = out.indexOf(tail, cut ? start + placeholder.length() : end);
    }
    return out;
  }

  /**
   * Hides secrets that have something invisible in them: an escape sequence, a character of no
   * width. They are looked for in what a terminal would show.
   */
  private String withoutSplit(String text) {
    VisibleText visible = VisibleText.of(text);
    if (visible == null) {
      return text;
    }
    String shown = visible.shown();
    TreeMap<Integer, Found> found = new TreeMap<>();
    for (Map.Entry<String, String> known : longestFirst()) {
      int at = shown.indexOf(known.getKey());
      while (at >= 0) {
        int end = at + known.getKey().length();
        note(found, at, end, known.getValue());
        at = shown.indexOf(known.getKey(), end);
      }
    }
    for (int i = 0; i < shown.length(); i++) {
      int end = i == 0 || !isKeyCharacter(shown.charAt(i - 1)) ? keyEnd(shown, i) : -1;
      if (end > 0) {
        note(found, i, end, "<key>");
        i = end - 1;
      }
    }
    StringBuilder out = new StringBuilder(text.length());
    int done = 0;
    for (Map.Entry<Integer, Found> secret : found.entrySet()) {
      int from = visible.origin(secret.getKey());
      int to = visible.origin(secret.getValue().end() - 1) + 1;
      // A secret in one piece is found later, with what stands around it.
      if (to - from > secret.getValue().end() - secret.getKey()) {
        out.append(text, done, from).append(secret.getValue().placeholder());
        done = to;
      }
    }
    return out.append(text, done, text.length()).toString();
  }

  private record Found(int end, String placeholder) {}

  /** Keeps it, unless a longer one is there already. */
  private static void note(TreeMap<Integer, Found> found, int from, int end, String placeholder) {
    Map.Entry<Integer, Found> before = found.lowerEntry(end);
    if (before == null || before.getValue().end() <= from) {
      found.put(from, new Found(end, placeholder));
    }
  }

  /** {@code scheme://user:password@host}: everything before the {@code @}. */
  private static String hidePasswords(String text) {
    int scheme = text.indexOf("://");
    if (scheme < 0) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length());
    int done = 0;
    while (scheme >= 0) {
      int start = scheme + 3;
      int end = loginEnd(text, start);
      if (end > 0) {
        out.append(text, done, start).append("<login>");
        done = end;
      }
      scheme = text.indexOf("://", start);
    }
    return out.append(text, done, text.length()).toString();
  }

  /** Header lines that carry a credential, in whatever they are quoted. */
  private static String hideHeaders(String text) {
    String out = text;
    for (String header : CREDENTIAL_HEADERS) {
      int at = indexOfIgnoringCase(out, header, 0);
      while (at >= 0) {
        int start = at + header.length();
        while (start < out.length() && out.charAt(start) == ' ') {
          start++;
        }
        int end = start;
        while (end < out.length() && "\"'<>\n\\,".indexOf(out.charAt(end)) < 0) {
          end++;
        }
        if (end > start) {
          out = out.substring(0, start) + "<hidden>" + out.substring(end);
        }
        at = indexOfIgnoringCase(out, header, start);
      }
    }
    return out;
  }

  private static int indexOfIgnoringCase(String text, String part, int from) {
    for (int i = from; i <= text.length() - part.length(); i++) {
      if (text.regionMatches(true, i, part, 0, part.length())) {
        return i;
      }
    }
    return -1;
  }

  private String hideByPrefix(String text) {
    StringBuilder out = new StringBuilder(text.length());
    int i = 0;
    while (i < text.length()) {
      boolean starts =
          i == 0
              || !isKeyCharacter(text.charAt(i - 1))
              || isJoint(text.charAt(i - 1))
              || isBehindEscape(text, i);
      int end = starts ? keyEnd(text, i) : -1;
      if (end > 0) {
        out.append("<key>");
        i = end;
      } else {
        out.append(text.charAt(i));
        i++;
      }
    }
    return out.toString();
  }

  /** Whether an escape of a JSON string ends here: its last letter belongs to no word. */
  private static boolean isBehindEscape(String text, int at) {
    if (at >= 2 && text.charAt(at - 2) == '\\') {
      return "nrtbf".indexOf(text.charAt(at - 1)) >= 0;
    }
    if (at < 6 || text.charAt(at - 6) != '\\' || text.charAt(at - 5) != 'u') {
      return false;
    }
    for (int i = at - 4; i < at; i++) {
      if (Character.digit(text.charAt(i), 16) < 0) {
        return false;
      }
    }
    return true;
  }

  /** End of the vendor key that begins at {@code start}, or -1. */
  private int keyEnd(String text, int start) {
    char c = text.charAt(start);
    if (!isKeyCharacter(c)) {
      return -1;
    }
    for (String prefix : prefixes()) {
      if (prefix.charAt(0) == c && text.startsWith(prefix, start)) {
        int end = start + prefix.length();
        boolean digit = false;
        while (end < text.length() && isKeyCharacter(text.charAt(end))) {
          digit |= text.charAt(end) <= '9' && text.charAt(end) >= '0';
          end++;
        }
        // Names made of words ("sk-learn-contrib-examples") have no digit; keys practically always
        // do.
        if (digit && end - start - prefix.length() >= SHORTEST_TAIL) {
          return end;
        }
      }
    }
    return -1;
  }

  private static boolean isKeyCharacter(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '_'
        || c == '.';
  }

  /** Signs that join the parts of a name, of which a key may be the last. */
  private static boolean isJoint(char c) {
    return c == '-' || c == '_' || c == '.';
  }

  private String[] prefixes() {
    if (prefixes.length == 0) {
      prefixes = readPrefixes();
    }
    return prefixes;
  }

  private static String[] readPrefixes() {
    List<String> lines = new ArrayList<>();
    try (InputStream in = Redactor.class.getResourceAsStream("key-prefixes.txt")) {
      if (in == null) {
        throw new IllegalStateException("key-prefixes.txt is missing from the package");
      }
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
        if (!line.isBlank() && !line.startsWith("#")) {
          lines.add(line.strip());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return lines.toArray(new String[0]);
  }

  private static String jsonEscaped(String value) {
    return value
        .replace("\\", "\\\\")
        .replace("\"", "\\\"")
        .replace("\n", "\\n")
        .replace("\r", "\\r")
        .replace("\t", "\\t");
  }
}
