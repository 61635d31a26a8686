package dev.ccproxy.document;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON into nodes that know their place. Comments and commas before a closing bracket are
 * accepted and noted.
 */
final class JsonReader {
  /** Brackets inside brackets, at most. A bound for the stack of every walk over the nodes. */
  static final int MAX_DEPTH = 500;

  // Lengths are bounded by the caller, who knows how big the file is; depth is bounded below,
  // where the place is known. Names come from outside and are never interned.
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
          .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH + 1)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private final String name;
  private final SourceText source;
  private final String text;
  private final JsonTrivia trivia;
  private final JsonParser parser;
  private final List<Problem> problems = new ArrayList<>();

  /** Start of the current token. */
  private int start;

  /** End of the last token that was taken in. */
  private int done;

  private int depth;

  private JsonReader(String name, SourceText source, JsonParser parser) {
    this.name = name;
    this.source = source;
    this.text = source.text();
    this.trivia = new JsonTrivia(text);
    this.parser = parser;
  }

  /** What was read. */
  record Parsed(Node root, List<Problem> problems) {}

  /**
   * Reads a whole text.
   *
   * @throws DocumentException where it is not JSON
   */
  static Parsed read(String name, SourceText source) throws DocumentException {
    try (JsonParser parser = JSON.createParser(source.text().toCharArray())) {
      JsonReader reader = new JsonReader(name, source, parser);
      Node root = reader.root();
      return new Parsed(root, List.copyOf(reader.problems));
    } catch (IOException e) {
      throw JsonFault.of(name, source);
    }
  }

  private Node root() throws IOException, DocumentException {
    JsonToken token = next();
    if (token == null) {
      return new Node.Mapping(Span.at(0), List.of());
    }
    Node root = node(token);
    if (next() != null) {
      throw JsonFault.of(name, source);
    }
    return root;
  }

  private Node node(JsonToken token) throws IOException, DocumentException {
    return switch (token) {
      case START_OBJECT -> mapping();
      case START_ARRAY -> sequence();
      case VALUE_STRING -> {
        parser.finishToken();
        int from = start;
        yield new Node.Scalar(string(), Node.Kind.STRING, decoded(from));
      }
      case VALUE_NULL -> word(Node.Kind.NULL);
      case VALUE_TRUE, VALUE_FALSE -> word(Node.Kind.BOOLEAN);
      default -> word(Node.Kind.NUMBER);
    };
  }

  private Node mapping() throws IOException, DocumentException {
    int open = open();
    List<Node.Entry> entries = new ArrayList<>();
    Set<String> keys = new HashSet<>();
    while (nextInside() == JsonToken.FIELD_NAME) {
      int from = start;
      Span keySpan = string();
      String key = decoded(from);
      if (!keys.add(key)) {
        problems.add(new Problem(keySpan, Problem.Kind.DUPLICATE_KEY, key));
      }
      entries.add(new Node.Entry(keySpan, key, node(nextInside())));
    }
    return new Node.Mapping(close(open), entries);
  }

  private Node sequence() throws IOException, DocumentException {
    int open = open();
    List<Node> items = new ArrayList<>();
    for (JsonToken token = nextInside(); token != JsonToken.END_ARRAY; token = nextInside()) {
      items.add(node(token));
    }
    return new Node.Sequence(close(open), items);
  }

  private int open() throws DocumentException {
    if (++depth > MAX_DEPTH) {
      throw new DocumentException(
          name, source.position(start), "nested deeper than " + MAX_DEPTH + " levels");
    }
    done = start + 1;
    return start;
  }

  private Span close(int open) {
    depth--;
    done = start + 1;
    return new Span(open, done);
  }

  private Span string() {
    done = trivia.stringEnd(start);
    return new Span(start, done);
  }

  private String decoded(int from) throws IOException {
    String written = text.substring(from + 1, done - 1);
    return written.indexOf('\\') < 0 ? written : parser.getText();
  }

  private Node word(Node.Kind kind) {
    done = trivia.wordEnd(start);
    Span span = new Span(start, done);
    return new Node.Scalar(span, kind, span.of(text));
  }

  /** The next token where the text cannot end yet. */
  private JsonToken nextInside() throws IOException {
    return Objects.requireNonNull(next());
  }

  /** The next token, the space before it looked through. */
  private @Nullable JsonToken next() throws IOException {
    JsonToken token = parser.nextToken();
    start = token == null ? text.length() : (int) parser.currentTokenLocation().getCharOffset();
    boolean closes = token == JsonToken.END_OBJECT || token == JsonToken.END_ARRAY;
    for (int i = done; i < start; i++) {
      char c = text.charAt(i);
      if (c == ',' && closes) {
        problems.add(new Problem(new Span(i, i + 1), Problem.Kind.TRAILING_COMMA, ","));
      } else if (c == '/') {
        int end = trivia.commentEnd(i);
        problems.add(new Problem(new Span(i, end), Problem.Kind.COMMENT, text.substring(i, i + 2)));
        i = end - 1;
      }
    }
    return token;
  }
}
