package dev.ccproxy.lab.personality;

import dev.ccproxy.lab.json.Json;

/** The envelopes in which errors travel. */
final class ErrorBodies {
  private ErrorBodies() {}

  /** OpenAI's. Empty strings stand for null. */
  static Json openAi(String message, String type, String param, String code) {
    return Json.object()
        .with(
            "error",
            Json.object()
                .with("message", message)
                .with("type", type)
                .with("param", param.isEmpty() ? Json.NULL : Json.of(param))
                .with("code", code.isEmpty() ? Json.NULL : Json.of(code)));
  }

  /** Anthropic's. */
  static Json anthropic(String type, String message, String requestId) {
    return Json.object()
        .with("type", "error")
        .with("error", Json.object().with("type", type).with("message", message))
        .with("request_id", requestId);
  }

  /** The text of OpenAI, DeepSeek and vLLM for a conversation that does not fit. */
  static String overflow(long window, long input, long output) {
    return "This model's maximum context length is "
        + window
        + " tokens. However, you requested "
        + (input + output)
        + " tokens ("
        + input
        + " in the messages, "
        + output
        + " in the completion). Please reduce the length of the messages or completion.";
  }
}
