package dev.ccproxy.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An object or a list of the text, seen alike, and what shall become of its members.
 *
 * @param span both brackets and all between them
 * @param isList whether it is a list
 * @param members what stands in it, in order
 * @param added what shall come behind the members, in order
 */
record JsonContainer(Span span, boolean isList, List<Member> members, List<Added> added) {

  /**
   * A member of an object or an item of a list.
   *
   * @param start where its key, or in a list its value, begins
   * @param valueStart where its value begins
   * @param end where its value ends
   * @param draft what becomes of the value; null where the member has to go
   */
  record Member(int start, int valueStart, int end, @Nullable JsonDraft draft) {

    boolean stays() {
      return draft != null;
    }
  }

  /**
   * A member that is new.
   *
   * @param key null in a list
   */
  record Added(@Nullable String key, Value value) {}

  /** The object or list {@code node} with what {@code draft} makes of it. */
  static JsonContainer of(Node node, JsonDraft draft) {
    List<Added> added = new ArrayList<>();
    if (node instanceof Node.Mapping mapping) {
      for (Map.Entry<String, JsonDraft> member : draft.members().entrySet()) {
        if (!member.getValue().hasOrigin()) {
          added.add(new Added(member.getKey(), member.getValue().value()));
        }
      }
      return new JsonContainer(node.span(), false, members(mapping, draft), added);
    }
    for (JsonDraft item : draft.items()) {
      if (!item.hasOrigin()) {
        added.add(new Added(null, item.value()));
      }
    }
    return new JsonContainer(node.span(), true, items((Node.Sequence) node, draft.items()), added);
  }

  private static List<Member> members(Node.Mapping mapping, JsonDraft draft) {
    List<Member> members = new ArrayList<>(mapping.entries().size());
    for (Node.Entry entry : mapping.entries()) {
      JsonDraft wanted = draft.members().get(entry.key());
      boolean stays = wanted != null && wanted.hasOrigin();
      // Of repeated keys only the last one counts; the others stay as they are, or go with it.
      JsonDraft own =
          wanted != null && wanted.isFor(entry.value()) ? wanted : JsonDraft.of(entry.value());
      members.add(member(entry.keySpan().start(), entry.value(), stays ? own : null));
    }
    return members;
  }

  private static List<Member> items(Node.Sequence sequence, List<JsonDraft> wanted) {
    List<Member> members = new ArrayList<>(sequence.items().size());
    int next = 0;
    for (Node item : sequence.items()) {
      boolean stays = next < wanted.size() && wanted.get(next).isFor(item);
      members.add(member(item.span().start(), item, stays ? wanted.get(next++) : null));
    }
    return members;
  }

  private static Member member(int start, Node value, @Nullable JsonDraft draft) {
    return new Member(start, value.span().start(), value.span().end(), draft);
  }

  /** The values that are new. */
  List<Value> addedValues() {
    List<Value> values = new ArrayList<>();
    added.forEach(one -> values.add(one.value()));
    return values;
  }

  /** Offset behind the opening bracket. */
  int inside() {
    return span.start() + 1;
  }

  /** Offset of the closing bracket. */
  int close() {
    return span.end() - 1;
  }

  /** Where the space before a member begins: behind the member before it, or the bracket. */
  int spaceBefore(int index) {
    return index == 0 ? inside() : members.get(index - 1).end();
  }

  /** Where the space behind a member ends: at the next member, or the bracket. */
  int spaceBehind(int index) {
    return index == members.size() - 1 ? close() : members.get(index + 1).start();
  }

  /** Position of the last member that stays; -1 where none does. */
  int lastStaying() {
    int i = members.size() - 1;
    while (i >= 0 && !members.get(i).stays()) {
      i--;
    }
    return i;
  }

  /** Whether members go or come. */
  boolean changes() {
    if (!added.isEmpty()) {
      return true;
    }
    for (Member member : members) {
      if (!member.stays()) {
        return true;
      }
    }
    return false;
  }
}
