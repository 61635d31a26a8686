package dev.ccproxy.inspect;

import dev.ccproxy.wire.ResponseHead;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an entry of a HAR says, field by field as it is read. */
final class HarEntry {
  String method = "";
  String url = "";
  @Nullable String requestBody;
  final List<ResponseHead.Header> requestHeaders = new ArrayList<>();
  int status;
  String statusText = "";
  final List<ResponseHead.Header> headers = new ArrayList<>();
  @Nullable String text;
  String encoding = "";
  String mimeType = "";
  long size;

  /** Whether it is a call of the endpoint that this program judges. */
  boolean isMessages() {
    int query = url.indexOf('?');
    int fragment = url.indexOf('#');
    int end = query < 0 ? url.length() : query;
    end = fragment < 0 ? end : Math.min(end, fragment);
    String path = url.substring(0, end);
    return path.endsWith("/v1/messages") && (method.isEmpty() || method.equals("POST"));
  }

  /**
   * The head of the answer. A HAR holds the body unpacked and without framing, so the fields that
   * speak of those are left out.
   */
  ResponseHead head() {
    List<ResponseHead.Header> kept = new ArrayList<>();
    boolean typed = false;
    for (ResponseHead.Header header : headers) {
      String name = header.name();
      boolean transport =
          name.equalsIgnoreCase("content-encoding")
              || name.equalsIgnoreCase("transfer-encoding")
              || name.equalsIgnoreCase("content-length");
      typed |= name.equalsIgnoreCase("content-type");
      if (!transport) {
        kept.add(header);
      }
    }
    if (!typed && !mimeType.isEmpty()) {
      kept.add(new ResponseHead.Header("content-type", mimeType));
    }
    return new ResponseHead(status, kept);
  }
}
