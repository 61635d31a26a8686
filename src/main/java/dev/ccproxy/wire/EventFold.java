package dev.ccproxy.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Folds events of one kind that follow each other. */
final class EventFold {
  private static final int SHOWN = 500;

  private final List<FoldedEvent> groups = new ArrayList<>();
  private final Set<Limit> limits;
  private final Places places;

  private int typeName = -1;
  private int detailName = -1;
  private String type = "";
  private String detail = "";
  private long index;
  private long first;
  private long count;
  private long characters;
  private long offset;
  private long line;

  EventFold(Places places, Set<Limit> limits) {
    this.places = places;
    this.limits = limits;
  }

  /**
   * An event, with the slots in which its type and its detail stand and the known names that they
   * are.
   *
   * @param detailSlot slot of a string, -1 for none
   */
  void add(
      FieldSink f,
      int typeSlot,
      int newType,
      int detailSlot,
      int newDetail,
      long index,
      long characters,
      SseEvent event) {
    if (newType == typeName
        && newDetail == detailName
        && index == this.index
        && newType != Names.UNKNOWN
        && (newDetail != Names.UNKNOWN || detailSlot < 0)) {
      count++;
      this.characters += characters;
      return;
    }
    flush();
    typeName = newType;
    detailName = newDetail;
    type =
        newType == Names.UNKNOWN
            ? Findings.bounded(f.text(typeSlot), Findings.SHOWN)
            : Names.word(newType);
    detail = detailSlot < 0 ? "" : Findings.bounded(f.text(detailSlot), Findings.SHOWN);
    this.index = index;
    first = event.number;
    count = 1;
    this.characters = characters;
    offset = places.offset(event.start);
    line = places.line(event.start, event.startLine);
  }

  /** The folded events so far. */
  List<FoldedEvent> groups() {
    flush();
    count = 0;
    return groups;
  }

  private void flush() {
    if (count == 0) {
      return;
    }
    if (groups.size() < SHOWN) {
      groups.add(new FoldedEvent(type, detail, index, first, count, characters, offset, line));
    } else {
      limits.add(Limit.EVENTS_SHOWN);
    }
  }
}
