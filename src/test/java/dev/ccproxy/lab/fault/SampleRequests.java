package dev.ccproxy.lab.fault;

import dev.ccproxy.lab.json.Json;

/** Small requests with which faults show: those of probes.md 3.2. */
public final class SampleRequests {
  /** The tool that the prompts name. */
  public static final String TOOL = "record_probe";

  private SampleRequests() {}

  /**
   * The body of a request.
   *
   * @param nonce a word that the answer must hold
   */
  public static Json of(Ask ask, String model, String nonce, boolean stream) {
    String prompt =
        switch (ask) {
          case CALL ->
              "Call the tool record_probe once with nonce \""
                  + nonce
                  + "\" and n 7. Do not write text.";
          case CALLS ->
              "Call record_probe twice in one answer: nonce \""
                  + nonce
                  + "\" n 1, and nonce \""
                  + nonce
                  + "\" n 2.";
          default -> "Reply with exactly this word and nothing else: " + nonce;
        };
    Json body =
        Json.object()
            .with("model", model)
            .with("max_tokens", ask == Ask.THOUGHT ? 2048 : 1024)
            .with(
                "messages", Json.array(Json.object().with("role", "user").with("content", prompt)));
    if (ask == Ask.CALL || ask == Ask.CALLS) {
      body = body.with("tools", Json.array(tool()));
    }
    if (ask == Ask.THOUGHT) {
      body =
          body.with("thinking", Json.object().with("type", "enabled").with("budget_tokens", 1024));
    }
    return stream ? body.with("stream", true) : body;
  }

  private static Json tool() {
    Json properties =
        Json.object()
            .with("nonce", Json.object().with("type", "string"))
            .with("n", Json.object().with("type", "integer"));
    return Json.object()
        .with("name", TOOL)
        .with("description", "Stores a probe value.")
        .with(
            "input_schema",
            Json.object()
                .with("type", "object")
                .with("properties", properties)
                .with("required", Json.array(Json.of("nonce"), Json.of("n"))));
  }
}
