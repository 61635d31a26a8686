package dev.ccproxy.wire;

import static dev.ccproxy.wire.BodyFields.BLOCK;
import static dev.ccproxy.wire.BodyFields.BLOCK_ID;
import static dev.ccproxy.wire.BodyFields.BLOCK_INPUT;
import static dev.ccproxy.wire.BodyFields.BLOCK_NAME;
import static dev.ccproxy.wire.BodyFields.BLOCK_SIGNATURE;
import static dev.ccproxy.wire.BodyFields.BLOCK_TEXT;
import static dev.ccproxy.wire.BodyFields.BLOCK_THINKING;
import static dev.ccproxy.wire.BodyFields.BLOCK_TYPE;
import static dev.ccproxy.wire.BodyFields.CONTENT;
import static dev.ccproxy.wire.BodyFields.ERROR;
import static dev.ccproxy.wire.BodyFields.ERROR_CODE;
import static dev.ccproxy.wire.BodyFields.ERROR_MESSAGE;
import static dev.ccproxy.wire.BodyFields.ERROR_TYPE;
import static dev.ccproxy.wire.BodyFields.ID;
import static dev.ccproxy.wire.BodyFields.MESSAGE;
import static dev.ccproxy.wire.BodyFields.MODEL;
import static dev.ccproxy.wire.BodyFields.OBJECT;
import static dev.ccproxy.wire.BodyFields.ROLE;
import static dev.ccproxy.wire.BodyFields.ROOT;
import static dev.ccproxy.wire.BodyFields.STOP_REASON;
import static dev.ccproxy.wire.BodyFields.STOP_SEQUENCE;
import static dev.ccproxy.wire.BodyFields.TYPE;
import static dev.ccproxy.wire.BodyFields.USAGE_CACHE_CREATION;
import static dev.ccproxy.wire.BodyFields.USAGE_CACHE_READ;
import static dev.ccproxy.wire.BodyFields.USAGE_INPUT;
import static dev.ccproxy.wire.BodyFields.USAGE_OUTPUT;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rules of a JSON body: what it is, and what is wrong with it when it is a message. */
final class BodyJudge implements BodyFields.Blocks, MessageState.Locator, Spots {
  /** Bytes of the body from which excerpts are taken. */
  static final int WINDOW = 1 << 16;

  private static final int PREVIEW = 4096;

  private final BodyFields f = new BodyFields(this);
  private final JsonScanner json = new JsonScanner(f, false, false);
  private final MessageState message;
  private final Window window;
  private final Findings findings = new Findings();
  private final ToolRules toolRules;
  private final EnvelopeRules envelope;

  private boolean begun;
  private BlockSummary summary = new BlockSummary(0, 1, 0);
  private @Nullable SchemaWalk walk;
  private @Nullable Alternatives alternatives;
  private byte[] inputStart = {};
  private long inputLength;
  private boolean thinkingText;

  /** What a JSON body is. */
  enum Shape {
    MESSAGE("a message"),
    ERROR("an error"),
    COMPLETION("an OpenAI chat completion"),
    RESPONSE("an OpenAI response"),
    LIST("a list of models"),
    COUNT("a token count"),
    OLLAMA("an answer of Ollama's own API"),
    REQUEST("a request"),
    OTHER_OBJECT("another JSON object"),
    NO_OBJECT("no JSON object");

    private final String words;

    Shape(String words) {
      this.words = words;
    }

    /** How a sentence calls it. */
    String words() {
      return words;
    }
  }

  BodyJudge(MessageState message, Window window) {
    this.message = message;
    this.window = window;
    toolRules = new ToolRules(f, BLOCK_ID, BLOCK_NAME, message, findings, this);
    envelope = new EnvelopeRules(f, findings, this);
  }

  /** Takes a piece of the body. */
  void feed(byte[] b, int from, int end, long base) {
    if (!begun) {
      begun = true;
      window.begin(base + from);
    }
    window.piece(b, from, base);
    json.feed(b, from, end, base);
    window.keep(end);
  }

  /** Whether the body is one JSON value; to be asked when all of it was fed. */
  boolean finish() {
    return json.finish();
  }

  /** What is wrong with the JSON, "" where nothing is. */
  String failure() {
    String failure = json.failure();
    return failure == null ? "" : failure;
  }

  /** Where the JSON is wrong; {@code end} where only its end is missing. */
  Spot failureSpot(long end) {
    long at = json.failedAt() < 0 ? end : json.failedAt();
    return window.spot(at, f.line(), -1, end);
  }

  /** Number of line feeds. */
  long newlines() {
    return f.line() - 1;
  }

  /** What the body is, as far as it could be read. */
  Shape shape() {
    if (f.kind(ROOT) != Kind.OBJECT) {
      return Shape.NO_OBJECT;
    }
    int object = f.name(OBJECT);
    if (f.name(TYPE) == Names.ERROR || f.kind(ERROR).present()) {
      return Shape.ERROR;
    }
    if (object == Names.OPENAI_COMPLETION
        || object == Names.OPENAI_CHUNK
        || f.kind(BodyFields.CHOICES) == Kind.ARRAY) {
      return Shape.COMPLETION;
    }
    if (f.name(TYPE) == Names.MESSAGE
        || (f.name(ROLE) == Names.ASSISTANT && !f.isAbsent(CONTENT))) {
      return Shape.MESSAGE;
    }
    if (object == Names.RESPONSE) {
      return Shape.RESPONSE;
    }
    if (f.kind(BodyFields.DATA) == Kind.ARRAY) {
      return Shape.LIST;
    }
    if (f.isNumber(BodyFields.INPUT_TOKENS)) {
      return Shape.COUNT;
    }
    if (f.kind(BodyFields.MESSAGES) == Kind.ARRAY) {
      return Shape.REQUEST;
    }
    return f.isAbsent(BodyFields.DONE) ? Shape.OTHER_OBJECT : Shape.OLLAMA;
  }

  /** Whether the body is FastAPI's list of what is wrong with a request. */
  boolean detailList() {
    return f.kind(BodyFields.DETAIL) == Kind.ARRAY;
  }

  /** Whether the error is LiteLLM's refusal of parameters. */
  boolean unsupportedParams() {
    return f.unsupportedParams();
  }

  /** Whether the error has the form of rule R30. */
  boolean anthropicError() {
    return f.name(TYPE) == Names.ERROR && f.isString(ERROR_TYPE) && f.isString(ERROR_MESSAGE);
  }

  /** The error's message, from whatever envelope; "" where none is found. */
  String errorMessage() {
    int[] slots = {
      ERROR_MESSAGE, ERROR, BodyFields.DETAIL, BodyFields.DETAIL_MSG, MESSAGE, ERROR_TYPE
    };
    for (int slot : slots) {
      if (f.length(slot) > 0) {
        return f.text(slot);
      }
    }
    return "";
  }

  /** The HTTP status that the error itself names or means; -1 where it does not say. */
  int impliedStatus() {
    double code = f.isString(ERROR_CODE) ? status(f.text(ERROR_CODE)) : f.number(ERROR_CODE);
    if (code >= 400 && code <= 599) {
      return (int) code;
    }
    return switch (f.text(ERROR_TYPE)) {
      case "authentication_error" -> 401;
      case "permission_error" -> 403;
      case "not_found_error" -> 404;
      default -> -1;
    };
  }

  /** The number that three digits are; -1 for everything else. */
  private static int status(String text) {
    int number = 0;
    for (int i = 0; i < text.length(); i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9 || text.length() != 3) {
        return -1;
      }
      number = number * 10 + digit;
    }
    return number;
  }

  /** Where the first byte of the document stands. */
  Spot start() {
    return at(ROOT);
  }

  /** Where the error stands, the start of the document where there is none. */
  Spot errorSpot() {
    return at(ERROR);
  }

  /** Where the member stands that tells an OpenAI completion. */
  Spot completionSpot() {
    return at(f.isAbsent(OBJECT) ? BodyFields.CHOICES : OBJECT);
  }

  /** Gives the findings about the body their excerpts. */
  void illustrate(Findings all, long end) {
    all.illustrate(window, end);
  }

  /** The findings about a body that is a message. */
  Findings judgeMessage(long end) {
    message.id = f.text(ID);
    message.model = f.text(MODEL);
    message.usage(f, USAGE_INPUT, USAGE_OUTPUT, USAGE_CACHE_CREATION, USAGE_CACHE_READ);
    if (f.name(TYPE) != Names.MESSAGE) {
      // Clients tell a message by its type; without it the body is another object to them.
      findings.add(Code.N17, "", at(TYPE), "shape", "an object of another type");
    }
    envelope.name("role", ROLE, Names.ASSISTANT);
    envelope.id(ID);
    envelope.model(MODEL);
    if (f.kind(CONTENT) != Kind.ARRAY) {
      findings.add(Code.N01, "", at(CONTENT), "kind", f.kind(CONTENT).words());
    }
    if (!f.isNumber(USAGE_INPUT) || !f.isNumber(USAGE_OUTPUT)) {
      String field = f.isNumber(USAGE_INPUT) ? "output_tokens" : "input_tokens";
      findings.add(Code.N02, "", at(BodyFields.USAGE), "field", field);
    }
    if (f.kind(STOP_REASON).present()) {
      message.stopReason(f, STOP_REASON, at(STOP_REASON));
    }
    Kind sequence = f.kind(STOP_SEQUENCE);
    message.stopSequenceNamed = sequence == Kind.STRING;
    if (sequence.present() && sequence != Kind.STRING) {
      findings.add(Code.M09, "", at(STOP_SEQUENCE), "kind", sequence.words());
    }
    new EndRules(message, findings).judge(window.place(end, f.line(), -1), true);
    return findings;
  }

  @Override
  public void blockStarts() {
    summary = message.summary(message.blocks, f.line(BLOCK));
    walk = null;
    alternatives = null;
    inputLength = 0;
    thinkingText = false;
  }

  @Override
  public void noBlock() {
    message.count(BlockType.UNKNOWN);
    findings.add(Code.B12, "", at(BLOCK));
  }

  @Override
  public void blockText(int slot, byte[] b, int from, int to, boolean first) {
    message.add(summary, b, from, to, f.isWide());
    if (slot == BLOCK_THINKING) {
      thinkingText |= to > from;
    } else if (f.isAbsent(BLOCK_TYPE) || f.name(BLOCK_TYPE) == Names.TEXT) {
      if (first) {
        message.text.beginBlock();
      }
      message.text(b, from, to, this);
    }
  }

  @Override
  public JsonSink inputStarts() {
    MessagesRequest request = message.context.request();
    if (f.isAbsent(BLOCK_NAME) && request != null) {
      alternatives = new Alternatives(request.tools(), message.expected);
      return alternatives;
    }
    walk = new SchemaWalk(message.schema(f.text(BLOCK_NAME)), message.expected);
    return walk;
  }

  @Override
  public void inputEnds(long at) {
    long from = f.offset(BLOCK_INPUT);
    inputLength = at + 1 - from;
    inputStart = window.bytes(from, Math.min(at + 1, from + PREVIEW));
  }

  @Override
  public void blockEnds() {
    BlockType type = f.isString(BLOCK_TYPE) ? BlockType.of(f.name(BLOCK_TYPE)) : BlockType.UNKNOWN;
    boolean call = type == BlockType.TOOL_USE || type == BlockType.SERVER_TOOL_USE;
    String tool = call ? f.text(BLOCK_NAME) : "";
    summary.describe(f.text(BLOCK_TYPE), tool, call ? f.text(BLOCK_ID) : "");
    if (call) {
      message.add(summary, inputStart, 0, inputStart.length, true);
      summary.length(inputLength);
      inputStart = new byte[0];
    }
    message.count(type);
    if (!f.isString(BLOCK_TYPE)) {
      findings.add(Code.B12, "", at(f.isAbsent(BLOCK_TYPE) ? BLOCK : BLOCK_TYPE));
      return;
    }
    switch (type) {
      case TEXT -> {
        if (!f.isString(BLOCK_TEXT)) {
          findings.add(Code.N03, "", at(f.isAbsent(BLOCK_TEXT) ? BLOCK : BLOCK_TEXT));
        }
      }
      case THINKING -> thinking();
      case TOOL_USE -> toolUse(tool);
      case UNKNOWN -> findings.add(Code.I02, "", at(BLOCK_TYPE), "type", f.text(BLOCK_TYPE));
      default -> {}
    }
  }

  private void thinking() {
    message.thinkingText |= thinkingText;
    if (!f.isString(BLOCK_THINKING)) {
      findings.add(
          Code.B06,
          "",
          at(f.isAbsent(BLOCK_THINKING) ? BLOCK : BLOCK_THINKING),
          "type",
          "thinking",
          "field",
          "thinking",
          "kind",
          f.kind(BLOCK_THINKING).words());
    }
    if (f.length(BLOCK_SIGNATURE) == 0 && message.unsigned == null) {
      message.unsigned = at(BLOCK);
    }
  }

  private void toolUse(String tool) {
    toolRules.judge();
    Spot spot = at(f.isAbsent(BLOCK_INPUT) ? BLOCK : BLOCK_INPUT);
    message.lastTool = spot;
    if (f.kind(BLOCK_INPUT) != Kind.OBJECT) {
      String name = tool.isEmpty() ? "a tool" : tool;
      findings.add(Code.N05, "", spot, "tool", name, "kind", f.kind(BLOCK_INPUT).words());
      return;
    }
    SchemaWalk input = alternatives == null ? walk : alternatives.walk(tool);
    List<String> required = message.schema(tool).required();
    if (input == null) {
      return;
    }
    SchemaWalk.Mismatch mismatch = input.mismatch();
    if (input.firstIsEmptyObject() && !required.isEmpty()) {
      message.pending(Code.T10, spot, tool, Map.of("missing", required.get(0)));
    } else if (mismatch != null) {
      message.pending(Code.T14, spot, tool, ArgumentCheck.parameters(mismatch));
    }
  }

  @Override
  public Spot at(int slot) {
    int known = f.isAbsent(slot) ? ROOT : slot;
    return window.place(f.offset(known), f.line(known), -1);
  }

  @Override
  public Spot here() {
    return at(f.isAbsent(BLOCK_TEXT) ? BLOCK : BLOCK_TEXT);
  }
}
