package dev.ccproxy.explain;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Counts what was found, and puts it in order. */
final class Tally {
  /** More different things than this in one input tell nobody anything. */
  private static final int MOST = 200;

  /** Causes that differ less than this many times in their number are ordered by their place. */
  private static final int NOTICEABLE = 5;

  private static final int COVERED = 5;

  /** One time that something was found. */
  record Finding(
      Signature signature,
      Layer layer,
      int status,
      long line,
      String time,
      Excerpt excerpt,
      List<String> via,
      Map<String, String> captures) {

    Finding at(long otherLine) {
      return new Finding(signature, layer, status, otherLine, time, excerpt, via, captures);
    }
  }

  private static final class Row {
    final Finding first;
    long count;
    long lastLine;
    String lastTime;

    Row(Finding first) {
      this.first = first;
      this.lastLine = first.line;
      this.lastTime = first.time;
    }
  }

  private final Map<String, Row> rows = new LinkedHashMap<>();

  /** Whether the excerpt of another one is wanted. */
  boolean isNew(Signature signature, Layer layer) {
    return rows.size() < MOST && !rows.containsKey(key(signature, layer));
  }

  private static String key(Signature signature, Layer layer) {
    return signature.id() + ' ' + layer.word();
  }

  void add(Finding finding) {
    String key = key(finding.signature, finding.layer);
    Row row = rows.get(key);
    if (row == null) {
      if (rows.size() >= MOST) {
        return;
      }
      row = new Row(finding);
      rows.put(key, row);
    }
    row.count++;
    row.lastLine = Math.max(row.lastLine, finding.line);
    if (!finding.time.isEmpty()) {
      row.lastTime = finding.time;
    }
  }

  /**
   * Takes over what was counted in the next part of the input.
   *
   * @param linesBefore lines in front of that part
   */
  void append(Tally next, long linesBefore) {
    for (Map.Entry<String, Row> entry : next.rows.entrySet()) {
      Row added = entry.getValue();
      Row row = rows.get(entry.getKey());
      if (row == null) {
        if (rows.size() >= MOST) {
          continue;
        }
        row = new Row(added.first.at(linesBefore + added.first.line));
        rows.put(entry.getKey(), row);
      }
      row.count += added.count;
      row.lastLine = Math.max(row.lastLine, linesBefore + added.lastLine);
      if (!added.lastTime.isEmpty()) {
        row.lastTime = added.lastTime;
      }
    }
  }

  List<Match> matches() {
    List<Row> sorted = new ArrayList<>(rows.values());
    if (sorted.isEmpty()) {
      return List.of();
    }
    Set<String> covered = new HashSet<>();
    for (Row row : sorted) {
      covered.addAll(row.first.signature.over());
    }
    sorted.sort(new Order(covered));
    List<Match> matches = new ArrayList<>(sorted.size());
    int best = sorted.get(0).first.signature.rank();
    boolean writer = false;
    for (Row row : sorted) {
      Signature signature = row.first.signature;
      // Who wrote it, or which way it took, is the answer where nothing else is; beside a cause it
      // is noise.
      boolean noise =
          signature.kind() == Kind.WRITER && writer
              || (signature.kind() == Kind.WRITER || signature.kind() == Kind.MARKER)
                  && best < signature.rank();
      if (noise) {
        continue;
      }
      writer |= signature.kind() == Kind.WRITER;
      matches.add(match(row));
    }
    return matches;
  }

  /** Best first. A class of its own: a lambda costs 10 ms at the start of the program. */
  private static final class Order implements Comparator<Row> {
    private final Set<String> covered;

    Order(Set<String> covered) {
      this.covered = covered;
    }

    @Override
    public int compare(Row a, Row b) {
      int byRank = Integer.compare(rank(a), rank(b));
      if (byRank != 0) {
        return byRank;
      }
      int byCount = Integer.compare(magnitude(b.count), magnitude(a.count));
      return byCount != 0 ? byCount : Long.compare(a.first.line, b.first.line);
    }

    /** One that another one takes the place of comes behind it, also where they are two records. */
    private int rank(Row row) {
      Signature signature = row.first.signature;
      return signature.rank() + (covered.contains(signature.id()) ? COVERED : 0);
    }
  }

  private static int magnitude(long count) {
    int magnitude = 0;
    for (long rest = count; rest >= NOTICEABLE; rest /= NOTICEABLE) {
      magnitude++;
    }
    return magnitude;
  }

  private static Match match(Row row) {
    Finding first = row.first;
    Signature signature = first.signature;
    Map<String, String> captures = new HashMap<>(first.captures);
    String cause = Sentences.fill(signature.cause(), captures);
    if (!signature.hasCause() && first.status != 0 && !Status.meaning(first.status).isEmpty()) {
      cause += " Status " + first.status + " means: " + Status.meaning(first.status) + ".";
    }
    return new Match(
        signature.hasCause() ? signature.id() : null,
        first.layer,
        signature.confidence(),
        cause,
        Sentences.fill(signature.fix(), captures),
        signature.check(),
        signature.fileChecks(),
        first.status,
        first.line,
        row.lastLine,
        row.count,
        first.time,
        row.lastTime,
        first.excerpt,
        first.via,
        List.of(),
        signature.versions(),
        signature.source(),
        signature.verified());
  }
}
