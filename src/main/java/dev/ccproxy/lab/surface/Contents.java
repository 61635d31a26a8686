package dev.ccproxy.lab.surface;

import dev.ccproxy.lab.json.Json;
import dev.ccproxy.lab.json.JsonSyntaxException;
import dev.ccproxy.lab.model.Part;
import dev.ccproxy.lab.model.ToolChoice;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What the surfaces have in common when they read: content lists and tool choices. */
final class Contents {
  private Contents() {}

  /** The texts of a content, which is a string or a list of blocks, in one. */
  static String flat(Json content) {
    if (content.isText()) {
      return content.text("");
    }
    List<String> texts = new ArrayList<>();
    for (Json block : content.items()) {
      block.at("text").text().or(() -> block.at("tool_name").text()).ifPresent(texts::add);
    }
    return String.join("\n", texts);
  }

  /** A content as parts; blocks of kinds that the model has no use for are left out. */
  static List<Part> parts(Json content) {
    List<Part> parts = new ArrayList<>();
    if (content.isText() && !content.is("")) {
      parts.add(new Part.Text(content.text("")));
    }
    for (Json block : content.items()) {
      switch (block.at("type").text("")) {
        case "text", "input_text", "output_text" ->
            parts.add(new Part.Text(block.at("text").text("")));
        case "image", "image_url", "input_image" -> parts.add(new Part.Image());
        case "thinking", "reasoning" -> parts.add(new Part.Thought(block.at("thinking").text("")));
        default -> {}
      }
    }
    return parts;
  }

  /** Arguments that travel as a string of JSON; an empty object when they are none. */
  static Json arguments(Json written) {
    if (written.isObject()) {
      return written;
    }
    try {
      Json parsed = Json.parse(written.text("").getBytes(StandardCharsets.UTF_8));
      return parsed.isObject() ? parsed : Json.object();
    } catch (JsonSyntaxException e) {
      return Json.object();
    }
  }

  /** The tool choice of any of the protocols: a word, or an object that names a tool. */
  static ToolChoice choice(Json choice) {
    String name =
        choice.at("name").text().or(() -> choice.at("function").at("name").text()).orElse("");
    if (!name.isEmpty()) {
      return new ToolChoice.Named(name);
    }
    return switch (choice.text(choice.at("type").text(""))) {
      case "none" -> ToolChoice.NONE;
      case "any", "required" -> ToolChoice.ANY;
      default -> ToolChoice.FREE;
    };
  }
}
