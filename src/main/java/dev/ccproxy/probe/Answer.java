package dev.ccproxy.probe;

import dev.ccproxy.document.Value;
import dev.ccproxy.wire.AnswerChecker;
import dev.ccproxy.wire.AnswerContext;
import dev.ccproxy.wire.MessagesRequest;
import dev.ccproxy.wire.ResponseHead;
import dev.ccproxy.wire.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of one request. Texts in it are those of the other side, raw: whoever prints them sends
 * them through the redaction sink.
 *
 * @param request what was asked
 * @param head status and header fields, null where none came
 * @param body the bytes of the body as far as they came, without transfer coding, unpacked where
 *     the other side compressed them unasked
 * @param unpacked the content coding that was undone, "" for none
 * @param timings how long the stages took
 * @param arrivals when the pieces of the body came
 * @param route the way it took
 * @param repeated whether the request was sent a second time, because the kept connection turned
 *     out to be closed before a byte of the answer came; the only case in which that is done
 * @param failure what went wrong, null where a whole answer came, whatever its status
 */
public record Answer(
    ProbeRequest request,
    @Nullable ResponseHead head,
    Body body,
    String unpacked,
    Timings timings,
    Arrivals arrivals,
    Route route,
    boolean repeated,
    @Nullable Failure failure) {
  private static final int MOST_MODELS = 5000;

  /** The status; 0 where no head came. */
  public int status() {
    return head == null ? 0 : head.status();
  }

  /** Whether a whole answer came with a status from 200 to 299. */
  public boolean succeeded() {
    return failure == null && status() >= 200 && status() <= 299;
  }

  /** A header field of the answer; "" where there is none. */
  public String header(String name) {
    String value = head == null ? null : head.header(name);
    return value == null ? "" : value;
  }

  /** Ids of a list of models, at most 5000 of them; empty where the body is none. */
  public List<String> modelIds() {
    List<String> ids = new ArrayList<>();
    for (Value model : BoundedJson.items(BoundedJson.field(json(), "data"))) {
      String id = BoundedJson.text(model, "id");
      if (!id.isEmpty() && ids.size() < MOST_MODELS) {
        ids.add(id);
      }
    }
    return ids;
  }

  /** A number of a JSON body; -1 where it holds none. */
  public long number(String field) {
    return BoundedJson.number(BoundedJson.field(json(), field), -1);
  }

  private @Nullable Value json() {
    return BoundedJson.parse(body.bytes());
  }

  /** Whether something spoke HTTP, whole or not. */
  public boolean hasHead() {
    return head != null;
  }

  /**
   * Judges the answer as one of the Messages protocol; null where no head came. An answer that
   * breaks off is judged as one.
   *
   * @param context what is expected; the request is added where the context has none
   */
  public @Nullable Verdict judge(AnswerContext context) {
    ResponseHead known = head;
    if (known == null) {
      return null;
    }
    MessagesRequest asked = context.request() == null ? request.messages() : null;
    AnswerChecker checker =
        new AnswerChecker(asked == null ? context : context.withRequest(asked), judged(known));
    body.feed(checker);
    return failure == null ? checker.end() : checker.reset();
  }

  /** The head as it fits the bytes of {@link #body()}. */
  private ResponseHead judged(ResponseHead known) {
    if (unpacked.isEmpty()) {
      return known;
    }
    List<ResponseHead.Header> fields = new ArrayList<>();
    for (ResponseHead.Header field : known.headers()) {
      if (!field.name().equalsIgnoreCase("content-encoding")
          && !field.name().equalsIgnoreCase("content-length")) {
        fields.add(field);
      }
    }
    return new ResponseHead(known.status(), fields);
  }
}
