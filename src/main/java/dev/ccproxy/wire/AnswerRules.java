package dev.ccproxy.wire;

import dev.ccproxy.wire.BodySniffer.Look;
import org.jspecify.annotations.Nullable;

/** The rules that look at an answer as a whole: its status, its head and what its body is. */
final class AnswerRules {
  private static final int NO_STATUS = -1;

  private final Findings findings;
  private final Places places;
  private final @Nullable ResponseHead head;
  private final int status;
  private final boolean streamAsked;
  private final boolean documentAsked;

  AnswerRules(
      AnswerContext context, @Nullable ResponseHead head, Findings findings, Places places) {
    this.findings = findings;
    this.places = places;
    this.head = head;
    status = head == null ? NO_STATUS : head.status();
    MessagesRequest request = context.request();
    streamAsked = request != null && request.stream();
    documentAsked = request != null && !request.stream();
  }

  private boolean errorStatus() {
    return status >= 400;
  }

  private boolean redirect() {
    return status >= 300 && status < 400;
  }

  /** Ends and judges an event stream. */
  void stream(SseScanner scanner, StreamJudge judge, @Nullable String broken, long missing) {
    Spot rest = scanner.end();
    long read = scanner.read();
    long line = scanner.line();
    Spot end = new Spot(places.offset(read), places.line(read, line), -1, "", -1, read);
    String reset = broken;
    if (reset == null && missing > 0 && !judge.stopped()) {
      reset = missing + " bytes fewer came than the head announces";
    }
    Spot start = new Spot(places.offset(0), places.line(0, 1), -1, "", -1, 0);
    if (errorStatus()) {
      retryAfter(start);
    }
    judge.end(end, reset, rest);
    Spot first = judge.firstEvent(start);
    if (errorStatus()) {
      findings.add(Code.E05, "", first, "status", Integer.toString(status));
      if (!judge.failed()) {
        findings.add(Code.N15, "", first, "status", statusWords(status), "message", "a stream");
      }
    } else if (redirect()) {
      redirect(first);
    } else if (head != null) {
      contentType(first, head.mediaType());
    }
    if (documentAsked) {
      findings.add(Code.W11, "", first);
    }
  }

  private void contentType(Spot spot, String mediaType) {
    if (mediaType.isEmpty() || mediaType.equals("text/event-stream")) {
      return;
    }
    boolean accepted = mediaType.equals("application/json") || mediaType.equals("text/plain");
    findings.add(Code.W10, accepted ? "accepted" : "", spot, "type", mediaType);
  }

  /**
   * Ends and judges a JSON body.
   *
   * @return whether it is a message
   */
  boolean json(BodyJudge body, long length, @Nullable String broken, long missing) {
    boolean whole = body.finish();
    String reset = broken;
    if (reset == null && missing > 0 && !whole) {
      reset = missing + " bytes fewer came than the head announces";
    }
    if (reset != null) {
      findings.add(Code.W09, "", body.failureSpot(length), "reason", reset);
    }
    BodyJudge.Shape shape = body.shape();
    boolean isMessage = false;
    if (errorStatus() || redirect()) {
      Spot spot = body.errorSpot();
      status(status, body, "JSON", body.errorMessage(), spot);
    } else if (shape == BodyJudge.Shape.ERROR && whole) {
      error(body);
    } else if (streamAsked) {
      findings.add(Code.W01A, "", body.start());
    } else if (!whole) {
      findings.add(Code.N18, "", body.failureSpot(length), "reason", body.failure());
    } else if (shape == BodyJudge.Shape.COMPLETION) {
      findings.add(Code.N04, "", body.completionSpot());
    } else if (shape == BodyJudge.Shape.MESSAGE) {
      findings.addAll(body.judgeMessage(length));
      isMessage = true;
    } else if (body.detailList() && status == NO_STATUS) {
      status(422, body, "JSON", body.errorMessage(), body.start());
    } else {
      findings.add(Code.N17, "", body.start(), "shape", shape.words());
    }
    body.illustrate(findings, length);
    return isMessage;
  }

  /** An error that comes with no error status. */
  private void error(BodyJudge body) {
    Spot spot = body.errorSpot();
    String text = body.errorMessage();
    if (status == NO_STATUS) {
      status(body.impliedStatus(), body, "JSON", text, spot);
      return;
    }
    Code code = streamAsked ? Code.E03 : Code.N09;
    findings.add(code, "", spot, "status", Integer.toString(status), "message", text);
    envelope(body, spot);
  }

  private void envelope(BodyJudge body, Spot spot) {
    if (!body.anthropicError()) {
      findings.add(Code.E06, "", spot);
    }
  }

  /** Judges a body that is neither a stream nor JSON. */
  void other(Look look, TextBody text, long length, @Nullable String broken) {
    Spot spot = text.start();
    if (broken != null) {
      findings.add(Code.W09, "", spot, "reason", broken);
    }
    String title = look == Look.HTML ? text.htmlTitle() : "";
    String page = title.isEmpty() ? "" : " (" + title + ")";
    String encoding = encoding(look, text);
    if (errorStatus() || redirect()) {
      String words =
          switch (look) {
            case EMPTY -> "no body";
            case HTML -> "an HTML page";
            case COMPRESSED -> "a compressed body";
            default -> "plain text";
          };
      String start =
          look == Look.EMPTY || encoding != null
              ? ""
              : title.isEmpty() ? text.text().strip() : title;
      status(status, null, words, start, spot);
    } else if (status == 204) {
      findings.add(Code.N07, "", spot);
    } else if (encoding != null) {
      findings.add(Code.N20, "", spot, "encoding", encoding);
    } else if (look == Look.EMPTY) {
      findings.add(streamAsked ? Code.W02 : Code.N08, "", spot);
    } else if (look == Look.HTML) {
      findings.add(streamAsked ? Code.W01B : Code.N06, "", spot, "page", page);
    } else {
      findings.add(Code.N19, "", spot);
    }
  }

  /** Brotli has no mark of its own: there the head must say it, and the bytes be no text. */
  private @Nullable String encoding(Look look, TextBody text) {
    byte[] bytes = text.bytes();
    if (look == Look.COMPRESSED) {
      return BodySniffer.encoding(bytes, 0, bytes.length);
    }
    String named = head == null ? null : head.header("content-encoding");
    if (look != Look.TEXT || named == null || named.equals("identity")) {
      return null;
    }
    return text.text().indexOf('\uFFFD') >= 0 ? named : null;
  }

  /** The finding for a status of 300 or more, or for an error that means one. */
  private void status(
      int status, @Nullable BodyJudge body, String bodyWords, String text, Spot spot) {
    if (status >= 300 && status < 400) {
      redirect(spot);
      return;
    }
    String message = text.isEmpty() ? "no message" : text;
    Code code;
    if (body != null && body.unsupportedParams()) {
      code = Code.N11;
    } else if (status == 401 || status == 403) {
      code = Code.N12;
    } else if (status == 404) {
      code = Code.N10;
    } else if (status == 422 || (body != null && body.detailList())) {
      code = Code.N13;
    } else {
      code = body == null ? Code.N14 : Code.N15;
    }
    findings.add(
        code, "", spot, "status", statusWords(status), "message", message, "body", bodyWords);
    if (body != null) {
      envelope(body, spot);
    }
    retryAfter(spot);
  }

  private static String statusWords(int status) {
    return status < 0 ? "an error" : "status " + status;
  }

  private void retryAfter(Spot spot) {
    if ((status == 429 || status == 529) && head != null && head.header("retry-after") == null) {
      findings.add(Code.E07, "", spot, "status", Integer.toString(status));
    }
  }

  private void redirect(Spot spot) {
    String location = head == null ? null : head.header("location");
    findings.add(
        Code.N16,
        "",
        spot,
        "status",
        statusWords(status),
        "location",
        location == null ? "nowhere" : location);
  }
}
