package dev.ccproxy.explain;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Decides which of the hits in a text count, record by record: what is meant by the words, what is
 * only a coat around something else, what leads.
 */
final class Judge {
  /** A coat this near in front of an error belongs to it even when a new record seems to begin. */
  private static final int NEAR = 200;

  /** Hits of one signature that are farther apart than this are two errors. */
  private static final int FAR = 4000;

  private static final int LONGEST_CAPTURE = 120;
  private static final int MOST_COATS = 6;
  private static final int MOST_LOOKED_AT = 40;

  /** What makes the words around a hit visibly an error, folded. */
  private static final byte[][] ERROR_SIGNS = {
    ascii("error:"),
    ascii("apierror"),
    ascii("exception"),
    ascii("error{"),
    ascii("{error"),
    ascii("message:"),
    ascii("errorcode"),
    ascii("http/1.1"),
    ascii("http/2"),
    ascii("level=error"),
    ascii("level=warn"),
    ascii("[error"),
    ascii("{detail:"),
    ascii("problem:"),
    ascii("failed:")
  };

  private static final int SIGN_REACH = 200;
  private static final byte[] SERVER_SIDE = ascii(".thisisaserver-sideissue");
  private static final byte[] CONTAINER_REST = ascii(",stream:std");
  private static final byte[] API_ERROR = ascii("apierror:");
  private static final int LONGEST_REST = 24;
  private static final int STATUS_DIGITS = 3;

  /** The client's words stand at the beginning of a line. */
  private static final int CLIENT_REACH = 100;

  /** A class of its own: a lambda costs 10 ms at the start of the program. */
  private static final class ByPlace implements Comparator<Hit> {
    @Override
    public int compare(Hit a, Hit b) {
      return Integer.compare(a.start(), b.start());
    }
  }

  private static final Comparator<Hit> BY_PLACE = new ByPlace();

  private final WordingIndex index;

  Judge(WordingIndex index) {
    this.index = index;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * Judges a text.
   *
   * @param text folded exactly
   * @param firstLine number of its first line, from 1
   */
  void judge(Folded text, long firstLine, Tally tally) {
    List<Hit> hits = index.hits(text);
    if (hits.isEmpty()) {
      return;
    }
    hits.sort(BY_PLACE);
    int from = 0;
    while (from < hits.size()) {
      int end = recordEnd(text, hits.get(from).start());
      int to = from;
      while (to < hits.size() && hits.get(to).start() < end) {
        to++;
      }
      record(text, hits, from, to, firstLine, tally);
      from = to;
    }
  }

  /** Where, in the folded text, the record ends in which {@code index} stands. */
  private static int recordEnd(Folded text, int index) {
    for (int line = text.lineOf(index) + 1; line < text.lines(); line++) {
      if (LineStart.isHead(text.raw(), text.lineBody(line), text.rawTo())) {
        return Math.max(text.lineText(line), index + 1);
      }
    }
    return text.length() + 1;
  }

  private static int recordStart(Folded text, int index) {
    for (int line = text.lineOf(index); line > 0; line--) {
      if (LineStart.isHead(text.raw(), text.lineBody(line), text.rawTo())) {
        return text.lineText(line);
      }
    }
    return 0;
  }

  private void record(Folded text, List<Hit> all, int from, int to, long firstLine, Tally tally) {
    int start = recordStart(text, all.get(from).start());
    int end = Math.min(text.length(), recordEnd(text, all.get(from).start()));
    List<Hit> hits = counting(text, all.subList(from, to), start);
    if (hits.isEmpty()) {
      return;
    }
    boolean behind = isBehindGateway(text, all, from, to, hits);
    int best = Integer.MAX_VALUE;
    for (Hit hit : hits) {
      best = Math.min(best, hit.signature().rank());
    }
    int status = Status.of(text, start, end);
    Map<String, Hit> last = new HashMap<>();
    List<Hit> chosen = new ArrayList<>();
    // The innermost leads, and what is written last is inside of what is written first.
    for (int i = hits.size() - 1; i >= 0; i--) {
      Hit hit = hits.get(i);
      if (hit.signature().rank() > Math.max(best, Kind.CAUSE.rank() + 9)) {
        continue;
      }
      Hit later = last.get(hit.signature().id());
      if (later != null && !isAnother(text, hit, later)) {
        if (later.captures().isEmpty() && !hit.captures().isEmpty()) {
          // The same error in words that say more.
          chosen.set(chosen.indexOf(later), hit);
          last.put(hit.signature().id(), hit);
        }
        continue;
      }
      if (later == null && !last.isEmpty() && best > Kind.CAUSE.rank() + 9) {
        continue;
      }
      last.put(hit.signature().id(), hit);
      chosen.add(hit);
    }
    String time = time(text, text.lineOf(start));
    for (int i = chosen.size() - 1; i >= 0; i--) {
      add(text, chosen.get(i), hits, behind, status, time, firstLine, tally);
    }
  }

  /** Whether a hit is an error of its own, and not the same one told again further down. */
  private static boolean isAnother(Folded text, Hit hit, Hit later) {
    if (later.start() - hit.start() > FAR) {
      return true;
    }
    int line = text.lineOf(hit.start());
    int other = text.lineOf(later.start());
    int length = text.lineText(line + 1) - text.lineText(line);
    if (line == other || length != text.lineText(other + 1) - text.lineText(other)) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (text.text()[text.lineText(line) + i] != text.text()[text.lineText(other) + i]) {
        return false;
      }
    }
    return true;
  }

  /** The hits that mean what they say. */
  private static List<Hit> counting(Folded text, List<Hit> hits, int recordStart) {
    Set<String> excluded = new HashSet<>();
    for (Hit hit : hits) {
      if (hit.excludes()) {
        excluded.add(hit.signature().id());
      }
    }
    List<Hit> counting = new ArrayList<>(hits.size());
    Set<String> covered = new HashSet<>();
    for (Hit hit : hits) {
      if (!hit.excludes()
          && !excluded.contains(hit.signature().id())
          && isMeant(text, hit, recordStart)) {
        counting.add(hit);
        covered.addAll(hit.signature().over());
      }
    }
    if (covered.isEmpty()) {
      return counting;
    }
    List<Hit> left = new ArrayList<>(counting.size());
    for (Hit hit : counting) {
      if (!covered.contains(hit.signature().id())) {
        left.add(hit);
      }
    }
    return left;
  }

  private static boolean isMeant(Folded text, Hit hit, int recordStart) {
    int line = text.lineOf(hit.start());
    int lineStart = behindClientWords(text, text.lineText(line), hit.start());
    if (hit.atStart() && hit.start() != lineStart) {
      return false;
    }
    return switch (hit.signature().needs()) {
      case NOTHING -> true;
      case START -> hit.start() == lineStart;
      case ALONE -> hit.start() == lineStart && isWhole(text, hit);
      case ERROR -> isInError(text, hit, lineStart, recordStart);
    };
  }

  /** Where the text of a line begins behind {@code API Error: 500}. */
  private static int behindClientWords(Folded text, int lineStart, int limit) {
    int error = text.find(API_ERROR, lineStart, Math.min(limit, lineStart + CLIENT_REACH));
    if (error < 0) {
      return lineStart;
    }
    int i = error + API_ERROR.length;
    while (i < limit
        && i < error + API_ERROR.length + STATUS_DIGITS
        && Folding.isDigit(text.text()[i])) {
      i++;
    }
    return i;
  }

  /** Whether nothing but the client's own addition stands behind a hit on its line. */
  private static boolean isWhole(Folded text, Hit hit) {
    int end = hit.end();
    int rest = rest(text, hit);
    if (rest == 0) {
      return true;
    }
    int compared = Math.min(rest, SERVER_SIDE.length);
    for (int i = 0; i < compared; i++) {
      if (text.text()[end + i] != SERVER_SIDE[i]) {
        return false;
      }
    }
    return true;
  }

  /** Characters behind a hit on its line, without what a container's log adds. */
  private static int rest(Folded text, Hit hit) {
    int lineEnd = text.lineText(text.lineOf(hit.end() - 1) + 1);
    int added = text.find(CONTAINER_REST, hit.end(), Math.min(lineEnd, hit.end() + LONGEST_REST));
    return (added < 0 ? lineEnd : added) - hit.end();
  }

  private static boolean isInError(Folded text, Hit hit, int lineStart, int recordStart) {
    int reach = Math.max(recordStart, hit.start() - SIGN_REACH);
    for (byte[] sign : ERROR_SIGNS) {
      if (text.find(sign, reach, hit.start()) >= 0) {
        return true;
      }
    }
    return startsWithStatus(text, lineStart, hit.start())
        || hit.start() - lineStart <= LONGEST_REST && rest(text, hit) <= LONGEST_REST;
  }

  /** {@code 429 "Your team has used all ..."}: clients show the status and what the server said. */
  private static boolean startsWithStatus(Folded text, int lineStart, int limit) {
    if (lineStart + STATUS_DIGITS >= limit) {
      return false;
    }
    byte[] folded = text.text();
    return (folded[lineStart] == '4' || folded[lineStart] == '5')
        && Folding.isDigit(folded[lineStart + 1])
        && Folding.isDigit(folded[lineStart + 2])
        && !Folding.isDigit(folded[lineStart + STATUS_DIGITS]);
  }

  private static boolean isBehindGateway(
      Folded text, List<Hit> all, int from, int to, List<Hit> counting) {
    for (int i = from; i < to; i++) {
      if (all.get(i).signature().isCoat() && !all.get(i).excludes()) {
        return true;
      }
    }
    int first = counting.get(0).start();
    for (int i = from - 1; i >= 0 && first - all.get(i).start() < Wording.LONGEST_HOLE; i--) {
      Hit hit = all.get(i);
      if (hit.signature().isCoat() && !hit.excludes() && first - hit.end() < NEAR) {
        return true;
      }
    }
    return false;
  }

  private void add(
      Folded text,
      Hit hit,
      List<Hit> hits,
      boolean behind,
      int status,
      String recordTime,
      long firstLine,
      Tally tally) {
    Signature signature = hit.signature();
    Layer layer = behind ? signature.layerBehindGateway() : signature.layer();
    if (layer == Layer.UNKNOWN && signature.kind() == Kind.WRITER) {
      layer = Status.layer(status);
    }
    int line = text.lineOf(hit.start());
    String time = time(text, line);
    boolean isNew = tally.isNew(signature, layer);
    tally.add(
        new Tally.Finding(
            signature,
            layer,
            status,
            firstLine + line,
            time.isEmpty() ? recordTime : time,
            isNew ? Excerpt.of(text, hit) : NOTHING,
            isNew ? coats(text, hit, hits) : List.of(),
            isNew ? captures(text, hit) : Map.of()));
  }

  private static String time(Folded text, int line) {
    return LineStart.timeText(text.raw(), text.lineRaw(line), text.rawTo());
  }

  private static final Excerpt NOTHING = new Excerpt("", List.of());

  private static List<String> coats(Folded text, Hit hit, List<Hit> hits) {
    List<String> coats = new ArrayList<>();
    int looked = 0;
    for (Hit other : hits) {
      Kind kind = other.signature().kind();
      boolean isCoat = kind == Kind.WRAPPER || kind == Kind.SYMPTOM || other.signature().isCoat();
      if (other != hit && isCoat && kind != Kind.MARKER && looked++ < MOST_LOOKED_AT) {
        String words = original(text, other.start(), other.end());
        if (coats.size() < MOST_COATS && !coats.contains(words)) {
          coats.add(words);
        }
      }
    }
    return coats;
  }

  private static Map<String, String> captures(Folded text, Hit hit) {
    if (hit.captures().isEmpty()) {
      return Map.of();
    }
    Map<String, String> captures = new HashMap<>();
    for (Hit.Capture capture : hit.captures()) {
      String value = original(text, capture.from(), capture.to());
      captures.put(capture.name(), trimmed(value));
    }
    return captures;
  }

  /** Without the signs around a value that are not part of it. */
  private static String trimmed(String value) {
    int from = 0;
    int to = value.length();
    while (from < to && ":,.;({[".indexOf(value.charAt(from)) >= 0) {
      from++;
    }
    while (to > from && ":,.;)}]".indexOf(value.charAt(to - 1)) >= 0) {
      to--;
    }
    return value.substring(from, to);
  }

  /** What stood in the text, with its case and its blanks, without its escapes. */
  private static String original(Folded text, int from, int to) {
    StringBuilder out = new StringBuilder();
    int last = -1;
    for (int i = from; i < to && out.length() < LONGEST_CAPTURE; i++) {
      int at = text.rawAt(i);
      if (last >= 0 && at == last + 2 && text.raw()[last + 1] == ' ') {
        out.append(' ');
      }
      if (text.text()[i] < 0) {
        last = at;
        continue;
      }
      char c = (char) (text.raw()[at] & 0x7F);
      out.append(c == '\\' ? (char) text.text()[i] : c);
      last = at;
    }
    return Concealer.conceal(out.toString());
  }
}
