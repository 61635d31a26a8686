package dev.ccproxy.wire;

/** Types of content blocks, and which deltas fit them. */
enum BlockType {
  TEXT,
  THINKING,
  TOOL_USE,
  /** A call that the server itself runs: {@code server_tool_use}, {@code mcp_tool_use}. */
  SERVER_TOOL_USE,
  REDACTED_THINKING,
  /** What a server tool brought; comes whole, in the start event. */
  RESULT,
  UNKNOWN;

  /** The type with this name. */
  static BlockType of(int name) {
    return switch (name) {
      case Names.TEXT -> TEXT;
      case Names.THINKING -> THINKING;
      case Names.TOOL_USE -> TOOL_USE;
      case Names.SERVER_TOOL_USE, Names.MCP_TOOL_USE -> SERVER_TOOL_USE;
      case Names.REDACTED_THINKING -> REDACTED_THINKING;
      case Names.WEB_SEARCH_RESULT, Names.WEB_FETCH_RESULT, Names.MCP_RESULT -> RESULT;
      default -> UNKNOWN;
    };
  }

  /** Whether a delta of the type with this name may come for the block (rule R23). */
  boolean accepts(int delta) {
    return switch (this) {
      case TEXT -> delta == Names.TEXT_DELTA || delta == Names.CITATIONS_DELTA;
      case THINKING -> delta == Names.THINKING_DELTA || delta == Names.SIGNATURE_DELTA;
      case TOOL_USE, SERVER_TOOL_USE -> delta == Names.INPUT_JSON_DELTA;
      case REDACTED_THINKING, RESULT -> false;
      case UNKNOWN -> true;
    };
  }
}
