package dev.ccproxy.wire;

import static dev.ccproxy.wire.Severity.ERROR;
import static dev.ccproxy.wire.Severity.INFO;
import static dev.ccproxy.wire.Severity.WARNING;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rules of the wire. The letter says what a rule looks at: W framing, P start of the message, B
 * blocks, M end of the message, T tool calls, C content, E errors, U usage, I information, N
 * answers that are no stream.
 *
 * <p>W12, M10, M11, T15, E06, E07 and N15 to N20 are not in the sheet: they cover R13, R07, R30,
 * R31 and the answers that N01 to N14 leave open. Codes are never reused.
 */
public enum Code {
  W01A("W01a", "json-for-stream", ERROR, "a stream was asked for and one JSON document came"),
  W01B("W01b", "html-for-stream", ERROR, "a stream was asked for and an HTML page came{page}"),
  W02("W02", "empty-stream", ERROR, "a stream was asked for and the body is empty"),
  W03("W03", "no-event-lines", ERROR, "data arrives without an event line"),
  W04("W04", "openai-chunks", ERROR, "the stream holds OpenAI chunks instead of Messages events"),
  W05("W05", "data-not-json", ERROR, "the data of {event} is no JSON object: {reason}"),
  W06("W06", "event-name-mismatch", WARNING, "the event line says {event}, the data says {type}"),
  W07("W07", "unterminated-last-event", ERROR, "the last event is not ended by an empty line"),
  W08("W08", "byte-order-mark", WARNING, "the stream starts with a byte order mark"),
  W09("W09", "connection-reset", ERROR, "the answer breaks off: {reason}"),
  W10("W10", "wrong-content-type", WARNING, "an event stream comes with the content type {type}"),
  W11("W11", "stream-not-asked", ERROR, "no stream was asked for and a stream came"),
  W12("W12", "not-utf8", WARNING, "the data of {event} holds bytes that are no UTF-8"),

  P01("P01", "no-message-start", ERROR, "{what}"),
  P02("P02", "repeated-message-start", ERROR, "message_start comes a second time"),
  P03("P03", "no-message-id", WARNING, "the message has no id"),
  P04("P04", "start-content-not-array", ERROR, "content of message_start is {kind}, not an array"),
  P05("P05", "start-without-usage", ERROR, "message_start has no number in usage.input_tokens"),
  P06("P06", "event-after-stop", ERROR, "{event} comes after message_stop"),
  P07("P07", "start-not-nested", ERROR, "message_start holds no message object"),
  P08("P08", "message-field-type", WARNING, "{field} of the message is {kind}, not {expected}"),
  P09("P09", "start-without-output-tokens", INFO, "message_start has no number in output_tokens"),

  B01("B01", "delta-without-block", ERROR, "{delta} for block {index}, which is not open"),
  B02("B02", "index-gap", ERROR, "block {index} starts where block {expected} is next"),
  B03("B03", "index-reused", ERROR, "block {index} starts a second time"),
  B04("B04", "block-not-closed", ERROR, "block {index} ({type}) is never closed"),
  B05("B05", "delta-type-mismatch", ERROR, "{delta} in a block of type {type}"),
  B06(
      "B06",
      "block-start-field-type",
      WARNING,
      "a {type} block starts with {field} that is {kind}"),
  B07(
      "B07",
      "tool-start-without-input",
      WARNING,
      "a tool_use block starts without an input object"),
  B08(
      "B08",
      "stop-without-block",
      ERROR,
      "content_block_stop for block {index}, which is not open"),
  B09("B09", "interleaved-blocks", WARNING, "block {index} starts while block {open} is open"),
  B10("B10", "delta-text-not-string", ERROR, "{field} of a {delta} is {kind}, not a string"),
  B11("B11", "index-not-integer", ERROR, "index of {event} is {kind}, not an integer"),
  B12("B12", "no-block-type", ERROR, "a content block has no type"),

  M01("M01", "no-message-delta", ERROR, "the message ends without a message_delta"),
  M02("M02", "no-stop-reason", ERROR, "the message has no stop_reason"),
  M03("M03", "unknown-stop-reason", ERROR, "the stop_reason {reason} does not exist"),
  M04("M04", "delta-without-usage", ERROR, "message_delta has no number in usage.output_tokens"),
  M05("M05", "tool-stop-without-tool", ERROR, "stop_reason is tool_use and there is no tool call"),
  M06("M06", "tool-with-end-turn", ERROR, "there is a tool call and stop_reason is end_turn"),
  M07("M07", "no-message-stop", ERROR, "the stream ends without message_stop"),
  M08("M08", "block-after-stop-reason", WARNING, "{event} comes after the stop_reason"),
  M09("M09", "stop-sequence-type", WARNING, "stop_sequence is {kind}, not a string or null"),
  M10("M10", "over-max-tokens", WARNING, "{tokens} output tokens where max_tokens is {limit}"),
  M11("M11", "stop-sequence-not-kept", INFO, "{what}"),
  M12(
      "M12",
      "limit-not-reached",
      ERROR,
      "stop_reason is max_tokens after {tokens} of {limit} output tokens, and the answer is whole"),

  T01("T01", "no-tool-id", ERROR, "a tool call has no id"),
  T02("T02", "tool-id-characters", ERROR, "the tool id {id} holds characters that are not allowed"),
  T03("T03", "duplicate-tool-id", ERROR, "two tool calls have the id {id}"),
  T04("T04", "arguments-not-json", ERROR, "the arguments of {tool} are no JSON: {reason}"),
  T05("T05", "merged-calls", ERROR, "the arguments of {tool} hold more than one object"),
  T06("T06", "cumulative-arguments", ERROR, "each argument delta of {tool} repeats the one before"),
  T07("T07", "empty-object-prefix", ERROR, "the arguments of {tool} start with a spare {}"),
  T08("T08", "double-encoded-arguments", ERROR, "the arguments of {tool} are a JSON string"),
  T09("T09", "arguments-not-object", ERROR, "the arguments of {tool} are {kind}, not an object"),
  T10("T10", "arguments-dropped", ERROR, "{tool} is called without arguments and needs {missing}"),
  T11(
      "T11",
      "arguments-in-block-start",
      ERROR,
      "the arguments of {tool} stand in content_block_start and no delta brings them"),
  T12("T12", "undeclared-tool", ERROR, "{what}"),
  T13("T13", "no-partial-json", ERROR, "partial_json of an input_json_delta is {kind}"),
  T14("T14", "argument-mismatch", WARNING, "{tool}: argument {path} is {got}, not {expected}"),
  T15("T15", "tool-choice-not-kept", INFO, "{what}"),

  C01("C01", "empty-content", ERROR, "the answer has no content"),
  C01B("C01b", "empty-text", ERROR, "the answer has blocks and no text in them"),
  C02("C02", "thinking-only", ERROR, "the answer holds thinking and nothing else"),
  C03("C03", "tool-call-as-text", ERROR, "a tool call stands in the text as {marker}"),
  C04("C04", "cumulative-text", ERROR, "each text delta repeats the one before"),
  C05("C05", "think-tags-in-text", WARNING, "thinking stands in the text between think tags"),
  C06("C06", "wrong-argument-value", WARNING, "argument {name} is {got}, not {expected}"),
  C07(
      "C07",
      "tool-call-text-beside-tool",
      WARNING,
      "besides the tool call, the text holds {marker}"),
  C08("C08", "unexpected-text", WARNING, "the text is not the expected one"),

  E01("E01", "error-event", ERROR, "the stream breaks off with {type}: {message}"),
  E02("E02", "bare-error-data", ERROR, "an error arrives without an event line: {message}"),
  E03("E03", "error-body-for-stream", ERROR, "status {status} comes with the error {message}"),
  E04("E04", "malformed-error-event", ERROR, "an error event whose error is {kind}: {message}"),
  E05("E05", "stream-behind-error-status", WARNING, "status {status} comes with an event stream"),
  E06("E06", "foreign-error-envelope", INFO, "the error is no Anthropic error envelope"),
  E07("E07", "no-retry-after", INFO, "status {status} comes without retry-after"),

  U01("U01", "zero-usage", WARNING, "the usage counts are all zero"),

  I01("I01", "unknown-event", INFO, "the event type {type} is not known"),
  I02("I02", "unknown-block", INFO, "the block type {type} is not known"),
  I03("I03", "unsigned-thinking", INFO, "a thinking block has no signature"),
  I04("I04", "arguments-lost", INFO, "the arguments of {tool} were lost with the damaged deltas"),
  I05("I05", "arguments-cut", INFO, "the arguments of {tool} were cut by max_tokens"),
  I06("I06", "thinking-start-without-text", INFO, "a thinking block starts without thinking"),
  I07("I07", "repeated-stop-reason", INFO, "a second message_delta carries a stop_reason"),

  N01("N01", "content-not-array", ERROR, "content of the message is {kind}, not an array"),
  N02("N02", "no-usage", ERROR, "the message has no numbers in usage.{field}"),
  N03("N03", "text-block-without-text", ERROR, "a text block has no text"),
  N04("N04", "openai-completion", ERROR, "the body is an OpenAI chat completion, not a message"),
  N05("N05", "input-not-object", ERROR, "the input of {tool} is {kind}, not an object"),
  N06("N06", "html-page", ERROR, "the body is an HTML page{page}"),
  N07("N07", "no-content-status", ERROR, "status 204: an answer without a body"),
  N08("N08", "empty-body", ERROR, "the body is empty"),
  N09("N09", "error-with-status-200", ERROR, "status {status} comes with the error {message}"),
  N10("N10", "not-found", ERROR, "{status}, not found: {message}"),
  N11("N11", "unsupported-params", ERROR, "{status}, the gateway refuses parameters: {message}"),
  N12("N12", "credential-refused", ERROR, "{status}, the credential is refused: {message}"),
  N13("N13", "validation-error", ERROR, "{status}, the request is not accepted: {message}"),
  N14(
      "N14",
      "error-without-json",
      ERROR,
      "{status} with {body} instead of a JSON error: {message}"),
  N15("N15", "error-answer", ERROR, "{status}: {message}"),
  N16("N16", "redirect", ERROR, "{status}, a redirect to {location}"),
  N17("N17", "not-a-message", ERROR, "the body is {shape}, not a message"),
  N18("N18", "body-not-json", ERROR, "the body is broken JSON: {reason}"),
  N19("N19", "body-neither-json-nor-stream", ERROR, "the body is neither JSON nor an event stream"),
  N20("N20", "compressed-body", ERROR, "the body is compressed ({encoding}) and was not unpacked");

  private final String number;
  private final String slug;
  private final Severity severity;
  private final String title;

  Code(String number, String slug, Severity severity, String title) {
    this.number = number;
    this.slug = slug;
    this.severity = severity;
    this.title = title;
  }

  /** Letter and number as in the sheet, for example {@code W01a}. */
  public String number() {
    return number;
  }

  /** The id of the reports, for example {@code CCP-W01a}. */
  public String id() {
    return "CCP-" + number;
  }

  /** Short name of the bad pattern, lower case words with dashes. */
  public String slug() {
    return slug;
  }

  /** Severity by the protocol alone. */
  public Severity specSeverity() {
    return severity;
  }

  /**
   * One sentence without a period that states the fact.
   *
   * @param parameters values of the places in braces; a place without a value becomes empty
   */
  String title(Map<String, String> parameters) {
    StringBuilder out = new StringBuilder(title.length() + 40);
    int i = 0;
    while (i < title.length()) {
      char c = title.charAt(i);
      int close = c == '{' ? title.indexOf('}', i) : -1;
      if (close > i + 1) {
        out.append(parameters.getOrDefault(title.substring(i + 1, close), ""));
        i = close + 1;
      } else {
        out.append(c);
        i++;
      }
    }
    return out.toString();
  }

  /**
   * The code with this number ({@code W01a}) or id ({@code CCP-W01a}).
   *
   * @return null where there is none
   */
  public static @Nullable Code of(String name) {
    String number = name.startsWith("CCP-") ? name.substring(4) : name;
    for (Code code : values()) {
      if (code.number.equals(number)) {
        return code;
      }
    }
    return null;
  }
}
