package dev.ccproxy.document;

import java.util.List;

/**
 * A YAML file as LiteLLM reads it. Scalars are what PyYAML's {@code safe_load} makes of them
 * ({@code yes} is a boolean, {@code 1e3} a string), and what it refuses is refused here with the
 * place and a reason in plain words: several documents, tabs between tokens, unknown tags, a list
 * as a key. No tag is ever executed.
 *
 * <p>An alias is the node that it repeats, with the span of the original. A merge ({@code <<}) is
 * an entry of its mapping, and what it brings in is found under its name as if it stood there:
 * {@link #find}, {@link Node.Mapping#entry} and {@link Value#of(Node)} see the mapping as the
 * gateway does. A key that is no string has the text it is written with as its name. A comment is
 * no part of any node.
 *
 * <p>Limits: 10 MB, 50 collections in each other, a million nodes added by aliases.
 */
public final class YamlDocument implements SourceDocument {
  private final String name;
  private final SourceText source;
  private final YamlTree tree;

  private YamlDocument(String name, SourceText source, YamlTree tree) {
    this.name = name;
    this.source = source;
    this.tree = tree;
  }

  /**
   * Reads a file.
   *
   * @param name name of the file as the user knows it
   * @param bytes UTF-8, with or without a byte order mark
   * @throws DocumentException when it is no UTF-8, or nothing that PyYAML reads as one document
   */
  public static YamlDocument parse(String name, byte[] bytes) throws DocumentException {
    return parse(name, SourceText.decode(name, bytes));
  }

  /**
   * Reads a text.
   *
   * @param name name of the file as the user knows it
   * @throws DocumentException when PyYAML does not read it as one document
   */
  public static YamlDocument parse(String name, SourceText source) throws DocumentException {
    return new YamlDocument(name, source, YamlComposer.compose(name, source));
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
    return tree.root().view();
  }

  @Override
  public List<Problem> problems() {
    return tree.problems();
  }

  /**
   * {@inheritDoc}
   *
   * <p>A value that means the same already is not touched, however it is written. A key that is
   * only merged into a mapping is set in the mapping itself, where it wins; its merge stays. What
   * stands behind an alias is changed at the place of the original or not at all, and the original
   * only where the other places do not notice.
   */
  @Override
  public YamlDocument apply(List<Change> changes) throws EditRefusedException {
    YamlChanges drafting = new YamlChanges(name, source, tree);
    YamlDraft draft = drafting.make(changes);
    List<Edit> edits = YamlEditor.edits(source, tree, draft);
    if (edits.isEmpty()) {
      return this;
    }
    YamlNode shared = drafting.shared();
    int place = shared == null ? edits.get(0).span().start() : shared.start();
    String reason =
        shared == null
            ? "the edited text would not mean what was asked for"
            : "an alias (*) or merge (<<) repeats this part elsewhere, which would change too";
    YamlDocument edited;
    try {
      edited = parse(name, source.apply(edits));
    } catch (DocumentException e) {
      throw new EditRefusedException(name, source.position(place), reason);
    }
    if (!YamlProof.fulfils(edited.root(), draft)) {
      throw new EditRefusedException(name, source.position(place), reason);
    }
    return edited;
  }
}
