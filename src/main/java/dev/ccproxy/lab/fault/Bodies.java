package dev.ccproxy.lab.fault;

import dev.ccproxy.lab.http.Frame;
import dev.ccproxy.lab.http.Reply;
import dev.ccproxy.lab.json.Json;
import dev.ccproxy.lab.json.JsonSyntaxException;
import java.io.ByteArrayOutputStream;
import java.util.List;

/** Replies that are one JSON document. */
final class Bodies {
  private Bodies() {}

  static byte[] bytes(Reply reply) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Frame frame : reply.frames()) {
      out.writeBytes(frame.bytes());
    }
    return out.toByteArray();
  }

  /** The document; absent where the reply is none. */
  static Json of(Reply reply) {
    try {
      return Json.parse(bytes(reply));
    } catch (JsonSyntaxException e) {
      return Json.ABSENT;
    }
  }

  static Reply with(Reply reply, Json body) {
    return reply.withFrames(List.of(Frame.text(body.toString())));
  }
}
