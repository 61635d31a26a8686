package dev.ccproxy.wire;

/**
 * The fields of a JSON body that the rules look at: of a message, of an error, of other answers.
 */
final class BodyFields extends FieldSink {
  static final int ROOT = 0;
  static final int TYPE = 1;
  static final int ID = 2;
  static final int ROLE = 3;
  static final int MODEL = 4;
  static final int CONTENT = 5;
  static final int STOP_REASON = 6;
  static final int STOP_SEQUENCE = 7;
  static final int USAGE = 8;
  static final int ERROR = 9;
  static final int OBJECT = 10;
  static final int CHOICES = 11;
  static final int DETAIL = 12;
  static final int MESSAGE = 13;
  static final int INPUT_TOKENS = 14;
  static final int DATA = 15;
  static final int DONE = 16;
  static final int USAGE_INPUT = 17;
  static final int USAGE_OUTPUT = 18;
  static final int USAGE_CACHE_CREATION = 19;
  static final int USAGE_CACHE_READ = 20;
  static final int ERROR_TYPE = 21;
  static final int ERROR_MESSAGE = 22;
  static final int ERROR_CODE = 23;
  static final int DETAIL_MSG = 24;
  static final int MESSAGES = 25;
  static final int BLOCK = 26;
  static final int BLOCK_TYPE = 27;
  static final int BLOCK_ID = 28;
  static final int BLOCK_NAME = 29;
  static final int BLOCK_TEXT = 30;
  static final int BLOCK_THINKING = 31;
  static final int BLOCK_SIGNATURE = 32;
  static final int BLOCK_INPUT = 33;
  private static final int SLOTS = 34;

  private static final int IN_ROOT = 1;
  private static final int IN_CONTENT = 2;
  private static final int IN_BLOCK = 3;
  private static final int IN_USAGE = 4;
  private static final int IN_ERROR = 5;
  private static final int IN_DETAIL = 6;
  private static final int IN_DETAIL_ITEM = 7;

  private static final Grammar GRAMMAR =
      new Grammar(8, SLOTS)
          .field(Grammar.TOP, Grammar.ELEMENT, ROOT)
          .object(Grammar.TOP, Grammar.ELEMENT, IN_ROOT)
          .field(IN_ROOT, Names.TYPE, TYPE)
          .field(IN_ROOT, Names.ID, ID)
          .field(IN_ROOT, Names.ROLE, ROLE)
          .field(IN_ROOT, Names.MODEL, MODEL)
          .field(IN_ROOT, Names.CONTENT, CONTENT)
          .field(IN_ROOT, Names.STOP_REASON, STOP_REASON)
          .field(IN_ROOT, Names.STOP_SEQUENCE, STOP_SEQUENCE)
          .field(IN_ROOT, Names.USAGE, USAGE)
          .field(IN_ROOT, Names.ERROR, ERROR)
          .field(IN_ROOT, Names.OBJECT, OBJECT)
          .field(IN_ROOT, Names.CHOICES, CHOICES)
          .field(IN_ROOT, Names.DETAIL, DETAIL)
          .field(IN_ROOT, Names.MESSAGE, MESSAGE)
          .field(IN_ROOT, Names.INPUT_TOKENS, INPUT_TOKENS)
          .field(IN_ROOT, Names.DATA, DATA)
          .field(IN_ROOT, Names.DONE, DONE)
          .field(IN_ROOT, Names.MESSAGES, MESSAGES)
          .object(IN_ROOT, Names.USAGE, IN_USAGE)
          .field(IN_USAGE, Names.INPUT_TOKENS, USAGE_INPUT)
          .field(IN_USAGE, Names.OUTPUT_TOKENS, USAGE_OUTPUT)
          .field(IN_USAGE, Names.CACHE_CREATION, USAGE_CACHE_CREATION)
          .field(IN_USAGE, Names.CACHE_READ, USAGE_CACHE_READ)
          .object(IN_ROOT, Names.ERROR, IN_ERROR)
          .field(IN_ERROR, Names.TYPE, ERROR_TYPE)
          .field(IN_ERROR, Names.MESSAGE, ERROR_MESSAGE)
          .field(IN_ERROR, Names.CODE, ERROR_CODE)
          .array(IN_ROOT, Names.DETAIL, IN_DETAIL)
          .object(IN_DETAIL, Grammar.ELEMENT, IN_DETAIL_ITEM)
          .field(IN_DETAIL_ITEM, Names.MSG, DETAIL_MSG)
          .array(IN_ROOT, Names.CONTENT, IN_CONTENT)
          .field(IN_CONTENT, Grammar.ELEMENT, BLOCK)
          .object(IN_CONTENT, Grammar.ELEMENT, IN_BLOCK)
          .field(IN_BLOCK, Names.TYPE, BLOCK_TYPE)
          .identifier(IN_BLOCK, Names.ID, BLOCK_ID)
          .field(IN_BLOCK, Names.NAME, BLOCK_NAME)
          .payload(IN_BLOCK, Names.TEXT, BLOCK_TEXT)
          .payload(IN_BLOCK, Names.THINKING, BLOCK_THINKING)
          .payload(IN_BLOCK, Names.SIGNATURE, BLOCK_SIGNATURE)
          .field(IN_BLOCK, Names.INPUT, BLOCK_INPUT);

  /** Takes the content blocks as they go by. */
  interface Blocks {
    /** A content block starts. */
    void blockStarts();

    /** A piece of a text or thinking. */
    void blockText(int slot, byte[] b, int from, int to, boolean first);

    /** The input of a tool call starts; its tokens go to the sink returned. */
    JsonSink inputStarts();

    /** The input of a tool call ended at this offset. */
    void inputEnds(long at);

    /** All fields of the block are there. */
    void blockEnds();

    /** Something stands among the content blocks that is no object. */
    void noBlock();
  }

  private final Blocks blocks;
  private final TextSearch unsupported = new TextSearch("UnsupportedParamsError");
  private JsonSink input;
  private long inputDepth;

  BodyFields(Blocks blocks) {
    super(GRAMMAR);
    this.blocks = blocks;
    input = this;
  }

  /** Whether the error is LiteLLM's refusal of parameters. */
  boolean unsupportedParams() {
    return unsupported.found();
  }

  @Override
  void entered(int context) {
    if (context == IN_BLOCK) {
      clear(BLOCK_TYPE, SLOTS);
      blocks.blockStarts();
    }
  }

  @Override
  void left(int context) {
    if (context == IN_BLOCK) {
      blocks.blockEnds();
    }
  }

  @Override
  void payload(int slot, byte[] b, int from, int to, boolean first, boolean last) {
    if (slot != BLOCK_SIGNATURE) {
      blocks.blockText(slot, b, from, to, first);
    }
  }

  @Override
  void key(byte[] b, int from, int to, boolean whole) {
    if (inputDepth > 0) {
      input.key(b, from, to, whole);
    } else {
      super.key(b, from, to, whole);
    }
  }

  @Override
  void string(byte[] b, int from, int to, boolean first, boolean last, long at) {
    if (inputDepth > 0) {
      input.string(b, from, to, first, last, at);
      return;
    }
    if (context() == IN_ERROR) {
      unsupported.feed(b, from, to);
    }
    super.string(b, from, to, first, last, at);
    if (first && context() == IN_CONTENT) {
      blocks.noBlock();
    }
  }

  @Override
  void number(byte[] b, int from, int to, boolean whole, long at) {
    if (inputDepth > 0) {
      input.number(b, from, to, whole, at);
      return;
    }
    super.number(b, from, to, whole, at);
    if (context() == IN_CONTENT) {
      blocks.noBlock();
    }
  }

  @Override
  void literal(Kind kind, long at) {
    if (inputDepth > 0) {
      input.literal(kind, at);
      return;
    }
    super.literal(kind, at);
    if (context() == IN_CONTENT) {
      blocks.noBlock();
    }
  }

  @Override
  void open(boolean object, long at) {
    if (inputDepth > 0) {
      inputDepth++;
      input.open(object, at);
      return;
    }
    if (context() == IN_CONTENT && !object) {
      super.open(false, at);
      blocks.noBlock();
      return;
    }
    boolean starts = object && context() == IN_BLOCK && key() == Names.INPUT;
    super.open(object, at);
    if (starts) {
      input = blocks.inputStarts();
      inputDepth = 1;
      input.open(true, at);
    }
  }

  @Override
  void close(boolean object, long at) {
    if (inputDepth > 0) {
      input.close(object, at);
      inputDepth--;
      if (inputDepth > 0) {
        return;
      }
      blocks.inputEnds(at);
    }
    super.close(object, at);
  }
}
