package dev.ccproxy.wire;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Gathers the findings of one answer: each code once, at the place where it came first. */
final class Findings {
  /** Characters of a server's value that a title shows. */
  static final int SHOWN = 80;

  /** Characters of a server's error message that a title shows. */
  static final int MESSAGE_SHOWN = 240;

  /** A finding before it is known what explains it. */
  record Entry(Code code, String variant, Spot spot, Map<String, String> parameters, int order) {}

  private final List<Entry> entries = new ArrayList<>();
  private final Set<Code> codes = EnumSet.noneOf(Code.class);
  private boolean error;
  private int lossFrom = Integer.MAX_VALUE;
  private int added;

  /**
   * Adds a finding unless its code was found before.
   *
   * @param parameters names and values by turns
   */
  void add(Code code, String variant, Spot spot, String... parameters) {
    Map<String, String> map = new LinkedHashMap<>();
    for (int i = 0; i + 1 < parameters.length; i += 2) {
      map.put(parameters[i], parameters[i + 1]);
    }
    add(code, variant, spot, map);
  }

  void add(Code code, String variant, Spot spot, Map<String, String> parameters) {
    if (!codes.add(code)) {
      return;
    }
    Map<String, String> bounded = new LinkedHashMap<>();
    parameters.forEach(
        (name, value) ->
            bounded.put(name, bounded(value, name.equals("message") ? MESSAGE_SHOWN : SHOWN)));
    entries.add(new Entry(code, variant, spot, bounded, added++));
    error |= code.specSeverity() == Severity.ERROR;
  }

  /** Another variant for what was found, where a later event shows that it is that one. */
  void vary(Code code, String from, String to) {
    if (codes.contains(code)) {
      entries.replaceAll(
          e ->
              e.code == code && e.variant.equals(from)
                  ? new Entry(code, to, e.spot, e.parameters, e.order)
                  : e);
    }
  }

  /** Adds the findings of another list. */
  void addAll(Findings others) {
    for (Entry e : others.entries) {
      add(e.code, e.variant, e.spot, e.parameters);
    }
  }

  /** Part of the answer could not be read: what is found from here on may be for lack of it. */
  void loss() {
    lossFrom = Math.min(lossFrom, added);
  }

  boolean has(Code code) {
    return codes.contains(code);
  }

  boolean hasAny(Set<Code> any) {
    for (Code code : any) {
      if (codes.contains(code)) {
        return true;
      }
    }
    return false;
  }

  /** Whether something was found that is an error by the protocol. */
  boolean hasError() {
    return error;
  }

  /** Forgets all findings but those of some codes. */
  void keepOnly(Set<Code> kept) {
    entries.removeIf(entry -> !kept.contains(entry.code));
    codes.retainAll(kept);
    error = entries.stream().anyMatch(e -> e.code.specSeverity() == Severity.ERROR);
  }

  /** Gives each finding that has no excerpt the one of the window. */
  void illustrate(Window window, long limit) {
    entries.replaceAll(
        e ->
            e.spot.excerpt().isEmpty()
                ? new Entry(
                    e.code, e.variant, window.illustrated(e.spot, limit), e.parameters, e.order)
                : e);
  }

  /** The findings in the order of their offsets, each with what explains it worked out. */
  List<Finding> list(ClientImpact client) {
    List<Finding> findings = new ArrayList<>();
    for (Entry e : entries) {
      boolean follows = Causes.explained(e.code, codes) || lostWith(e);
      findings.add(
          new Finding(
              e.code,
              e.variant,
              client.severity(e.code, e.variant),
              !follows,
              e.code.title(e.parameters),
              e.spot.offset(),
              e.spot.line(),
              e.spot.event(),
              e.spot.excerpt(),
              e.spot.caret(),
              e.parameters));
    }
    findings.sort(Comparator.comparingLong(Finding::offset));
    return findings;
  }

  private boolean lostWith(Entry entry) {
    return entry.order >= lossFrom && Causes.canFollowLoss(entry.code);
  }

  /** At most {@code limit} characters, not ending in half a pair. */
  static String bounded(String text, int limit) {
    if (text.length() <= limit) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(limit - 1)) ? limit - 1 : limit;
    return text.substring(0, end) + "...";
  }
}
