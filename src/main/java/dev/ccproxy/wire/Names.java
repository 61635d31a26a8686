package dev.ccproxy.wire;

/**
 * The member names and values that the checker knows, found from bytes without making a string.
 * Names are small numbers; {@link #UNKNOWN} is every other one.
 */
final class Names {
  static final int UNKNOWN = 0;

  static final int TYPE = 1;
  static final int INDEX = 2;
  static final int DELTA = 3;
  static final int TEXT = 4;
  static final int CONTENT_BLOCK_DELTA = 5;
  static final int TEXT_DELTA = 6;
  static final int PARTIAL_JSON = 7;
  static final int INPUT_JSON_DELTA = 8;
  static final int THINKING = 9;
  static final int THINKING_DELTA = 10;
  static final int SIGNATURE = 11;
  static final int SIGNATURE_DELTA = 12;
  static final int CITATIONS_DELTA = 13;
  static final int CONTENT_BLOCK_START = 14;
  static final int CONTENT_BLOCK_STOP = 15;
  static final int CONTENT_BLOCK = 16;
  static final int MESSAGE_START = 17;
  static final int MESSAGE_DELTA = 18;
  static final int MESSAGE_STOP = 19;
  static final int PING = 20;
  static final int ERROR = 21;
  static final int MESSAGE = 22;
  static final int ID = 23;
  static final int ROLE = 24;
  static final int MODEL = 25;
  static final int CONTENT = 26;
  static final int STOP_REASON = 27;
  static final int STOP_SEQUENCE = 28;
  static final int USAGE = 29;
  static final int INPUT_TOKENS = 30;
  static final int OUTPUT_TOKENS = 31;
  static final int CACHE_CREATION = 32;
  static final int CACHE_READ = 33;
  static final int NAME = 34;
  static final int INPUT = 35;
  static final int OBJECT = 36;
  static final int CODE = 37;
  static final int TOOL_USE = 38;
  static final int SERVER_TOOL_USE = 39;
  static final int MCP_TOOL_USE = 40;
  static final int REDACTED_THINKING = 41;
  static final int WEB_SEARCH_RESULT = 42;
  static final int WEB_FETCH_RESULT = 43;
  static final int MCP_RESULT = 44;
  static final int END_TURN = 45;
  static final int MAX_TOKENS = 46;
  static final int PAUSE_TURN = 47;
  static final int REFUSAL = 48;
  static final int CONTEXT_EXCEEDED = 49;
  static final int ASSISTANT = 50;
  static final int OPENAI_CHUNK = 51;
  static final int OPENAI_COMPLETION = 52;
  static final int CHOICES = 53;
  static final int DETAIL = 54;
  static final int MSG = 55;
  static final int DATA = 56;
  static final int DONE = 57;
  static final int RESPONSE = 58;
  static final int LIST = 59;
  static final int MESSAGES = 60;

  private static final String[] WORDS = {
    "type",
    "index",
    "delta",
    "text",
    "content_block_delta",
    "text_delta",
    "partial_json",
    "input_json_delta",
    "thinking",
    "thinking_delta",
    "signature",
    "signature_delta",
    "citations_delta",
    "content_block_start",
    "content_block_stop",
    "content_block",
    "message_start",
    "message_delta",
    "message_stop",
    "ping",
    "error",
    "message",
    "id",
    "role",
    "model",
    "content",
    "stop_reason",
    "stop_sequence",
    "usage",
    "input_tokens",
    "output_tokens",
    "cache_creation_input_tokens",
    "cache_read_input_tokens",
    "name",
    "input",
    "object",
    "code",
    "tool_use",
    "server_tool_use",
    "mcp_tool_use",
    "redacted_thinking",
    "web_search_tool_result",
    "web_fetch_tool_result",
    "mcp_tool_result",
    "end_turn",
    "max_tokens",
    "pause_turn",
    "refusal",
    "model_context_window_exceeded",
    "assistant",
    "chat.completion.chunk",
    "chat.completion",
    "choices",
    "detail",
    "msg",
    "data",
    "done",
    "response",
    "list",
    "messages",
  };

  /** How many names there are, {@link #UNKNOWN} included. */
  static final int COUNT = WORDS.length + 1;

  private static final int SLOTS = 512;
  private static final int[] TABLE = new int[SLOTS];
  private static final byte[][] BYTES = new byte[COUNT][];

  static {
    for (int name = 1; name < COUNT; name++) {
      String word = WORDS[name - 1];
      byte[] bytes = new byte[word.length()];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) word.charAt(i);
      }
      BYTES[name] = bytes;
      int slot = slot(bytes, 0, bytes.length);
      while (TABLE[slot] != UNKNOWN) {
        slot = (slot + 1) & (SLOTS - 1);
      }
      TABLE[slot] = name;
    }
  }

  private Names() {}

  /** The number of the name that stands in a range of bytes. */
  static int find(byte[] b, int from, int to) {
    if (from == to) {
      return UNKNOWN;
    }
    int slot = slot(b, from, to);
    for (int name = TABLE[slot]; name != UNKNOWN; name = TABLE[slot]) {
      if (same(BYTES[name], b, from, to)) {
        return name;
      }
      slot = (slot + 1) & (SLOTS - 1);
    }
    return UNKNOWN;
  }

  /** The word of a name; "" for {@link #UNKNOWN}. */
  static String word(int name) {
    return name == UNKNOWN ? "" : WORDS[name - 1];
  }

  private static int slot(byte[] b, int from, int to) {
    int length = to - from;
    int hash = length * 31 + b[from] * 7 + b[from + length / 2] * 13 + b[to - 1] * 17;
    return hash & (SLOTS - 1);
  }

  private static boolean same(byte[] word, byte[] b, int from, int to) {
    if (word.length != to - from) {
      return false;
    }
    for (int i = 0; i < word.length; i++) {
      if (word[i] != b[from + i]) {
        return false;
      }
    }
    return true;
  }
}
