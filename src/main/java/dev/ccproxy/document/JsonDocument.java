package dev.ccproxy.document;

import java.util.List;

/**
 * A JSON file, {@code settings.json} above all. Comments and commas before a closing bracket are
 * read too, and reported as {@link #problems()}: the client skips the whole of a file that has
 * them. A byte order mark, repeated keys and an empty file are no harm to it. Numbers are kept as
 * they are written, and two numbers are the same when they are written alike.
 *
 * <p>A file without content is an empty object. Objects and lists may be nested {@value
 * JsonReader#MAX_DEPTH} levels deep. The size is not bounded here.
 */
public final class JsonDocument implements SourceDocument {
  private final String name;
  private final SourceText source;
  private final Node root;
  private final List<Problem> problems;

  private JsonDocument(String name, SourceText source, JsonReader.Parsed parsed) {
    this.name = name;
    this.source = source;
    this.root = parsed.root();
    this.problems = parsed.problems();
  }

  /**
   * Reads the bytes of a file.
   *
   * @param name name of the file as the user knows it
   * @throws DocumentException where the bytes are no UTF-8 or no JSON, with the place; the message
   *     names structure and keys, never a value
   */
  public static JsonDocument parse(String name, byte[] bytes) throws DocumentException {
    return parse(name, SourceText.decode(name, bytes));
  }

  /**
   * Reads a text.
   *
   * @param name name of the file as the user knows it
   * @throws DocumentException where the text is no JSON; see {@link #parse(String, byte[])}
   */
  public static JsonDocument parse(String name, SourceText source) throws DocumentException {
    return new JsonDocument(name, source, JsonReader.read(name, source));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public SourceText source() {
    return source;
  }

  @Override
  public Node root() {
    return root;
  }

  @Override
  public List<Problem> problems() {
    return problems;
  }

  /**
   * Whether a strict reader, as the client is one, reads this file: no comments and no commas
   * before closing brackets. Repeated keys do not count, nor does it that there is no content.
   */
  public boolean isStrict() {
    return JsonRepair.leniencies(problems).isEmpty();
  }

  /**
   * The same document for a strict reader: comments go, with their line where nothing else is on
   * it, and commas before closing brackets; all else stays. This document itself when it is strict.
   *
   * @throws EditRefusedException when the result would not be strict or not mean the same
   */
  public JsonDocument withoutLeniencies() throws EditRefusedException {
    List<Edit> edits = JsonRepair.edits(source, JsonRepair.leniencies(problems));
    JsonDocument repaired = edited(edits, JsonDraft.of(root));
    if (!repaired.isStrict()) {
      throw refused("the repaired text would not be strict JSON");
    }
    return repaired;
  }

  /**
   * {@inheritDoc}
   *
   * <p>A later change sees what an earlier one did, but positions in lists are those of this
   * document, whatever was removed. A value that already means what it shall mean is not touched.
   * {@link Change.Set} on an object with another object changes the members that differ. Of
   * repeated keys, {@link Change.Set} changes the last one, {@link Change.Remove} takes all. New
   * members go to the end, laid out like their neighbours; missing objects and, for {@link
   * Change.Append}, a missing list are made, and null counts as missing. Commas before closing
   * brackets stay where they are, and none comes new.
   */
  @Override
  public JsonDocument apply(List<Change> changes) throws EditRefusedException {
    JsonDraft draft = JsonChanges.draft(this, changes);
    try {
      return edited(JsonEdits.of(source, draft), draft);
    } catch (IllegalArgumentException e) {
      throw refused(String.valueOf(e.getMessage()));
    }
  }

  private JsonDocument edited(List<Edit> edits, JsonDraft expected) throws EditRefusedException {
    JsonDocument edited;
    try {
      edited = edits.isEmpty() ? this : parse(name, source.apply(edits));
    } catch (DocumentException e) {
      throw refused("the edited text would not be JSON: " + e.reason());
    }
    if (!expected.isMeantBy(edited.root)) {
      throw refused("the edited text would not mean what was asked for");
    }
    return edited;
  }

  private EditRefusedException refused(String reason) {
    return new EditRefusedException(name, source.position(root.span().start()), reason);
  }
}
