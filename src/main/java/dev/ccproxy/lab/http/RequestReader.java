package dev.ccproxy.lab.http;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads one request after the other from a connection, within bounds. */
public final class RequestReader {
  private static final byte[] CONTINUE =
      "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final int LONGEST_CHUNK_LINE = 1024;

  private final InputStream in;
  private final OutputStream out;
  private final Limits limits;

  /**
   * A reader for one connection.
   *
   * @param in buffered by the caller
   * @param out takes {@code 100 Continue} when a client waits for it
   */
  public RequestReader(InputStream in, OutputStream out, Limits limits) {
    this.in = in;
    this.out = out;
    this.limits = limits;
  }

  /**
   * The next request; empty when the client closed the connection instead.
   *
   * @throws RequestException when what came is no request, or too large a one
   * @throws IOException when the connection breaks or ends in the middle of a request
   */
  public Optional<Request> next() throws IOException, RequestException {
    String head = head();
    if (head.isEmpty()) {
      return Optional.empty();
    }
    String[] lines = head.split("\n", -1);
    String[] parts = strip(lines[0]).split(" ", -1);
    if (parts.length != 3 || parts[0].isEmpty() || parts[1].isEmpty()) {
      throw new RequestException(400, "no request line");
    }
    if (!parts[2].equals("HTTP/1.1") && !parts[2].equals("HTTP/1.0")) {
      throw new RequestException(505, "not HTTP/1.1");
    }
    List<Headers.Field> fields = new ArrayList<>();
    for (int i = 1; i < lines.length; i++) {
      String line = strip(lines[i]);
      if (line.isEmpty()) {
        continue;
      }
      int colon = line.indexOf(':');
      if (colon < 1 || line.charAt(0) == ' ' || line.charAt(0) == '\t') {
        throw new RequestException(400, "no header line");
      }
      fields.add(new Headers.Field(line.substring(0, colon), line.substring(colon + 1).strip()));
    }
    Headers headers = Headers.of(fields);
    return Optional.of(new Request(parts[0], parts[1], parts[2], headers, body(headers)));
  }

  /** Everything up to the empty line; the empty string at the end of the connection. */
  private String head() throws IOException, RequestException {
    StringBuilder head = new StringBuilder(1024);
    int lineLength = 0;
    for (int count = 0; ; count++) {
      int c = in.read();
      if (c < 0) {
        if (head.toString().isBlank()) {
          return "";
        }
        throw new EOFException("the connection ended inside the request head");
      }
      if (count == 0 && c != '\r' && c != '\n' && (c <= ' ' || c > '~')) {
        // A TLS handshake, for example: it would wait for an answer, and we for a line end.
        throw new RequestException(400, "no request line");
      }
      if (count >= limits.head()) {
        throw new RequestException(431, "request head too large");
      }
      if (c == '\n') {
        if (lineLength == 0 && !head.toString().isBlank()) {
          return head.toString();
        }
        lineLength = 0;
      } else if (c != '\r') {
        lineLength++;
      }
      head.append((char) c);
    }
  }

  private static String strip(String line) {
    return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
  }

  private byte[] body(Headers headers) throws IOException, RequestException {
    List<String> lengths = headers.all("content-length");
    Optional<String> coding = headers.first("transfer-encoding");
    if (coding.isPresent()) {
      // Both at once is how requests are smuggled past a server that counts differently.
      if (!lengths.isEmpty() || !coding.get().toLowerCase(Locale.ROOT).equals("chunked")) {
        throw new RequestException(400, "transfer coding not understood");
      }
      sendContinue(headers);
      return chunked();
    }
    if (lengths.isEmpty()) {
      return new byte[0];
    }
    if (lengths.size() > 1) {
      throw new RequestException(400, "more than one content length");
    }
    long length = number(lengths.get(0), 10);
    if (length > limits.body()) {
      throw new RequestException(413, "request body too large");
    }
    sendContinue(headers);
    byte[] body = in.readNBytes((int) length);
    if (body.length < length) {
      throw new EOFException("the connection ended inside the request body");
    }
    return body;
  }

  private void sendContinue(Headers headers) throws IOException {
    if (headers.lists("expect", "100-continue")) {
      out.write(CONTINUE);
      out.flush();
    }
  }

  private byte[] chunked() throws IOException, RequestException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      String line = line(LONGEST_CHUNK_LINE);
      int semicolon = line.indexOf(';');
      long size = number((semicolon < 0 ? line : line.substring(0, semicolon)).strip(), 16);
      if (size == 0) {
        trailers();
        return body.toByteArray();
      }
      if (size > limits.body() - body.size()) {
        throw new RequestException(413, "request body too large");
      }
      byte[] chunk = in.readNBytes((int) size);
      if (chunk.length < size) {
        throw new EOFException("the connection ended inside a chunk");
      }
      body.write(chunk, 0, chunk.length);
      if (!line(LONGEST_CHUNK_LINE).isEmpty()) {
        throw new RequestException(400, "chunk longer than its size");
      }
    }
  }

  private void trailers() throws IOException, RequestException {
    for (int read = 0; ; ) {
      String line = line(limits.head());
      if (line.isEmpty()) {
        return;
      }
      read += line.length();
      if (read > limits.head()) {
        throw new RequestException(431, "trailers too large");
      }
    }
  }

  private String line(int longest) throws IOException, RequestException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the connection ended inside a chunk");
      }
      if (line.length() >= longest) {
        throw new RequestException(400, "line too long");
      }
      line.append((char) c);
    }
    return strip(line.toString());
  }

  private static long number(String digits, int radix) throws RequestException {
    for (int i = 0; i < digits.length(); i++) {
      if (Character.digit(digits.charAt(i), radix) < 0) {
        throw new RequestException(400, "length is no number");
      }
    }
    if (digits.isEmpty() || digits.length() > 15) {
      throw new RequestException(digits.isEmpty() ? 400 : 413, "length is no number");
    }
    return Long.parseLong(digits, radix);
  }
}
