package dev.ccproxy.lab.personality;

import dev.ccproxy.lab.http.Reply;
import dev.ccproxy.lab.json.Json;

/** The errors of LiteLLM: its own words, and those of an upstream in its wrapper. */
final class LiteLlmErrors {
  private final LiteLlmRelease release;
  private final LiteLlm.Branch branch;

  LiteLlmErrors(LiteLlmRelease release, LiteLlm.Branch branch) {
    this.release = release;
    this.branch = branch;
  }

  /** Errors of authentication have OpenAI's envelope in every release. */
  static Json auth(String message, String type, Json param, int code) {
    return Json.object()
        .with(
            "error",
            Json.object()
                .with("message", message)
                .with("type", type)
                .with("param", param)
                .with("code", Integer.toString(code)));
  }

  /** An error of {@code /v1/messages} as this release wraps it. */
  Json messages(int status, String message) {
    if (release.anthropicErrors()) {
      return Json.object()
          .with("type", "error")
          .with("error", Json.object().with("type", type(status)).with("message", message));
    }
    return auth(message, "None", Json.NULL, status);
  }

  /** An error of the OpenAI routes. */
  static Json chat(int status, String message) {
    return auth(message, "None", Json.of("None"), status);
  }

  /** What the router says about a model that nobody serves. */
  Json unknownModel(String id) {
    String text =
        "anthropic_messages: Invalid model name passed in model="
            + id
            + ". Call `/v1/models` to view available models for your key.";
    if (release.anthropicErrors()) {
      return Json.object()
          .with("type", "error")
          .with(
              "error",
              Json.object()
                  .with("type", "invalid_request_error")
                  .with("message", text)
                  .with("provider_specific_fields", Json.object().with("error", text)));
    }
    return auth("400: {'error': '" + text + "'}", "None", Json.of("None"), 400);
  }

  /**
   * The message around the words of an upstream.
   *
   * @param body the upstream's own body or text
   * @param group the {@code model_name} that was asked for
   */
  String wrapped(int status, String body, String group) {
    if (branch == LiteLlm.Branch.NATIVE && release.old()) {
      return suffixed(body, group);
    }
    return suffixed(exception(status) + branch.exception() + " - " + body, group);
  }

  /** A message of LiteLLM itself that went through its router. */
  String suffixed(String message, String group) {
    return release.groupNote()
        ? message
            + "\n\nLiteLLM: model group '"
            + group
            + "' failed with the error above. No fallback was attempted."
        : message + ". Received Model Group=" + group + "\nAvailable Model Group Fallbacks=None";
  }

  private static String exception(int status) {
    return switch (status) {
      case 400, 422 -> "litellm.BadRequestError: ";
      case 401 -> "litellm.AuthenticationError: AuthenticationError: ";
      case 403 -> "litellm.BadRequestError: ";
      case 404 -> "litellm.NotFoundError: NotFoundError: ";
      case 408 -> "litellm.Timeout: Timeout: ";
      case 429 -> "litellm.RateLimitError: RateLimitError: ";
      case 500 -> "litellm.InternalServerError: InternalServerError: ";
      case 503 -> "litellm.ServiceUnavailableError: ServiceUnavailableError: ";
      default -> "litellm.APIError: APIError: ";
    };
  }

  /** Anthropic's type of an error with this status. */
  static String type(int status) {
    return switch (status) {
      case 401 -> "authentication_error";
      case 402 -> "billing_error";
      case 403 -> "permission_error";
      case 404 -> "not_found_error";
      case 413 -> "request_too_large";
      case 429 -> "rate_limit_error";
      case 529 -> "overloaded_error";
      default -> status < 500 ? "invalid_request_error" : "api_error";
    };
  }

  /** The answer to a request without a credential. */
  Reply noCredential() {
    return switch (release.noCredential()) {
      case CRASHES -> Reply.text(500, "text/plain; charset=utf-8", "Internal Server Error");
      case SAYS_NONE -> noKey(Json.of("None"));
      case SAYS_NULL -> noKey(Json.NULL);
    };
  }

  private static Reply noKey(Json param) {
    return Reply.json(
        401, auth("Authentication Error, No api key passed in.", "auth_error", param, 401));
  }

  /** The answer to a credential that is there and empty. */
  Reply malformedKey() {
    return release.noCredential() == LiteLlmRelease.NoCredential.CRASHES
        ? noCredential()
        : Reply.json(
            401,
            auth(
                "Authentication Error, Malformed API Key passed in. Ensure Key has `Bearer `"
                    + " prefix.",
                "auth_error",
                release.noCredential() == LiteLlmRelease.NoCredential.SAYS_NULL
                    ? Json.NULL
                    : Json.of("None"),
                401));
  }
}
