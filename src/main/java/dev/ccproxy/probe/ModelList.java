package dev.ccproxy.probe;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The ids that a server lists under {@code /models}: {@code data[].id}, or {@code models[].name}
 * where it speaks its own form. Ids are as the server wrote them; whoever shows them makes them
 * harmless.
 *
 * @param complete whether the list was read to its end
 */
public record ModelList(List<String> ids, boolean complete) {
  private static final int MOST = 5_000;
  private static final int LONGEST = 300;

  public ModelList {
    ids = List.copyOf(ids);
  }

  /** Whether the answer held a list at all. */
  public boolean isThere() {
    return complete || !ids.isEmpty();
  }

  /** Reads an answer; empty and incomplete where it holds no list. */
  public static ModelList of(Answer answer) {
    return of(answer.body().bytes());
  }

  static ModelList of(byte[] json) {
    List<String> ids = new ArrayList<>();
    boolean found = false;
    try (JsonParser parser = BoundedJson.parser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return new ModelList(ids, false);
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        boolean list = name.equals("data") || name.equals("models");
        if (parser.nextToken() == JsonToken.START_ARRAY && list) {
          found = true;
          if (!read(parser, ids)) {
            return new ModelList(ids, false);
          }
        } else {
          parser.skipChildren();
        }
      }
      return new ModelList(ids, found);
    } catch (IOException e) {
      // Broken, or over a bound: what came until then may still help.
      return new ModelList(ids, false);
    }
  }

  /** One entry after the other; false where there are more than anybody reads. */
  private static boolean read(JsonParser parser, List<String> ids) throws IOException {
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      if (token == null) {
        return false;
      }
      if (token == JsonToken.VALUE_STRING) {
        add(parser.getText(), ids);
      } else if (token == JsonToken.START_OBJECT) {
        entry(parser, ids);
      } else {
        parser.skipChildren();
      }
      if (ids.size() >= MOST) {
        return false;
      }
    }
    return true;
  }

  private static void entry(JsonParser parser, List<String> ids) throws IOException {
    String id = "";
    String other = "";
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      if (parser.nextToken() != JsonToken.VALUE_STRING) {
        parser.skipChildren();
      } else if (name.equals("id")) {
        id = parser.getText();
      } else if (name.equals("name")) {
        other = parser.getText();
      }
    }
    add(id.isEmpty() ? other : id, ids);
  }

  private static void add(String id, List<String> ids) {
    if (!id.isBlank() && id.length() <= LONGEST && !ids.contains(id)) {
      ids.add(id);
    }
  }
}
