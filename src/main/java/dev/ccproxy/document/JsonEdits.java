package dev.ccproxy.document;

import java.util.ArrayList;
import java.util.List;

/**
 * Works out the edits of a text that make its document what a draft says. All places are places of
 * the text as it is.
 */
final class JsonEdits {
  private final SourceText source;
  private final JsonTrivia trivia;
  private final JsonStyleFinder finder;
  private final List<Edit> edits = new ArrayList<>();

  private JsonEdits(SourceText source) {
    this.source = source;
    this.trivia = new JsonTrivia(source.text());
    this.finder = new JsonStyleFinder(source);
  }

  /**
   * The edits, no two of them overlapping; none where the draft means what the document means.
   *
   * @throws IllegalArgumentException when the draft has a value that JSON cannot write
   */
  static List<Edit> of(SourceText source, JsonDraft root) {
    JsonEdits all = new JsonEdits(source);
    if (root.isUntouched()) {
      return all.edits;
    }
    if (root.origin().span().end() == 0) {
      all.create(root);
    } else {
      all.visit(root, all.finder.ofDocument(root.origin()));
    }
    return all.edits;
  }

  /** Writes the content of a file that has none, behind its comments if it has any. */
  private void create(JsonDraft root) {
    if (!root.isReplaced() && root.members().isEmpty()) {
      return;
    }
    JsonStyle style = finder.ofNothing();
    String content = style.text(root.value(), "") + style.lineEnd();
    int length = source.text().length();
    if (trivia.isSpace(0, length)) {
      edits.add(new Edit(new Span(0, length), content));
    } else {
      boolean newLine = trivia.isLineEnd(length - 1);
      edits.add(new Edit(Span.at(length), (newLine ? "" : style.lineEnd()) + content));
    }
  }

  /**
   * @param style how that is laid out in which the node stands
   */
  private void visit(JsonDraft draft, JsonStyle style) {
    if (draft.isUntouched()) {
      return;
    }
    Node node = draft.origin();
    if (draft.isReplaced()) {
      Value value = draft.value();
      if (!Value.of(node).equals(value)) {
        // In one line, where a line may be the whole file, nobody needs to know its start.
        String indent = style.oneLine() ? "" : trivia.indent(node.span().start());
        edits.add(new Edit(node.span(), style.text(value, indent)));
      }
      return;
    }
    JsonContainer container = JsonContainer.of(node, draft);
    JsonStyle inner = finder.of(container, style);
    edits.addAll(JsonContainerEdits.of(trivia, finder, container, inner));
    for (JsonContainer.Member member : container.members()) {
      JsonDraft inside = member.draft();
      if (inside != null) {
        visit(inside, inner);
      }
    }
  }
}
