package dev.ccproxy.wire;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Status and header fields of an HTTP answer.
 *
 * @param status the status code, 100 to 999
 * @param headers the fields in order
 */
public record ResponseHead(int status, List<Header> headers) {

  /** Copies the list. */
  public ResponseHead {
    headers = List.copyOf(headers);
  }

  /**
   * One header field.
   *
   * @param name its name as sent
   * @param value its value without blanks around it
   */
  public record Header(String name, String value) {}

  /** A head with a status and a content type, for callers that know no more. */
  public static ResponseHead of(int status, String contentType) {
    return new ResponseHead(status, List.of(new Header("content-type", contentType)));
  }

  /**
   * The head that these bytes are, when they are nothing but a head: {@code curl -D} writes it into
   * a file of its own.
   *
   * @return null when they are no head, or something comes behind it
   */
  public static @Nullable ResponseHead parse(byte[] bytes) {
    ResponseHead head = null;
    int at = 0;
    while (at < bytes.length) {
      HeadScanner scanner = new HeadScanner();
      at = scanner.feed(bytes, at, bytes.length);
      ResponseHead next = scanner.head();
      if (next == null) {
        return null;
      }
      head = next;
    }
    return head;
  }

  /** The value of the first field with this name, whatever its case; null where there is none. */
  public @Nullable String header(String name) {
    for (Header header : headers) {
      if (header.name().equalsIgnoreCase(name)) {
        return header.value();
      }
    }
    return null;
  }

  /** The media type without parameters, lower case; "" where the head names none. */
  public String mediaType() {
    String value = header("content-type");
    if (value == null) {
      return "";
    }
    int semicolon = value.indexOf(';');
    return (semicolon < 0 ? value : value.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
  }
}
