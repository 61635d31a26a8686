package dev.ccproxy.document;

import dev.ccproxy.document.YamlDraft.Fresh;
import dev.ccproxy.document.YamlDraft.Kept;
import dev.ccproxy.document.YamlNode.Slot;
import dev.ccproxy.document.YamlNode.Style;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns the draft of a document into edits of its text. All offsets are those of the text as it is.
 *
 * <ul>
 *   <li>A replaced value gives its characters only; comments beside it stay.
 *   <li>A new entry stands in the line behind the last leaf of its mapping, before any comment that
 *       follows; a blank line goes before it where most of its neighbours have one.
 *   <li>A removed entry takes its lines and the comment at their end with it. Comments above it
 *       stay, as nothing tells whether they are about it or about what follows. Of two blank lines
 *       that would meet, one goes.
 * </ul>
 */
final class YamlEditor {
  private final YamlTree tree;
  private final YamlText text;
  private final YamlWriter writer;
  private final String lineBreak;
  private final List<Edit> edits = new ArrayList<>();

  private YamlEditor(SourceText source, YamlTree tree) {
    this.tree = tree;
    this.text = tree.text();
    this.lineBreak = source.lineBreak();
    YamlStyle style = YamlStyle.of(tree);
    this.writer = new YamlWriter(lineBreak, style.unit(), style.dashOffset());
  }

  /** The edits that make a draft real. */
  static List<Edit> edits(SourceText source, YamlTree tree, YamlDraft draft) {
    YamlEditor editor = new YamlEditor(source, tree);
    YamlDraft settled = editor.settled(draft);
    if (settled instanceof Kept kept) {
      editor.keep(kept);
    } else if (!YamlProof.means(tree.root().view(), ((Fresh) settled).value())) {
      editor.replaceRoot(((Fresh) settled).value());
    }
    return editor.edits;
  }

  private void edit(int from, int to, String replacement) {
    if (from < to || !replacement.isEmpty()) {
      edits.add(new Edit(new Span(from, to), replacement));
    }
  }

  private void insert(int at, String inserted) {
    edit(at, at, inserted);
  }

  /** A collection of which nothing stays is new content. */
  private YamlDraft settled(YamlDraft draft) {
    if (!(draft instanceof Kept kept) || kept.hasSurvivor()) {
      return draft;
    }
    YamlNode base = kept.base();
    boolean comment = base.style() == Style.FLOW && base.slots().isEmpty() && hasComment(base);
    if (base.isMapping() && !comment) {
      Map<String, Value> fields = kept.newFields();
      return fields.isEmpty() && base.slots().isEmpty()
          ? draft
          : new Fresh(new Value.Fields(fields));
    }
    if (base.isSequence() && !comment) {
      return kept.appended().isEmpty() && base.slots().isEmpty()
          ? draft
          : new Fresh(new Value.Items(kept.appended()));
    }
    return draft;
  }

  private boolean hasComment(YamlNode flow) {
    return text.skipWhite(flow.content() + 1) != flow.end() - 1;
  }

  private void keep(Kept kept) {
    YamlNode base = kept.base();
    for (int i = 0; i < base.slots().size(); i++) {
      YamlDraft draft = kept.isGone(i) ? null : draft(kept, i);
      if (draft != null) {
        YamlDraft settled = settled(draft);
        Slot slot = base.slots().get(i);
        if (settled instanceof Fresh fresh) {
          if (!YamlProof.means(slot.value().view(), fresh.value())) {
            replace(base, slot, fresh.value());
          }
        } else {
          keep((Kept) settled);
        }
      }
    }
    if (base.isFlow()) {
      editFlow(kept);
    } else if (base.style() == Style.BLOCK) {
      removeFromBlock(kept);
      insertIntoBlock(kept);
    }
  }

  private static @Nullable YamlDraft draft(Kept kept, int index) {
    Slot slot = kept.base().slots().get(index);
    String key = slot.key();
    if (key == null) {
      return kept.items().get(index);
    }
    YamlDraft field = kept.fields().get(key);
    return field != null && kept.base().slot(key) == slot ? field : null;
  }

  private void replace(YamlNode parent, Slot slot, Value value) {
    YamlNode old = slot.value();
    if (parent.isFlow()) {
      replaceInline(slot, old, writer.flow(value, old.style()), true);
    } else if (writer.isInline(value)) {
      replaceInline(slot, old, writer.inline(value, old.style()), false);
    } else if (parent.isSequence()) {
      replaceBeside(slot, value);
    } else {
      int column = text.column(slot.start());
      int below = belowColumn(old, value, column + writer.offset(value));
      if (slot.indicatorEnd() < 0) {
        String colon = writer.newLine(column) + ":" + writer.newLine(below);
        insert(text.lineEnd(slot.keyEnd()), colon + writer.block(value, below));
      } else {
        replaceBelow(slot.indicatorEnd(), old, value, below);
      }
    }
  }

  /** The column of new lines below a key: that of the old ones where they were of the same kind. */
  private int belowColumn(YamlNode old, Value value, int otherwise) {
    boolean sameKind =
        old.style() == Style.BLOCK && old.isMapping() == (value instanceof Value.Fields);
    return sameKind ? text.column(old.content()) : otherwise;
  }

  /** Anchors stay with the new value, tags do not fit it any more. */
  private static int replacedFrom(YamlNode old) {
    return old.tagged() ? old.start() : old.content();
  }

  private void replaceInline(Slot slot, YamlNode old, String now, boolean flow) {
    if (slot.indicatorEnd() < 0 && old.isEmpty()) {
      String colon = flow ? ": " : writer.newLine(text.column(slot.start())) + ": ";
      insert(flow ? slot.keyEnd() : text.lineEnd(slot.keyEnd()), colon + now);
    } else if (old.isEmpty()) {
      insert(slot.indicatorEnd(), " " + now);
    } else if (old.style() == Style.BLOCK) {
      replaceBlock(slot.indicatorEnd(), old, now);
    } else {
      replaceLeaf(old, now);
    }
  }

  /** A scalar, alias or flow collection by something that needs no line of its own. */
  private void replaceLeaf(YamlNode old, String now) {
    if (old.isBlockScalar()) {
      int headerEnd = headerEnd(old);
      edit(replacedFrom(old), headerEnd, now);
      removeBody(old, headerEnd, "");
    } else if (old.content() == old.end() && !old.tagged()) {
      insert(old.end(), " " + now);
    } else {
      edit(replacedFrom(old), old.end(), now);
    }
  }

  /** Behind the {@code |} or {@code >} of a block scalar and its indicators. */
  private int headerEnd(YamlNode scalar) {
    int i = scalar.content() + 1;
    while (text.at(i) == '+' || text.at(i) == '-' || (text.at(i) >= '1' && text.at(i) <= '9')) {
      i++;
    }
    return i;
  }

  /** The lines of a block scalar below its header, whose comment stays. */
  private void removeBody(YamlNode scalar, int headerEnd, String replacement) {
    int lineEnd = text.lineEnd(headerEnd);
    edit(lineEnd, Math.max(scalar.end(), lineEnd), replacement);
  }

  /** A block collection by something that stands in the line of its key or dash. */
  private void replaceBlock(int indicatorEnd, YamlNode old, String now) {
    if (text.sameLine(indicatorEnd, old.content())) {
      edit(old.start(), text.lineEnd(old.end()), now);
      return;
    }
    if (old.tagged()) {
      edit(old.start(), old.propsEnd(), now);
    } else {
      insert(old.hasProps() ? old.propsEnd() : indicatorEnd, " " + now);
    }
    edit(text.lineStart(old.content()), text.nextLine(old.end()), "");
  }

  /**
   * The value behind a colon, or behind the marker of the document, by a block collection, which
   * begins in a line of its own.
   */
  private void replaceBelow(int indicatorEnd, YamlNode old, Value value, int column) {
    String block = writer.block(value, column);
    String lines = writer.newLine(column) + block;
    int from = old.hasProps() && !old.tagged() ? old.propsEnd() : indicatorEnd;
    if (old.isEmpty()) {
      insert(text.lineEnd(indicatorEnd), lines);
    } else if (old.style() == Style.BLOCK && text.sameLine(indicatorEnd, old.content())) {
      edit(old.start(), text.lineEnd(old.end()), writer.block(value, text.column(old.content())));
    } else if (old.style() == Style.BLOCK) {
      edit(indicatorEnd, old.tagged() ? old.propsEnd() : indicatorEnd, "");
      edit(text.lineStart(old.content()), text.lineEnd(old.end()), " ".repeat(column) + block);
    } else if (old.isBlockScalar()) {
      int headerEnd = headerEnd(old);
      edit(from, headerEnd, "");
      removeBody(old, headerEnd, lines);
    } else if (text.sameLine(indicatorEnd, old.start())) {
      edit(from, old.end(), "");
      insert(text.lineEnd(old.end()), lines);
    } else {
      edit(text.lineStart(old.start()), old.end(), " ".repeat(column) + block);
    }
  }

  /** An item by a block collection, which begins beside the dash. */
  private void replaceBeside(Slot slot, Value value) {
    YamlNode old = slot.value();
    int dashEnd = slot.indicatorEnd();
    if (old.isEmpty()) {
      insert(dashEnd, " " + writer.block(value, text.column(dashEnd) + 1));
    } else if (old.style() == Style.BLOCK && !text.sameLine(dashEnd, old.content())) {
      int column = text.column(old.content());
      edit(dashEnd, old.hasProps() ? old.propsEnd() : dashEnd, "");
      edit(
          text.lineStart(old.content()),
          text.lineEnd(old.end()),
          " ".repeat(column) + writer.block(value, column));
    } else {
      replaceByBlock(old, writer.block(value, text.column(old.start())));
    }
  }

  /** What stands beside a dash, or alone in the file, by a block collection. */
  private void replaceByBlock(YamlNode old, String block) {
    if (old.isBlockScalar()) {
      int headerEnd = headerEnd(old);
      int firstEnd = block.indexOf(lineBreak);
      int split = firstEnd < 0 ? block.length() : firstEnd;
      edit(old.start(), headerEnd, block.substring(0, split));
      removeBody(old, headerEnd, block.substring(split));
    } else {
      int end = old.style() == Style.BLOCK ? text.lineEnd(old.end()) : old.end();
      edit(old.start(), end, block);
    }
  }

  private void replaceRoot(Value value) {
    YamlNode old = tree.root();
    boolean inline = writer.isInline(value);
    if (old.style() == Style.NOTHING) {
      String now = inline ? writer.inline(value, Style.PLAIN) : writer.block(value, 0);
      insert(old.start(), text.atLineStart(old.start()) ? now + lineBreak : lineBreak + now);
    } else if (old.style() == Style.BLOCK) {
      int column = text.column(old.content());
      edit(old.start(), old.propsEnd(), "");
      edit(
          old.content(),
          text.lineEnd(old.end()),
          inline ? writer.inline(value, Style.PLAIN) : writer.block(value, column));
    } else if (inline) {
      replaceLeaf(old, writer.inline(value, old.style()));
    } else if (tree.markerEnd() > 0 && text.sameLine(tree.markerEnd(), old.start())) {
      replaceBelow(tree.markerEnd(), old, value, 0);
    } else {
      replaceByBlock(old, writer.block(value, text.column(old.start())));
    }
  }

  /** Where the line behind a node begins; the end of the text where there is none. */
  private int behind(YamlNode node) {
    YamlNode leaf = node.lastLeaf();
    return keepsLineEnds(leaf) ? leaf.rawEnd() : text.nextLine(leaf.end());
  }

  /** Whether the blank lines behind a block scalar ({@code |+}) are part of it. */
  private boolean keepsLineEnds(YamlNode leaf) {
    return leaf.isBlockScalar()
        && text.text().substring(leaf.content(), headerEnd(leaf)).indexOf('+') >= 0;
  }

  private void removeFromBlock(Kept kept) {
    List<Slot> slots = kept.base().slots();
    YamlNode before = null;
    int end = 0;
    for (int i = 0; i < slots.size(); i++) {
      Slot slot = slots.get(i);
      if (!kept.isGone(i)) {
        before = survivingLeaf(kept, i);
        end = survivingEnd(kept, i);
      } else if (text.startsLine(slot.start())) {
        removeLines(slot, before, end);
      } else {
        // Beside a dash: what follows moves up, and as the collection keeps something, it exists.
        while (kept.isGone(i + 1)) {
          i++;
        }
        edit(slot.start(), text.skipWhite(behind(slots.get(i).value())), "");
      }
    }
  }

  /**
   * Removes the lines of an entry.
   *
   * @param before the leaf of the file that stands before it in the edited text
   * @param end where the lines of what stands before it end
   */
  private void removeLines(Slot slot, @Nullable YamlNode before, int end) {
    int from = text.lineStart(slot.start());
    int to = behind(slot.value());
    if (before != null && keepsLineEnds(before)) {
      // Blank lines behind the entry would become part of that text.
      while (text.isBlankLine(to)) {
        to = text.nextLine(to);
      }
    } else if (from > end && (to == text.length() || text.isBlankLine(to))) {
      int above = text.previousLine(from);
      from = text.isBlankLine(above) && !isRemoved(above) ? above : from;
    }
    edit(from, to, "");
    if (before != null && before.isBlockScalar()) {
      unindentComments(slot, to, before);
    }
  }

  private boolean isRemoved(int offset) {
    for (Edit edit : edits) {
      if (edit.span().start() <= offset && offset < edit.span().end()) {
        return true;
      }
    }
    return false;
  }

  /**
   * Keeps comments that come to stand behind a block scalar from becoming a part of it: they move
   * to the column of the entry that is removed.
   */
  private void unindentComments(Slot slot, int from, YamlNode scalar) {
    int column = text.column(slot.start());
    int inside = Math.max(contentColumn(scalar), column + 1);
    for (int line = from;
        text.isRestEmpty(line) && line < text.length();
        line = text.nextLine(line)) {
      int comment = text.skipBlanks(line);
      if (comment - line >= inside && text.at(comment) == '#') {
        edit(line + column, comment, "");
      }
    }
  }

  /** Where the lines of a block scalar begin; 0 where that cannot be told from them. */
  private int contentColumn(YamlNode scalar) {
    int headerEnd = headerEnd(scalar);
    int firstLine = text.nextLine(headerEnd);
    for (int i = scalar.content(); i < headerEnd; i++) {
      if (Character.isDigit(text.at(i))) {
        return 0;
      }
    }
    return firstLine < scalar.end() ? text.column(text.skipWhite(firstLine)) : 0;
  }

  private void insertIntoBlock(Kept kept) {
    YamlNode base = kept.base();
    int column = text.column(base.content());
    List<String> added = new ArrayList<>();
    for (Map.Entry<String, Value> field : kept.newFields().entrySet()) {
      added.add(writer.entry(field.getKey(), field.getValue(), column));
    }
    for (Value value : kept.appended()) {
      added.add(item(base, value, column));
    }
    if (added.isEmpty()) {
      return;
    }
    int last = lastSurvivor(kept);
    YamlNode leaf = survivingLeaf(kept, last);
    int at = survivingEnd(kept, last);
    boolean lineStart = text.atLineStart(at);
    if (!lineStart && leaf != null) {
      endOpenScalar(leaf);
    }
    boolean keeps = leaf != null && keepsLineEnds(leaf);
    String blankLine = isSpaced(base) && !keeps ? lineBreak : "";
    StringBuilder out = new StringBuilder();
    for (String entry : added) {
      out.append(lineStart ? "" : lineBreak).append(blankLine);
      out.append(" ".repeat(column)).append(entry);
      out.append(lineStart ? lineBreak : "");
    }
    insert(at, out.toString());
  }

  private String item(YamlNode sequence, Value value, int column) {
    Slot neighbour = sequence.slots().get(sequence.slots().size() - 1);
    int gap = neighbour.value().start() - neighbour.indicatorEnd();
    boolean beside = gap > 0 && text.sameLine(neighbour.indicatorEnd(), neighbour.value().start());
    String dash = "-" + " ".repeat(beside ? gap : 1);
    return writer.isInline(value)
        ? dash + writer.inline(value, Style.PLAIN)
        : dash + writer.block(value, column + dash.length());
  }

  /**
   * A block scalar at the end of a file without a final line end has no line end in its value. It
   * would get one from what is written behind it, so it is told to strip it.
   */
  private void endOpenScalar(YamlNode leaf) {
    if (!leaf.isBlockScalar()) {
      return;
    }
    int headerEnd = headerEnd(leaf);
    for (Edit edit : edits) {
      if (edit.span().start() >= leaf.content() && edit.span().end() <= headerEnd) {
        return;
      }
    }
    String header = text.text().substring(leaf.content(), headerEnd);
    int keep = header.indexOf('+');
    if (keep >= 0) {
      edit(leaf.content() + keep, leaf.content() + keep + 1, "-");
    } else if (header.indexOf('-') < 0) {
      insert(headerEnd, "-");
    }
  }

  /** The last leaf of the file that stays in a slot; null where new content is the last. */
  private @Nullable YamlNode survivingLeaf(Kept kept, int index) {
    YamlDraft draft = draft(kept, index);
    YamlDraft settled = draft == null ? null : settled(draft);
    if (settled instanceof Kept inner && inner.base().style() == Style.BLOCK) {
      boolean added = !inner.appended().isEmpty() || !inner.newFields().isEmpty();
      return added ? null : survivingLeaf(inner, lastSurvivor(inner));
    }
    return settled instanceof Fresh ? null : kept.base().slots().get(index).value().lastLeaf();
  }

  /** Where the lines of a slot end, as far as they stay; new content of it goes there. */
  private int survivingEnd(Kept kept, int index) {
    YamlNode value = kept.base().slots().get(index).value();
    YamlDraft draft = draft(kept, index);
    YamlDraft settled = draft == null ? null : settled(draft);
    if (settled instanceof Kept inner && inner.base().style() == Style.BLOCK) {
      return survivingEnd(inner, lastSurvivor(inner));
    }
    return settled instanceof Fresh ? text.nextLine(value.lastLeaf().end()) : behind(value);
  }

  private static int lastSurvivor(Kept kept) {
    int i = kept.base().slots().size() - 1;
    while (i >= 0 && kept.isGone(i)) {
      i--;
    }
    return i;
  }

  /** Whether most neighbours in a block collection have a blank line between them. */
  private boolean isSpaced(YamlNode collection) {
    List<Slot> slots = collection.slots();
    int spaced = 0;
    for (int i = 1; i < slots.size(); i++) {
      if (text.hasBlankLine(slots.get(i - 1).end(), slots.get(i).start())) {
        spaced++;
      }
    }
    return spaced * 2 >= slots.size() && spaced > 0;
  }

  private void editFlow(Kept kept) {
    YamlNode base = kept.base();
    List<String> added = new ArrayList<>();
    for (Map.Entry<String, Value> field : kept.newFields().entrySet()) {
      added.add(writer.flowEntry(field.getKey(), field.getValue()));
    }
    for (Value value : kept.appended()) {
      added.add(writer.flow(value));
    }
    if (base.style() == Style.PAIR) {
      addToPair(base, added);
      return;
    }
    List<Slot> slots = base.slots();
    int survivor = lastSurvivor(kept);
    if (survivor < 0) {
      insert(base.content() + 1, String.join(", ", added));
      return;
    }
    Slot last = slots.get(survivor);
    int end = last.end();
    int tailEnd = slots.get(slots.size() - 1).end();
    boolean tailGone = survivor < slots.size() - 1;
    boolean tailBeside = tailGone && text.sameLine(end, tailEnd);
    for (int i = 0; i < slots.size(); i++) {
      if (kept.isGone(i) && !(tailBeside && i > survivor)) {
        removeFromFlow(slots, i);
      }
    }
    edit(end, tailBeside ? tailEnd : end, "");
    int comma = tailBeside ? -1 : comma(end);
    boolean commaAtEnd = comma(tailEnd) >= 0;
    if (!added.isEmpty()) {
      insertIntoFlow(last, comma, added, comma >= 0 && commaAtEnd);
    } else if (tailGone && comma >= 0 && !commaAtEnd) {
      edit(comma, comma + 1, "");
    }
  }

  /** A key and value in a flow sequence without braces, which needs them for a second key. */
  private void addToPair(YamlNode pair, List<String> added) {
    if (!added.isEmpty()) {
      insert(pair.start(), "{");
      insert(pair.end(), ", " + String.join(", ", added) + "}");
    }
  }

  private void insertIntoFlow(Slot last, int comma, List<String> added, boolean commaAtEnd) {
    boolean ownLines = text.startsLine(last.start());
    String separator = ownLines ? writer.newLine(text.column(last.start())) : " ";
    String entries = separator + String.join("," + separator, added) + (commaAtEnd ? "," : "");
    int at = comma < 0 ? last.end() : comma + 1;
    insert(at, comma < 0 ? "," : "");
    insert(ownLines && text.isRestEmpty(at) ? text.lineEnd(at) : at, entries);
  }

  private void removeFromFlow(List<Slot> slots, int index) {
    Slot slot = slots.get(index);
    int comma = comma(slot.end());
    int to = comma < 0 ? slot.end() : comma + 1;
    if (text.startsLine(slot.start()) && text.isRestEmpty(to)) {
      edit(text.lineStart(slot.start()), text.nextLine(to), "");
    } else if (index + 1 < slots.size() && text.sameLine(to, slots.get(index + 1).start())) {
      edit(slot.start(), slots.get(index + 1).start(), "");
    } else {
      edit(slot.start(), to, "");
    }
  }

  /** Offset of the comma behind an entry of a flow collection, -1 where there is none. */
  private int comma(int end) {
    int i = text.skip(end);
    return text.at(i) == ',' ? i : -1;
  }
}
