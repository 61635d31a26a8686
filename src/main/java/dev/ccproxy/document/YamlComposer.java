package dev.ccproxy.document;

import dev.ccproxy.document.YamlNode.Slot;
import dev.ccproxy.document.YamlNode.Style;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.DocumentEndEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.scanner.ScannerImpl;

/**
 * Makes the tree of a YAML file from the events of SnakeYAML's parser. Nothing is constructed and
 * no tag is obeyed. Where SnakeYAML reads what PyYAML, the parser of LiteLLM, refuses (tabs,
 * foreign tags, anchors that stand twice, a mapping as a key), this refuses too, as the gateway
 * would not start with the file.
 */
final class YamlComposer {
  /** Code points in a file. */
  static final int LARGEST_FILE = 10 * 1024 * 1024;

  /** Collections in each other. */
  static final int DEEPEST = 50;

  /**
   * Nodes that aliases and merges may add to those of the file. A limit for the number of aliases,
   * as SnakeYAML has one, would refuse a honest list of models that share their settings.
   */
  static final int MOST_REPEATED = 1_000_000;

  private static final String TAGS = "tag:yaml.org,2002:";
  private static final String NO_MERGE = "<< merges mappings only; here it has something else";

  static {
    // PyYAML knows two escapes more than SnakeYAML, whose table is open.
    ScannerImpl.ESCAPE_REPLACEMENTS.put('/', "/");
    ScannerImpl.ESCAPE_REPLACEMENTS.put('\t', "\t");
  }

  private final String name;
  private final SourceText source;
  private final YamlText text;
  private final YamlReader reader;
  private final ParserImpl parser;
  private final Map<String, Weighed> anchors = new HashMap<>();
  private final Set<String> openAnchors = new HashSet<>();
  private final Set<String> repeated = new HashSet<>();
  private final List<Problem> problems = new ArrayList<>();
  private final boolean hasTabs;
  private final List<YamlNode> scalarsAmongTabs = new ArrayList<>();

  /**
   * A node and what it weighs.
   *
   * @param size nodes in it, those that aliases and merges add included
   * @param written nodes in it that stand there
   * @param height collections in each other, aliases followed
   */
  private record Weighed(YamlNode node, long size, long written, int height) {}

  private YamlComposer(String name, SourceText source) {
    this.name = name;
    this.source = source;
    this.text = new YamlText(source.text());
    this.hasTabs = source.text().indexOf('\t') >= 0;
    this.reader = new YamlReader(source.text(), source.bom() ? 1 : 0);
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(Integer.MAX_VALUE);
    this.parser = new ParserImpl(reader, options);
  }

  /**
   * The tree of a file.
   *
   * @param name name of the file for messages
   * @throws DocumentException when PyYAML would not read it as one document, or when it is over a
   *     limit; with the place
   */
  static YamlTree compose(String name, SourceText source) throws DocumentException {
    return new YamlComposer(name, source).tree();
  }

  private YamlTree tree() throws DocumentException {
    checkCharacters();
    next();
    if (peek().is(Event.ID.StreamEnd)) {
      int directive = text.skip(0);
      if (text.at(directive) == '%') {
        throw refuse(directive, "a directive (%) without a document (---) behind it");
      }
      return nothing(text.length(), 0, text.length());
    }
    DocumentStartEvent start = (DocumentStartEvent) next();
    int markerEnd = start.getExplicit() ? start.getEndMark().getIndex() : 0;
    Event first = peek();
    Weighed root = isNothing(first) ? null : value(0);
    if (root == null) {
      next();
    }
    DocumentEndEvent end = (DocumentEndEvent) next();
    int contentEnd = end.getExplicit() ? end.getStartMark().getIndex() : text.length();
    Event after = next();
    if (!after.is(Event.ID.StreamEnd)) {
      throw refuse(
          after.getStartMark().getIndex(),
          "a second document begins here; the file may hold one only");
    }
    if (hasTabs) {
      checkTabs();
    }
    if (root == null) {
      return nothing(contentEnd, markerEnd, contentEnd);
    }
    problems.sort((one, other) -> Integer.compare(one.span().start(), other.span().start()));
    return new YamlTree(
        text, root.node(), List.copyOf(problems), Set.copyOf(repeated), markerEnd, contentEnd);
  }

  private YamlTree nothing(int at, int markerEnd, int contentEnd) {
    Node view = new Node.Mapping(Span.at(at), List.of());
    YamlNode root =
        new YamlNode(view, Style.NOTHING, at, at, at, at, at, null, false, List.of(), null);
    return new YamlTree(text, root, List.of(), Set.of(), markerEnd, contentEnd);
  }

  /** Whether the content of the document is an empty plain scalar without anchor and tag. */
  private static boolean isNothing(Event event) {
    return event instanceof ScalarEvent scalar
        && scalar.getAnchor() == null
        && scalar.getTag() == null
        && scalar.getStartMark().getIndex() == scalar.getEndMark().getIndex();
  }

  private DocumentException refuse(int offset, String reason) {
    return new DocumentException(name, source.position(offset), reason);
  }

  private Event peek() throws DocumentException {
    try {
      return parser.peekEvent();
    } catch (MarkedYAMLException e) {
      YamlReason reason = YamlReason.of(e, text);
      throw refuse(reason.offset(), reason.words());
    } catch (NumberFormatException e) {
      // The scanner takes the digits of an escape for a number without looking at all of them.
      throw refuse(reader.offset(), YamlReason.ESCAPE);
    } catch (YAMLException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw refuse(reader.offset(), YamlReason.UNREADABLE);
    }
  }

  private Event next() throws DocumentException {
    peek();
    return parser.getEvent();
  }

  private void checkCharacters() throws DocumentException {
    String chars = text.text();
    if (chars.length() > LARGEST_FILE && chars.codePointCount(0, chars.length()) > LARGEST_FILE) {
      throw new DocumentException(name, null, "larger than 10 MB");
    }
    for (int i = 0; i < chars.length(); i++) {
      char c = chars.charAt(i);
      if (!isPrintable(c) && !isPair(chars, i)) {
        throw refuse(
            i,
            "a character that YAML does not allow (U+"
                + Integer.toHexString(c | 0x10000).substring(1).toUpperCase(Locale.ROOT)
                + "); in double quotes it can be written as an escape");
      }
    }
  }

  /** Whether a UTF-16 unit that is no half of a pair may stand in a YAML file. */
  static boolean isPrintable(char c) {
    return (c >= 0x20 && c <= 0x7E)
        || c == '\t'
        || c == '\n'
        || c == '\r'
        || c == 0x85
        || (c >= 0xA0 && c <= 0xD7FF)
        || (c >= 0xE000 && c <= 0xFFFD);
  }

  private static boolean isPair(String chars, int i) {
    return Character.isHighSurrogate(chars.charAt(i))
        ? i + 1 < chars.length() && Character.isLowSurrogate(chars.charAt(i + 1))
        : Character.isLowSurrogate(chars.charAt(i))
            && i > 0
            && Character.isHighSurrogate(chars.charAt(i - 1));
  }

  /** SnakeYAML takes tabs behind plain scalars and in flow collections; PyYAML takes none there. */
  private void checkTabs() throws DocumentException {
    int i = 0;
    for (YamlNode scalar : scalarsAmongTabs) {
      checkTabs(i, scalar.content());
      int tab = text.text().indexOf('\t', scalar.content());
      if (scalar.style() == Style.PLAIN && tab >= 0 && tab < scalar.end()) {
        throw refuse(tab, YamlReason.tab(text, tab));
      }
      i = scalar.end();
    }
    checkTabs(i, text.length());
  }

  private void checkTabs(int from, int to) throws DocumentException {
    for (int i = from; i < to; i++) {
      if (text.at(i) == '\t') {
        throw refuse(i, YamlReason.tab(text, i));
      }
      if (text.at(i) == '#') {
        i = text.lineEnd(i);
      }
    }
  }

  private Weighed node(Event event, int depth) throws DocumentException {
    if (event instanceof AliasEvent alias) {
      return alias(alias, depth);
    }
    String anchor = event instanceof ScalarEvent s ? s.getAnchor() : anchor(event);
    if (anchor != null) {
      open(anchor, event.getStartMark().getIndex());
    }
    Weighed node;
    if (event instanceof ScalarEvent scalar) {
      node = new Weighed(scalar(scalar), 1, 1, 0);
    } else {
      CollectionStartEvent start = (CollectionStartEvent) event;
      if (depth == DEEPEST) {
        throw refuse(event.getStartMark().getIndex(), "nested deeper than " + DEEPEST + " levels");
      }
      node =
          start instanceof MappingStartEvent
              ? mapping(start, depth + 1)
              : sequence(start, depth + 1);
    }
    if (anchor != null) {
      openAnchors.remove(anchor);
      anchors.put(anchor, node);
    }
    return node;
  }

  /** A node that is no key: PyYAML has no value for a plain {@code =} or {@code <<}. */
  private Weighed value(int depth) throws DocumentException {
    Event event = next();
    if (event instanceof ScalarEvent scalar
        && scalar.getImplicit().canOmitTagInPlainScalar()
        && (scalar.getValue().equals("=") || scalar.getValue().equals("<<"))) {
      throw refuse(
          event.getStartMark().getIndex(),
          "a value of nothing but = or << has a meaning of its own in YAML; it needs quotes");
    }
    return node(event, depth);
  }

  private void checkDepth(int depth, int offset) throws DocumentException {
    if (depth > DEEPEST) {
      throw refuse(offset, "nested deeper than " + DEEPEST + " levels");
    }
  }

  private void checkGrowth(long repeatedNodes, YamlNode last) throws DocumentException {
    if (repeatedNodes > MOST_REPEATED) {
      throw refuse(
          last.start(), "aliases (*) repeat so much of the file that it grows beyond all bounds");
    }
  }

  private static @Nullable String anchor(Event event) {
    return ((CollectionStartEvent) event).getAnchor();
  }

  private void open(String anchor, int offset) throws DocumentException {
    checkAnchorName(anchor, offset);
    if (anchors.containsKey(anchor) || !openAnchors.add(anchor)) {
      throw refuse(offset, "an anchor of this name (&) stands in the file already");
    }
  }

  /** PyYAML knows ASCII letters, digits, {@code -} and {@code _} only. */
  private void checkAnchorName(String anchor, int offset) throws DocumentException {
    for (int i = 0; i < anchor.length(); i++) {
      char c = anchor.charAt(i);
      if (c > 'z' || !(Character.isLetterOrDigit(c) || c == '-' || c == '_')) {
        throw refuse(offset, YamlReason.ANCHOR_NAME);
      }
    }
  }

  private Weighed alias(AliasEvent event, int depth) throws DocumentException {
    int start = event.getStartMark().getIndex();
    int end = event.getEndMark().getIndex();
    String anchor = event.getAnchor();
    checkAnchorName(anchor, start);
    if (openAnchors.contains(anchor)) {
      throw refuse(start, "an alias (*) inside the very part that it repeats");
    }
    Weighed target = anchors.get(anchor);
    if (target == null) {
      throw refuse(
          start,
          "an alias (*) of an anchor (&) that does not stand above; a value that begins with *"
              + " needs quotes");
    }
    checkDepth(depth + target.height, start);
    repeated.add(anchor);
    YamlNode node =
        new YamlNode(
            target.node.view(),
            Style.ALIAS,
            start,
            start,
            start,
            end,
            end,
            null,
            false,
            List.of(),
            target.node);
    return new Weighed(node, target.size, 1, target.height);
  }

  private YamlNode scalar(ScalarEvent event) throws DocumentException {
    int start = event.getStartMark().getIndex();
    int rawEnd = event.getEndMark().getIndex();
    Style style = style(event.getScalarStyle());
    int end = rawEnd;
    if (style == Style.LITERAL || style == Style.FOLDED) {
      while (end > start && YamlText.isBreak(text.at(end - 1))) {
        end--;
      }
    }
    int propsEnd = propsEnd(start, event.getAnchor(), event.getTag());
    int content = propsEnd == start ? start : Math.min(text.skip(propsEnd), end);
    if (content == end) {
      content = propsEnd;
      end = propsEnd;
    }
    Node view = new Node.Scalar(new Span(start, end), kind(event, start), event.getValue());
    YamlNode node =
        new YamlNode(
            view,
            style,
            start,
            propsEnd,
            content,
            end,
            rawEnd,
            event.getAnchor(),
            event.getTag() != null,
            List.of(),
            null);
    if (hasTabs) {
      scalarsAmongTabs.add(node);
    }
    return node;
  }

  private static Style style(ScalarStyle style) {
    return switch (style) {
      case SINGLE_QUOTED -> Style.SINGLE;
      case DOUBLE_QUOTED -> Style.DOUBLE;
      case LITERAL -> Style.LITERAL;
      case FOLDED -> Style.FOLDED;
      default -> Style.PLAIN;
    };
  }

  private int propsEnd(int start, @Nullable String anchor, @Nullable String tag) {
    int end = start;
    for (int i = (anchor == null ? 0 : 1) + (tag == null ? 0 : 1); i > 0; i--) {
      int property = text.skip(end);
      end =
          anchor != null && text.at(property) == '&'
              ? property + 1 + anchor.length()
              : text.tagEnd(property);
    }
    return end;
  }

  private Node.Kind kind(ScalarEvent event, int offset) throws DocumentException {
    String value = event.getValue();
    String tag = event.getTag();
    if (tag == null || tag.equals("!")) {
      if (!event.getImplicit().canOmitTagInPlainScalar()) {
        return Node.Kind.STRING;
      }
      Node.Kind kind = YamlScalars.kind(value);
      if (kind == Node.Kind.TIMESTAMP) {
        checkDate(value, offset);
      }
      return kind;
    }
    switch (tag.startsWith(TAGS) ? tag.substring(TAGS.length()) : "") {
      case "str", "binary":
        return Node.Kind.STRING;
      case "null":
        return Node.Kind.NULL;
      case "bool":
        return tagged(Node.Kind.BOOLEAN, isBooleanWord(value), offset);
      case "int":
        return tagged(Node.Kind.NUMBER, isNumber(value) && value.indexOf('.') < 0, offset);
      case "float":
        return tagged(Node.Kind.NUMBER, isNumber(value), offset);
      case "timestamp":
        checkDate(value, offset);
        return Node.Kind.TIMESTAMP;
      default:
        throw refuse(offset, YamlReason.TAG);
    }
  }

  private void checkDate(String value, int offset) throws DocumentException {
    if (YamlScalars.kind(value) != Node.Kind.TIMESTAMP || !YamlScalars.isRealDate(value)) {
      throw refuse(offset, "a date that does not exist; if it is a text, it needs quotes");
    }
  }

  private Node.Kind tagged(Node.Kind kind, boolean fits, int offset) throws DocumentException {
    if (!fits) {
      throw refuse(offset, "a value that is not what its tag (!!) says");
    }
    return kind;
  }

  private static boolean isBooleanWord(String value) {
    return YamlScalars.kind(value.toLowerCase(Locale.ROOT)) == Node.Kind.BOOLEAN;
  }

  private static boolean isNumber(String value) {
    return YamlScalars.kind(value) == Node.Kind.NUMBER;
  }

  private Weighed sequence(CollectionStartEvent event, int depth) throws DocumentException {
    checkTag(event, "seq", "omap", "pairs");
    int start = event.getStartMark().getIndex();
    int propsEnd = propsEnd(start, event.getAnchor(), event.getTag());
    int content = propsEnd == start ? start : text.skip(propsEnd);
    List<Slot> slots = new ArrayList<>();
    List<Node> items = new ArrayList<>();
    long size = 1;
    long written = 1;
    int height = 0;
    int behind = content;
    while (!peek().is(Event.ID.SequenceEnd)) {
      Weighed item = value(depth);
      size += item.size;
      written += item.written;
      height = Math.max(height, item.height);
      checkGrowth(size - written, item.node);
      YamlNode value = item.node;
      if (event.isFlow()) {
        slots.add(new Slot(value.start(), null, value.start(), -1, value));
      } else {
        int dash = text.skip(behind);
        slots.add(new Slot(dash, null, dash, dash + 1, value));
        behind = Math.max(value.end(), dash + 1);
      }
      items.add(value.view());
    }
    int end = next().getEndMark().getIndex();
    if (!event.isFlow()) {
      end = slots.get(slots.size() - 1).end();
    }
    Node view = new Node.Sequence(new Span(start, end), items);
    YamlNode node =
        new YamlNode(
            view,
            event.isFlow() ? Style.FLOW : Style.BLOCK,
            start,
            propsEnd,
            content,
            end,
            end,
            event.getAnchor(),
            event.getTag() != null,
            slots,
            null);
    return new Weighed(node, size, written, height + 1);
  }

  private void checkTag(CollectionStartEvent event, String... known) throws DocumentException {
    String tag = event.getTag();
    if (tag == null || tag.equals("!")) {
      return;
    }
    for (String name : known) {
      if (tag.equals(TAGS + name)) {
        return;
      }
    }
    throw refuse(event.getStartMark().getIndex(), YamlReason.TAG);
  }

  private Weighed mapping(CollectionStartEvent event, int depth) throws DocumentException {
    checkTag(event, "map", "set");
    int start = event.getStartMark().getIndex();
    int propsEnd = propsEnd(start, event.getAnchor(), event.getTag());
    int content = propsEnd == start ? start : text.skip(propsEnd);
    int startEnd = event.getEndMark().getIndex();
    boolean braces = event.isFlow() && startEnd > content && text.at(startEnd - 1) == '{';
    List<Slot> slots = new ArrayList<>();
    List<Node.Entry> entries = new ArrayList<>();
    List<YamlNode> keys = new ArrayList<>();
    long size = 1;
    long written = 1;
    int height = 0;
    int behind = braces ? content + 1 : content;
    while (!peek().is(Event.ID.MappingEnd)) {
      Weighed keyNode = node(next(), depth);
      YamlNode key = keyNode.node;
      if (!(key.view() instanceof Node.Scalar scalar)) {
        throw refuse(key.start(), "a list or a mapping cannot be a key");
      }
      Weighed valueNode = value(depth);
      boolean merge = key.style() == Style.PLAIN && scalar.value().equals("<<");
      size += 1 + (merge ? 2 : 1) * valueNode.size;
      written += 1 + valueNode.written;
      height = Math.max(height, valueNode.height);
      checkGrowth(size - written, valueNode.node);
      Slot slot = slot(key, scalar, merge, valueNode.node, behind, event.isFlow());
      behind = slot.end();
      slots.add(slot);
      keys.add(key);
      entries.add(Objects.requireNonNull(slot.entry()));
    }
    int end = next().getEndMark().getIndex();
    if (!braces) {
      end = behind;
    }
    findRepeatedKeys(keys, entries);
    Node view = new Node.Mapping(new Span(start, end), entries, merged(slots));
    Style style = event.isFlow() ? (braces ? Style.FLOW : Style.PAIR) : Style.BLOCK;
    YamlNode node =
        new YamlNode(
            view,
            style,
            start,
            propsEnd,
            content,
            end,
            end,
            event.getAnchor(),
            event.getTag() != null,
            slots,
            null);
    return new Weighed(node, size, written, height + 1);
  }

  private Slot slot(
      YamlNode key, Node.Scalar scalar, boolean merge, YamlNode value, int behind, boolean flow)
      throws DocumentException {
    int start = text.skip(behind);
    if (flow && text.at(start) == ',') {
      start = text.skip(start + 1);
    }
    int colon = text.skip(key.end());
    boolean hasColon = text.at(colon) == ':' && (!value.isEmpty() || value.start() == colon + 1);
    YamlNode placed = value;
    if (!hasColon) {
      if (!value.isEmpty()) {
        throw refuse(value.start(), "a ':' is missing between a key and its value");
      }
      placed = emptyAt(key.end());
    }
    Node.Entry entry =
        new Node.Entry(new Span(key.start(), key.end()), scalar.value(), placed.view(), merge);
    return new Slot(start, entry, key.end(), hasColon ? colon + 1 : -1, placed);
  }

  private static YamlNode emptyAt(int offset) {
    Node view = new Node.Scalar(Span.at(offset), Node.Kind.NULL, "");
    return new YamlNode(
        view, Style.PLAIN, offset, offset, offset, offset, offset, null, false, List.of(), null);
  }

  private void findRepeatedKeys(List<YamlNode> keys, List<Node.Entry> entries) {
    if (entries.size() < 2) {
      return;
    }
    Set<String> known = new HashSet<>();
    for (int i = 0; i < entries.size(); i++) {
      Node.Entry entry = entries.get(i);
      Node.Scalar key = (Node.Scalar) keys.get(i).view();
      if (!entry.merge() && !known.add(identity(key))) {
        problems.add(new Problem(entry.keySpan(), Problem.Kind.DUPLICATE_KEY, entry.key()));
      }
    }
  }

  /** Equal for keys that are one key to PyYAML. A string is itself, the others get a prefix. */
  private static String identity(Node.Scalar key) {
    return switch (key.kind()) {
      case STRING -> key.value();
      case NULL -> "\0null";
      case BOOLEAN -> "\0" + key.isBoolean(true);
      case NUMBER -> "\0" + YamlScalars.number(key.value());
      case TIMESTAMP -> "\0" + key.value();
    };
  }

  /**
   * The entries that merges bring into a mapping. Explicit keys win. Of several merged mappings the
   * last one wins, as in PyYAML 6.0.4 (of keys of one character the first, because Python shares
   * such strings and PyYAML compares identities). Up to 6.0.3 the first one of a list won, so a
   * difference is a problem of the file.
   */
  private List<Node.Entry> merged(List<Slot> slots) throws DocumentException {
    Map<String, Node.Entry> merged = new LinkedHashMap<>();
    Set<String> own = Set.of();
    for (Slot slot : slots) {
      Node.Entry entry = Objects.requireNonNull(slot.entry());
      if (!entry.merge()) {
        continue;
      }
      own = own.isEmpty() ? ownKeys(slots) : own;
      if (entry.value() instanceof Node.Mapping mapping) {
        merge(mapping, entry.keySpan(), own, merged);
      } else if (entry.value() instanceof Node.Sequence sequence) {
        for (Node item : sequence.items()) {
          merge(mergeable(item, slot), entry.keySpan(), own, merged);
        }
      } else {
        throw refuse(slot.value().start(), NO_MERGE);
      }
    }
    return List.copyOf(merged.values());
  }

  private Node.Mapping mergeable(Node item, Slot slot) throws DocumentException {
    if (item instanceof Node.Mapping mapping) {
      return mapping;
    }
    throw refuse(slot.value().start(), NO_MERGE);
  }

  private static Set<String> ownKeys(List<Slot> slots) {
    Set<String> keys = new HashSet<>();
    for (Slot slot : slots) {
      String key = slot.key();
      if (key != null) {
        keys.add(key);
      }
    }
    return keys;
  }

  private void merge(
      Node.Mapping mapping, Span place, Set<String> own, Map<String, Node.Entry> merged) {
    for (Node.Entry entry : YamlProof.effective(mapping).values()) {
      if (own.contains(entry.key())) {
        continue;
      }
      Node.Entry other = merged.putIfAbsent(entry.key(), entry);
      if (other == null || other.value() == entry.value()) {
        continue;
      }
      if (!YamlProof.same(other.value(), entry.value())) {
        problems.add(new Problem(place, Problem.Kind.AMBIGUOUS_MERGE, entry.key()));
      }
      if (entry.key().length() > 1) {
        merged.put(entry.key(), entry);
      }
    }
  }
}
