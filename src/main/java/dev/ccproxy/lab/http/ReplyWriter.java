package dev.ccproxy.lab.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Writes replies to a connection. */
public final class ReplyWriter {

  /** How the connection goes on after a reply. */
  public enum End {
    /** The next request may come. */
    KEEP,
    /** The connection is closed in good order. */
    CLOSE,
    /** The connection is reset. */
    RESET
  }

  private final OutputStream out;
  private final Clock clock;
  private final Pauses pauses;

  /** A writer for one connection. */
  public ReplyWriter(OutputStream out, Clock clock, Pauses pauses) {
    this.out = out;
    this.clock = clock;
    this.pauses = pauses;
  }

  /**
   * Writes a reply.
   *
   * @param request what it answers: its method decides whether there is a body, its version and
   *     headers whether the connection stays open
   * @throws IOException when the client is gone
   */
  public End write(Request request, Reply reply) throws IOException {
    boolean old = request.version().equals("HTTP/1.0");
    Reply.Framing framing =
        old && reply.framing() == Reply.Framing.CHUNKED ? Reply.Framing.CLOSE : reply.framing();
    boolean close =
        old || framing == Reply.Framing.CLOSE || request.headers().lists("connection", "close");
    if (framing == Reply.Framing.RAW) {
      End end = body(reply, framing);
      out.flush();
      return end == End.KEEP ? End.CLOSE : end;
    }
    out.write(head(reply, framing, close).getBytes(StandardCharsets.ISO_8859_1));
    End end = request.method().equals("HEAD") ? End.KEEP : body(reply, framing);
    out.flush();
    return end == End.KEEP && close ? End.CLOSE : end;
  }

  private String head(Reply reply, Reply.Framing framing, boolean close) {
    StringBuilder head = new StringBuilder(256);
    head.append("HTTP/1.1 ").append(reply.status()).append(' ').append(reason(reply.status()));
    Headers headers = reply.headers();
    if (headers.first("date").isEmpty()) {
      headers =
          headers.plus(
              "Date",
              DateTimeFormatter.RFC_1123_DATE_TIME.format(
                  clock.instant().atOffset(ZoneOffset.UTC)));
    }
    if (framing == Reply.Framing.CHUNKED && headers.first("transfer-encoding").isEmpty()) {
      headers = headers.plus("Transfer-Encoding", "chunked");
    } else if (framing == Reply.Framing.LENGTH && headers.first("content-length").isEmpty()) {
      long length = 0;
      for (Frame frame : reply.frames()) {
        length += frame.bytes().length;
      }
      headers = headers.plus("Content-Length", Long.toString(length));
    }
    if (close && headers.first("connection").isEmpty()) {
      headers = headers.plus("Connection", "close");
    }
    for (Headers.Field field : headers.fields()) {
      head.append("\r\n").append(field.name()).append(": ").append(field.value());
    }
    return head.append("\r\n\r\n").toString();
  }

  private End body(Reply reply, Reply.Framing framing) throws IOException {
    for (Frame frame : reply.frames()) {
      if (frame instanceof Frame.Cut cut) {
        return cut.reset() ? End.RESET : End.CLOSE;
      }
      if (frame instanceof Frame.Pause pause) {
        pass(pause);
      }
      if (frame instanceof Frame.Repeat repeat) {
        byte[] unit = repeat.unit().bytes();
        for (long i = 0; i < repeat.times(); i++) {
          write(unit, framing);
        }
      }
      byte[] bytes = frame.bytes();
      if (bytes.length > 0) { // an empty chunk would end the body
        write(bytes, framing);
        out.flush();
      }
    }
    if (framing == Reply.Framing.CHUNKED) {
      out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    }
    return End.KEEP;
  }

  private void write(byte[] bytes, Reply.Framing framing) throws IOException {
    if (framing == Reply.Framing.CHUNKED) {
      out.write((Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
      out.write(bytes);
      out.write('\r');
      out.write('\n');
    } else {
      out.write(bytes);
    }
  }

  private void pass(Frame.Pause pause) throws IOException {
    out.flush();
    try {
      pauses.pass(pause.time());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the server stops");
    }
  }

  private static String reason(int status) {
    return switch (status) {
      case 200 -> "OK";
      case 204 -> "No Content";
      case 301 -> "Moved Permanently";
      case 302 -> "Found";
      case 307 -> "Temporary Redirect";
      case 308 -> "Permanent Redirect";
      case 400 -> "Bad Request";
      case 401 -> "Unauthorized";
      case 402 -> "Payment Required";
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 405 -> "Method Not Allowed";
      case 413 -> "Request Entity Too Large";
      case 422 -> "Unprocessable Entity";
      case 429 -> "Too Many Requests";
      case 431 -> "Request Header Fields Too Large";
      case 500 -> "Internal Server Error";
      case 502 -> "Bad Gateway";
      case 503 -> "Service Unavailable";
      case 505 -> "HTTP Version Not Supported";
      default -> "Status";
    };
  }
}
