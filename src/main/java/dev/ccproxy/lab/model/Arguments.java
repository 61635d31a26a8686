package dev.ccproxy.lab.model;

import dev.ccproxy.lab.json.Json;
import dev.ccproxy.lab.json.JsonSyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Fills the schema of a tool from a prompt. */
final class Arguments {
  private static final Pattern SEVERAL =
      Pattern.compile("\\b(twice|two|both|three|parallel|each)\\b", Pattern.CASE_INSENSITIVE);
  private static final String VALUE =
      "(\"[^\"\n]*\"|'[^'\n]*'|`[^`\n]*`|-?\\d+(?:\\.\\d+)?|[A-Za-z0-9_./@~-]+)";

  /** A value that needs no word between it and its name. */
  private static final String PLAIN_VALUE = "(\"[^\"\n]*\"|'[^'\n]*'|`[^`\n]*`|-?\\d+(?:\\.\\d+)?)";

  private static final int DEEPEST = 6;

  private final Prompt prompt;
  private final Deque<String> spare;

  private Arguments(Prompt prompt) {
    this.prompt = prompt;
    this.spare = new ArrayDeque<>(prompt.quoted());
  }

  /**
   * The calls that a prompt asks for: one set of arguments, or several when the prompt gives
   * several values and says that it wants more than one call.
   */
  static List<Json> of(Json schema, Prompt prompt) {
    List<Json> dictated = dictated(schema, prompt.text());
    boolean several = prompt.matches(SEVERAL);
    if (!dictated.isEmpty()) {
      return several ? dictated : dictated.subList(0, 1);
    }
    int count = 1;
    if (several) {
      for (String property : schema.at("properties").keys()) {
        count =
            Math.max(count, values(property, schema.at("properties").at(property), prompt).size());
      }
    }
    Arguments arguments = new Arguments(prompt);
    List<Json> calls = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      calls.add(arguments.object(schema, i, 0));
    }
    return calls;
  }

  /** A value of a schema, for prompts that ask for JSON. */
  static Json example(Json schema, Prompt prompt) {
    List<Json> dictated = dictated(schema, prompt.text());
    return dictated.isEmpty() ? new Arguments(prompt).value("", schema, 0) : dictated.get(0);
  }

  /** The JSON objects in a text that fit the schema as they stand, in the order of the text. */
  private static List<Json> dictated(Json schema, String text) {
    List<Json> found = new ArrayList<>();
    List<String> properties = schema.at("properties").keys();
    for (int i = text.indexOf('{'); i >= 0; i = text.indexOf('{', i + 1)) {
      Optional<String> candidate = balanced(text, i);
      if (candidate.isEmpty()) {
        continue;
      }
      try {
        Json json = Json.parse(candidate.get().getBytes(StandardCharsets.UTF_8));
        if (!json.keys().isEmpty()
            && properties.containsAll(json.keys())
            && requiredOf(schema).stream().allMatch(json::has)) {
          found.add(json);
          i += candidate.get().length() - 1;
        }
      } catch (JsonSyntaxException e) {
        // Braces are common in prose; what is no JSON was not meant as JSON.
      }
    }
    return found;
  }

  private static Optional<String> balanced(String text, int start) {
    int depth = 0;
    boolean quoted = false;
    for (int i = start; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && c == '{') {
        depth++;
      } else if (!quoted && c == '}' && --depth == 0) {
        return Optional.of(text.substring(start, i + 1));
      }
    }
    return Optional.empty();
  }

  private static List<String> requiredOf(Json schema) {
    List<String> names = new ArrayList<>();
    for (Json name : schema.at("required").items()) {
      name.text().ifPresent(names::add);
    }
    return names;
  }

  private Json object(Json schema, int call, int depth) {
    Json out = Json.object();
    List<String> required = requiredOf(schema);
    for (String name : schema.at("properties").keys()) {
      Json property = schema.at("properties").at(name);
      List<Json> given = depth == 0 ? values(name, property, prompt) : List.of();
      if (!given.isEmpty()) {
        out = out.with(name, given.get(Math.min(call, given.size() - 1)));
      } else if (required.contains(name)) {
        out = out.with(name, value(name, property, depth + 1));
      }
    }
    return out;
  }

  /** What the prompt says about a property: {@code city: "Oslo"}, {@code n = 3}, {@code n 3}. */
  private static List<Json> values(String name, Json property, Prompt prompt) {
    Pattern pattern =
        Pattern.compile(
            "(?<![A-Za-z0-9_])[\"'`]?"
                + Pattern.quote(name)
                + "[\"'`]?(?:\\s*(?:=|:|\\b(?:is|to|set to|equal to)\\b)\\s*"
                + VALUE
                + "|\\s+"
                + PLAIN_VALUE
                + ")");
    List<Json> found = new ArrayList<>();
    Matcher matcher = pattern.matcher(prompt.text());
    while (matcher.find()) {
      String value = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
      typed(value, property).ifPresent(found::add);
    }
    return found;
  }

  private static Optional<Json> typed(String written, Json property) {
    String text = written;
    boolean quoted = "\"'`".indexOf(written.charAt(0)) >= 0;
    if (quoted) {
      text = written.substring(1, written.length() - 1);
    } else {
      text = text.replaceAll("[.]+$", "");
    }
    if (property.at("enum").isArray() && !property.at("enum").items().contains(Json.of(text))) {
      return Optional.empty();
    }
    switch (typeOf(property)) {
      case "integer", "number" -> {
        try {
          return Optional.of(Json.parse(text.getBytes(StandardCharsets.UTF_8)))
              .filter(json -> json.number(Long.MIN_VALUE) != Long.MIN_VALUE || text(json));
        } catch (JsonSyntaxException e) {
          return Optional.empty();
        }
      }
      case "boolean" -> {
        return text.equals("true") || text.equals("false")
            ? Optional.of(Json.of(Boolean.parseBoolean(text)))
            : Optional.empty();
      }
      case "string" -> {
        return text.isEmpty() ? Optional.empty() : Optional.of(Json.of(text));
      }
      default -> {
        return Optional.empty();
      }
    }
  }

  /** Whether a JSON value is a number that is not whole. */
  private static boolean text(Json json) {
    return json.toString().indexOf('.') > 0;
  }

  private static String typeOf(Json schema) {
    if (schema.at("type").isArray()) {
      for (Json type : schema.at("type").items()) {
        if (!type.is("null")) {
          return type.text("");
        }
      }
    }
    return schema.at("type").text(schema.has("properties") ? "object" : "string");
  }

  /** A value for a property that the prompt says nothing about. */
  private Json value(String name, Json schema, int depth) {
    if (schema.has("const")) {
      return schema.at("const");
    }
    for (Json choice : schema.at("enum").items()) {
      if (choice.isText() && prompt.find(choice.text("")) >= 0) {
        return choice;
      }
    }
    if (!schema.at("enum").items().isEmpty()) {
      return schema.at("enum").items().get(0);
    }
    for (String union : List.of("anyOf", "oneOf")) {
      if (!schema.at(union).items().isEmpty() && depth < DEEPEST) {
        return value(name, schema.at(union).items().get(0), depth + 1);
      }
    }
    return switch (typeOf(schema)) {
      case "object" -> depth < DEEPEST ? object(schema, 0, depth + 1) : Json.object();
      case "array" ->
          schema.at("minItems").number(0) > 0 && depth < DEEPEST
              ? Json.array(value(name, schema.at("items"), depth + 1))
              : Json.array();
      case "integer", "number" -> Json.of(schema.at("minimum").number(1));
      case "boolean" -> Json.of(true);
      case "null" -> Json.NULL;
      default -> Json.of(words(name));
    };
  }

  private String words(String name) {
    if (name.contains("path") || name.contains("file")) {
      Optional<String> path = prompt.path();
      if (path.isPresent()) {
        return path.get();
      }
    }
    String quoted = spare.poll();
    return quoted != null ? quoted : "value";
  }
}
