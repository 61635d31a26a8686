package dev.ccproxy.wire;

/** JSON bodies for the tests. */
final class Documents {
  /** Healthy: the nonce. */
  static final String TEXT =
      """
      {"id":"msg_01","type":"message","role":"assistant","model":"m",\
      "content":[{"type":"text","text":"k7Qz"}],"stop_reason":"end_turn","stop_sequence":null,\
      "usage":{"input_tokens":25,"output_tokens":3}}""";

  /** Healthy: text and a tool call. */
  static final String TOOL =
      """
      {"id":"msg_01","type":"message","role":"assistant","model":"m","content":[\
      {"type":"text","text":"Calling."},\
      {"type":"tool_use","id":"toolu_01","name":"record_probe","input":{"nonce":"k7Qz","n":7}}],\
      "stop_reason":"tool_use","stop_sequence":null,"usage":{"input_tokens":25,"output_tokens":3}}""";

  /** Healthy: the same with the members of every object in the order of the alphabet. */
  static final String TOOL_SORTED =
      """
      {"content":[{"text":"Calling.","type":"text"},\
      {"id":"toolu_01","input":{"n":7,"nonce":"k7Qz"},"name":"record_probe","type":"tool_use"}],\
      "id":"msg_01","model":"m","role":"assistant","stop_reason":"tool_use","stop_sequence":null,\
      "type":"message","usage":{"input_tokens":25,"output_tokens":3}}""";

  /** Healthy: signed thinking and text, over several lines. */
  static final String THINKING =
      """
      {
        "id": "msg_01",
        "type": "message",
        "role": "assistant",
        "model": "m",
        "content": [
          {"type": "thinking", "thinking": "Let me see.", "signature": "c2ln"},
          {"type": "text", "text": "caf\u00E9 \u6F22\u5B57 \uD83D\uDE00"}
        ],
        "stop_reason": "end_turn",
        "usage": {"input_tokens": 25, "output_tokens": 3}
      }
      """;

  static final String ERROR =
      """
      {"type":"error","error":{"type":"api_error","message":"upstream gone"}}""";

  private Documents() {}
}
