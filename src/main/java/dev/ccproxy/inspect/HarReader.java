package dev.ccproxy.inspect;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.ccproxy.wire.ResponseHead;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads an HTTP archive (HAR 1.2), as browsers and proxies save it, one entry at a time. */
final class HarReader {
  /** Characters of one body; a larger one belongs into a file of its own. */
  private static final int LONGEST = 20_000_000;

  private static final int DEEPEST = 200;
  private static final String BOM = "\uFEFF";

  /** Takes the entries. */
  interface Entries {
    /**
     * @param number 1 for the first
     */
    void entry(int number, HarEntry entry);
  }

  /** It cannot be read on. */
  static final class BrokenHarException extends Exception {
    private static final long serialVersionUID = 1L;

    BrokenHarException(String message) {
      super(message);
    }
  }

  private HarReader() {}

  /** Whether a file begins as a HAR does: an object whose first member is {@code log}. */
  static boolean isHar(byte[] first) {
    String text = new String(first, java.nio.charset.StandardCharsets.UTF_8);
    int i = text.startsWith(BOM) ? 1 : 0;
    for (String token : List.of("{", "\"log\"", ":", "{")) {
      while (i < text.length() && text.charAt(i) <= ' ') {
        i++;
      }
      if (!text.startsWith(token, i)) {
        return false;
      }
      i += token.length();
    }
    return true;
  }

  /**
   * Hands out all entries.
   *
   * @return how many there are
   * @throws BrokenHarException when it is no JSON or an entry is too large; the message says where
   */
  static int read(InputStream in, Entries entries) throws IOException, BrokenHarException {
    JsonFactory factory =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxStringLength(LONGEST)
                    .maxNestingDepth(DEEPEST)
                    .build())
            .build();
    int number = 0;
    try (JsonParser parser = factory.createParser(in)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean log = parser.currentName().equals("log");
        if (parser.nextToken() != JsonToken.START_OBJECT || !log) {
          parser.skipChildren();
          continue;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          boolean list = parser.currentName().equals("entries");
          if (parser.nextToken() != JsonToken.START_ARRAY || !list) {
            parser.skipChildren();
            continue;
          }
          while (parser.nextToken() == JsonToken.START_OBJECT) {
            entries.entry(++number, entry(parser));
          }
        }
      }
    } catch (StreamConstraintsException e) {
      throw new BrokenHarException(
          "entry "
              + (number + 1)
              + " is too large or nested too deeply (a body may have 20 million characters)");
    } catch (JsonProcessingException e) {
      throw new BrokenHarException("the HAR is no JSON" + place(e.getLocation()));
    }
    return number;
  }

  private static String place(@Nullable JsonLocation at) {
    return at == null ? "" : ": line " + at.getLineNr() + ", column " + at.getColumnNr();
  }

  private static HarEntry entry(JsonParser parser) throws IOException {
    HarEntry entry = new HarEntry();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      boolean object = parser.nextToken() == JsonToken.START_OBJECT;
      if (object && name.equals("request")) {
        request(parser, entry);
      } else if (object && name.equals("response")) {
        response(parser, entry);
      } else {
        parser.skipChildren();
      }
    }
    return entry;
  }

  private static void request(JsonParser parser, HarEntry entry) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      switch (name) {
        case "method" -> entry.method = text(parser, value);
        case "url" -> entry.url = text(parser, value);
        case "headers" -> headers(parser, value, entry.requestHeaders);
        case "postData" -> {
          if (value == JsonToken.START_OBJECT) {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
              boolean body = parser.currentName().equals("text");
              JsonToken inner = parser.nextToken();
              if (body) {
                entry.requestBody = text(parser, inner);
              } else {
                parser.skipChildren();
              }
            }
          } else {
            parser.skipChildren();
          }
        }
        default -> parser.skipChildren();
      }
    }
  }

  private static void response(JsonParser parser, HarEntry entry) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      switch (name) {
        case "status" -> entry.status = (int) number(parser, value);
        case "statusText" -> entry.statusText = text(parser, value);
        case "_error" -> {
          String error = text(parser, value);
          entry.statusText = error.isEmpty() ? entry.statusText : error;
        }
        case "headers" -> headers(parser, value, entry.headers);
        case "content" -> content(parser, value, entry);
        default -> parser.skipChildren();
      }
    }
  }

  private static void content(JsonParser parser, JsonToken token, HarEntry entry)
      throws IOException {
    if (token != JsonToken.START_OBJECT) {
      parser.skipChildren();
      return;
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      switch (name) {
        case "text" -> entry.text = value == JsonToken.VALUE_NULL ? null : text(parser, value);
        case "encoding" -> entry.encoding = text(parser, value);
        case "mimeType" -> entry.mimeType = text(parser, value);
        case "size" -> entry.size = number(parser, value);
        default -> parser.skipChildren();
      }
    }
  }

  private static void headers(JsonParser parser, JsonToken token, List<ResponseHead.Header> out)
      throws IOException {
    if (token != JsonToken.START_ARRAY) {
      parser.skipChildren();
      return;
    }
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken() != JsonToken.START_OBJECT) {
        parser.skipChildren();
        continue;
      }
      String header = "";
      String content = "";
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        JsonToken value = parser.nextToken();
        if (name.equals("name")) {
          header = text(parser, value);
        } else if (name.equals("value")) {
          content = text(parser, value);
        } else {
          parser.skipChildren();
        }
      }
      out.add(new ResponseHead.Header(header, content.strip()));
    }
  }

  /** The string; "" for everything else, which is passed over. */
  private static String text(JsonParser parser, JsonToken value) throws IOException {
    if (value == JsonToken.VALUE_STRING) {
      return parser.getText();
    }
    parser.skipChildren();
    return "";
  }

  private static long number(JsonParser parser, JsonToken value) throws IOException {
    if (value != null && value.isNumeric()) {
      return (long) parser.getDoubleValue();
    }
    parser.skipChildren();
    return 0;
  }
}
