package dev.ccproxy.catalog;

import dev.ccproxy.document.Node;
import dev.ccproxy.document.Position;
import dev.ccproxy.document.SourceDocument;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the keys of one mapping of a data file strictly: a wrong kind, an unknown key or a missing
 * one has a place.
 */
final class FieldReader {
  private final SourceDocument document;
  private final Node.Mapping mapping;
  private final String where;
  private final Set<String> asked = new HashSet<>();

  FieldReader(SourceDocument document, Node node, String where) throws CatalogException {
    this.document = document;
    this.where = where;
    if (!(node instanceof Node.Mapping m)) {
      throw error(
          node,
          where.isEmpty()
              ? "keys and values are expected"
              : "\"" + where + "\" must hold keys and values");
    }
    this.mapping = m;
  }

  CatalogException error(Node node, String reason) {
    Position at = document.source().position(node.span().start());
    return new CatalogException(document.name(), at.line(), at.column(), reason);
  }

  private String full(String key) {
    return where.isEmpty() ? key : where + "." + key;
  }

  @Nullable Node node(String key) {
    asked.add(key);
    return mapping.entry(key).map(Node.Entry::value).filter(v -> !isNull(v)).orElse(null);
  }

  private static boolean isNull(Node node) {
    return node instanceof Node.Scalar scalar && scalar.kind() == Node.Kind.NULL;
  }

  @Nullable String text(String key) throws CatalogException {
    Node node = node(key);
    if (node == null) {
      return null;
    }
    if (node instanceof Node.Scalar scalar) {
      return scalar.value();
    }
    throw error(node, "\"" + full(key) + "\" must be a text");
  }

  String text(String key, String otherwise) throws CatalogException {
    String text = text(key);
    return text == null ? otherwise : text;
  }

  String required(String key) throws CatalogException {
    String text = text(key);
    if (text == null || text.isBlank()) {
      throw error(mapping, "\"" + full(key) + "\" is missing");
    }
    return text;
  }

  boolean truth(String key) throws CatalogException {
    return Boolean.TRUE.equals(knownTruth(key));
  }

  @Nullable Boolean knownTruth(String key) throws CatalogException {
    Node node = node(key);
    if (node == null) {
      return null;
    }
    if (node instanceof Node.Scalar scalar && scalar.kind() == Node.Kind.BOOLEAN) {
      return scalar.value().equals("true");
    }
    throw error(node, "\"" + full(key) + "\" must be true or false");
  }

  @Nullable Long number(String key) throws CatalogException {
    Node node = node(key);
    if (node == null) {
      return null;
    }
    if (node instanceof Node.Scalar scalar && scalar.kind() == Node.Kind.NUMBER) {
      try {
        return Long.parseLong(scalar.value());
      } catch (NumberFormatException e) {
        throw error(node, "\"" + full(key) + "\" must be a whole number");
      }
    }
    throw error(node, "\"" + full(key) + "\" must be a whole number");
  }

  @Nullable LocalDate date(String key) throws CatalogException {
    String text = text(key);
    if (text == null) {
      return null;
    }
    LocalDate date = isoDate(text);
    if (date == null) {
      throw error(mapping, "\"" + full(key) + "\" must be a date such as 2026-11-22");
    }
    return date;
  }

  /** Not {@link LocalDate#parse}: its formatter costs 6 ms at a start. */
  private static @Nullable LocalDate isoDate(String text) {
    int first = 4;
    int second = 7;
    if (text.length() != 10 || text.charAt(first) != '-' || text.charAt(second) != '-') {
      return null;
    }
    try {
      return LocalDate.of(
          Integer.parseInt(text, 0, first, 10),
          Integer.parseInt(text, first + 1, second, 10),
          Integer.parseInt(text, second + 1, text.length(), 10));
    } catch (NumberFormatException | DateTimeException e) {
      return null;
    }
  }

  <E extends Enum<E>> E oneOf(String key, Class<E> type, @Nullable E otherwise)
      throws CatalogException {
    Node node = node(key);
    String text = text(key);
    if (text == null) {
      if (otherwise == null) {
        throw error(mapping, "\"" + full(key) + "\" is missing");
      }
      return otherwise;
    }
    for (E constant : type.getEnumConstants()) {
      if (constant.name().toLowerCase(java.util.Locale.ROOT).equals(text)) {
        return constant;
      }
    }
    throw error(node == null ? mapping : node, "\"" + full(key) + "\" cannot be \"" + text + "\"");
  }

  List<String> texts(String key) throws CatalogException {
    Node node = node(key);
    if (node == null) {
      return List.of();
    }
    if (!(node instanceof Node.Sequence sequence)) {
      throw error(node, "\"" + full(key) + "\" must be a list");
    }
    List<String> texts = new ArrayList<>();
    for (Node item : sequence.items()) {
      if (!(item instanceof Node.Scalar scalar)) {
        throw error(item, "\"" + full(key) + "\" must be a list of texts");
      }
      texts.add(scalar.value());
    }
    return List.copyOf(texts);
  }

  Map<String, String> textMap(String key) throws CatalogException {
    FieldReader inner = inner(key);
    Map<String, String> map = new LinkedHashMap<>();
    if (inner != null) {
      for (Node.Entry entry : inner.mapping.entries()) {
        map.put(entry.key(), inner.text(entry.key(), ""));
      }
    }
    return map;
  }

  @Nullable FieldReader inner(String key) throws CatalogException {
    Node node = node(key);
    return node == null ? null : new FieldReader(document, node, full(key));
  }

  List<FieldReader> innerList(String key) throws CatalogException {
    Node node = node(key);
    List<FieldReader> list = new ArrayList<>();
    if (node == null) {
      return list;
    }
    if (!(node instanceof Node.Sequence sequence)) {
      throw error(node, "\"" + full(key) + "\" must be a list");
    }
    for (Node item : sequence.items()) {
      list.add(new FieldReader(document, item, full(key)));
    }
    return list;
  }

  List<String> keys() {
    List<String> keys = new ArrayList<>();
    for (Node.Entry entry : mapping.entries()) {
      keys.add(entry.key());
    }
    return keys;
  }

  CatalogException here(String reason) {
    return error(mapping, reason);
  }

  /** Call after the last key was read: whatever nobody asked for is a mistake of spelling. */
  void close() throws CatalogException {
    for (Node.Entry entry : mapping.entries()) {
      if (!asked.contains(entry.key())) {
        Position at = document.source().position(entry.keySpan().start());
        throw new CatalogException(
            document.name(), at.line(), at.column(), "unknown key \"" + full(entry.key()) + "\"");
      }
    }
  }
}
