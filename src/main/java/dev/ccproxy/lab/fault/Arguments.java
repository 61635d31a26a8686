package dev.ccproxy.lab.fault;

import dev.ccproxy.lab.json.Json;
import dev.ccproxy.lab.json.JsonSyntaxException;
import java.nio.charset.StandardCharsets;

/** Arguments of calls as text and as JSON. */
final class Arguments {
  private Arguments() {}

  /** The object that a text is; an empty one when it is none. */
  static Json parsed(String text) {
    try {
      Json json = Json.parse(text.getBytes(StandardCharsets.UTF_8));
      return json.isObject() ? json : Json.object();
    } catch (JsonSyntaxException e) {
      return Json.object();
    }
  }

  /** The first field of an object whose value is a string; empty when there is none. */
  static String firstText(Json object) {
    for (String key : object.keys()) {
      if (object.at(key).isText()) {
        return key;
      }
    }
    return "";
  }

  /** The first field of an object whose value is a whole number; empty when there is none. */
  static String firstNumber(Json object) {
    for (String key : object.keys()) {
      if (object.at(key).number(Long.MIN_VALUE) != Long.MIN_VALUE) {
        return key;
      }
    }
    return "";
  }
}
