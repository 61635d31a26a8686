package dev.ccproxy.lab.fault;

import dev.ccproxy.lab.Exchange;
import dev.ccproxy.lab.Fault;
import dev.ccproxy.lab.http.Frame;
import dev.ccproxy.lab.http.Reply;
import dev.ccproxy.lab.json.Json;
import dev.ccproxy.lab.personality.LiteLlm;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** Faults in which a request that is right is refused, whatever stands in it. */
final class RefusalFaults {
  static final KnownFault.Scope LITELLM =
      KnownFault.Scope.only(
          "litellm-chat",
          "litellm-1.81.8",
          "litellm-responses",
          "litellm-1.108.11",
          "litellm-1.109.1",
          "litellm-native");

  private static final KnownFault.Scope WITH_RESPONSES =
      KnownFault.Scope.only(
          "litellm-chat", "litellm-responses", "litellm-1.108.11", "litellm-1.109.1");

  private static final Duration COOLDOWN = Duration.ofSeconds(5);
  private static final Duration HANG = Duration.ofMinutes(3);

  private RefusalFaults() {}

  static void add(Entries entries) {
    noResponses(entries);
    credentials(entries);
    money(entries);
    toolResult(entries);
    entries.instead(
        "H15",
        "only the main model is served",
        Kind.FIELD,
        KnownFault.Scope.but("llama.cpp", "claude-code-router", "empero", "a2o"),
        Entries.Condition.ALWAYS,
        setting ->
            (exchange, reply) -> {
              String model = exchange.body().at("model").text("");
              return model.equals(setting.model())
                  ? reply
                  : setting.personality().unknownModel(exchange, model);
            },
        "L302");
  }

  private static void toolResult(Entries entries) {
    entries.instead(
        "H19.result",
        "500 for every turn with a tool result",
        Kind.FIELD,
        KnownFault.Scope.only("anthropic"),
        exchange -> FieldFaults.anyBlock(exchange.body(), "tool_result"),
        setting ->
            (exchange, reply) ->
                setting
                    .personality()
                    .failure(exchange, 500, "internal_error", "list index out of range"),
        "L606");
  }

  private static void noResponses(Entries entries) {
    responses(
        entries,
        "H07",
        "no /v1/responses at the upstream, as an OpenAI-like server says it",
        "litellm.BadRequestError: OpenAIException - {\"error\": {\"message\": \"Invalid URL (POST"
            + " /v1/responses)\", \"type\": \"invalid_request_error\", \"param\": null, \"code\":"
            + " null}}");
    responses(
        entries,
        "H07.go",
        "no /v1/responses at the upstream, as a Go server says it",
        "litellm.NotFoundError: NotFoundError: OpenAIException - 404 page not found");
    responses(
        entries,
        "H07.fastapi",
        "no /v1/responses at the upstream, as FastAPI says it",
        "litellm.NotFoundError: NotFoundError: OpenAIException - {\"detail\":\"Not Found\"}");
    responses(
        entries,
        "H07.url",
        "no /v1/responses at the upstream, with the address",
        "litellm.NotFoundError: NotFoundError: OpenAIException - Client error '404 Not Found' for"
            + " url 'http://127.0.0.1:8000/v1/responses'");
    entries.add(
        "H08",
        "200 and no content",
        Kind.STEADY,
        Ask.TEXT,
        WITH_RESPONSES.without("litellm-responses"),
        setting -> ContentFaults.noContent(),
        "L401",
        "C01");
    entries.instead(
        "H09.hang",
        "nothing for three minutes",
        Kind.STEADY,
        WITH_RESPONSES,
        Entries.Condition.ALWAYS,
        setting ->
            (exchange, reply) -> {
              List<Frame> frames = new ArrayList<>(reply.frames());
              frames.add(0, new Frame.Pause(HANG));
              return reply.withFrames(frames);
            },
        "D904");
    entries.instead(
        "H09.created",
        "400 about created_at",
        Kind.STEADY,
        WITH_RESPONSES,
        Entries.Condition.ALWAYS,
        setting ->
            (exchange, reply) ->
                litellm(setting)
                    .ownFailure(
                        exchange,
                        400,
                        "litellm.BadRequestError: OpenAIException - 1 validation error for"
                            + " ResponsesAPIResponse\ncreated_at\n  Field required"),
        "D904");
    entries.instead(
        "H09.items",
        "500 about unknown items",
        Kind.STEADY,
        WITH_RESPONSES,
        Entries.Condition.ALWAYS,
        setting ->
            (exchange, reply) ->
                litellm(setting)
                    .ownFailure(
                        exchange,
                        500,
                        "litellm.APIConnectionError: Unknown items in responses API response: []"),
        "D904");
  }

  private static void responses(Entries entries, String id, String title, String message) {
    entries.instead(
        id,
        title,
        Kind.STEADY,
        WITH_RESPONSES,
        Entries.Condition.ALWAYS,
        setting -> (exchange, reply) -> litellm(setting).ownFailure(exchange, 404, message),
        "L401",
        "S202",
        "D904");
  }

  private static LiteLlm litellm(Setting setting) {
    if (setting.personality() instanceof LiteLlm litellm) {
      return litellm;
    }
    throw new IllegalStateException("a fault of LiteLLM on " + setting.personality().name());
  }

  private static Json gatewayError(String message, int code) {
    return Json.object()
        .with(
            "error",
            Json.object()
                .with("message", message)
                .with("type", "auth_error")
                .with("param", "None")
                .with("code", Integer.toString(code)));
  }

  private static void credentials(Entries entries) {
    entries.instead(
        "H11.virtual",
        "a virtual key is expected",
        Kind.STEADY,
        LITELLM,
        Entries.Condition.ALWAYS,
        setting ->
            (exchange, reply) ->
                Reply.json(
                    401,
                    gatewayError(
                        "Authentication Error, LiteLLM Virtual Key expected. Received="
                            + given(exchange)
                            + ", expected to start with 'sk-'.",
                        401)),
        "L201");
    entries.instead(
        "H11.token",
        "the virtual key is not known",
        Kind.STEADY,
        LITELLM,
        Entries.Condition.ALWAYS,
        setting ->
            (exchange, reply) ->
                Reply.json(
                    401,
                    gatewayError(
                        "Authentication Error, Invalid proxy server token passed. Received API"
                            + " Key = sk-..."
                            + tail(given(exchange))
                            + ", Key Hash (Token) =8f4e2b. Unable to find token in cache or"
                            + " `LiteLLM_VerificationTokenTable`",
                        401)),
        "L201");
    failure(
        entries,
        "H11.upstream",
        "the upstream refuses the gateway's key",
        401,
        "invalid_request_error",
        "Incorrect API key provided: sk-proj-****wxyz. You can find your API key at"
            + " https://platform.openai.com/account/api-keys.",
        "L204");
    entries.instead(
        "H11.masked",
        "a gateway that nobody knows passes on that its own key is refused",
        Kind.STEADY,
        KnownFault.Scope.only("anthropic"),
        Entries.Condition.ALWAYS,
        setting ->
            (exchange, reply) ->
                setting
                    .personality()
                    .failure(exchange, 401, "upstream_error", "no entry for vk-live-******7q2z"),
        "L204");
    entries.add(
        "H11.cooldown",
        "the upstream refuses the gateway's key, then the deployment cools down",
        Kind.STEADY,
        Ask.ANYTHING,
        LITELLM,
        setting -> new CoolingDown(litellm(setting), new AtomicReference<>(Instant.MIN)),
        "L204");
  }

  private static String given(Exchange exchange) {
    String header = exchange.request().headers().first("authorization").orElse("");
    return header.startsWith("Bearer ")
        ? header.substring("Bearer ".length())
        : exchange.request().headers().first("x-api-key").orElse(header);
  }

  private static String tail(String key) {
    return key.length() < 8 ? "" : key.substring(key.length() - 4);
  }

  private static void money(Entries entries) {
    failure(
        entries,
        "H14.credit",
        "no credit left",
        402,
        "unknown_error",
        "Insufficient Balance",
        "L205");
    failure(
        entries,
        "H14.plan",
        "429 with code 1113: the key belongs to another plan",
        429,
        "1113",
        "Insufficient balance or no resource package. Please recharge.",
        "L205");
    failure(
        entries,
        "H14.quota",
        "429, quota used up",
        429,
        "insufficient_quota",
        "You exceeded your current quota, please check your plan and billing details. For more"
            + " information on this error, read the docs:"
            + " https://platform.openai.com/docs/guides/error-codes/api-errors.",
        "L205");
    entries.instead(
        "H14.rate",
        "429, too many requests, with retry-after",
        Kind.STEADY,
        KnownFault.Scope.ALL,
        Entries.Condition.ALWAYS,
        setting -> (exchange, reply) -> rateLimited(setting, exchange, 7),
        "L205");
    failure(
        entries,
        "H14.balance",
        "500, insufficient balance (1008)",
        500,
        "api_error",
        "insufficient balance (1008)",
        "L205");
  }

  /** LiteLLM keeps the header of its upstream to itself. */
  static Reply rateLimited(Setting setting, Exchange exchange, int seconds) {
    Reply reply =
        setting
            .personality()
            .failure(
                exchange,
                429,
                "rate_limit_error",
                "Rate limit reached for requests. Please try again in " + seconds + "s.");
    return setting.personality() instanceof LiteLlm
        ? reply
        : reply.withHeader("retry-after", Integer.toString(seconds));
  }

  private static void failure(
      Entries entries,
      String id,
      String title,
      int status,
      String type,
      String message,
      String... expects) {
    entries.instead(
        id,
        title,
        Kind.STEADY,
        KnownFault.Scope.ALL,
        Entries.Condition.ALWAYS,
        setting ->
            (exchange, reply) -> setting.personality().failure(exchange, status, type, message),
        expects);
  }

  /** One refusal, and for five seconds the router has nobody to ask; litellm.md 4.5. */
  private record CoolingDown(LiteLlm litellm, AtomicReference<Instant> until) implements Fault {
    @Override
    public Reply sent(Exchange exchange, Reply reply) {
      if (!Messages.answered(exchange, reply)) {
        return reply;
      }
      String model = exchange.body().at("model").text("");
      if (exchange.time().isBefore(until.get())) {
        return litellm.ownFailure(
            exchange,
            429,
            "No deployments available for selected model, Try again in 5 seconds. Passed model="
                + model
                + ". pre-call-checks=False, cooldown_list=[]");
      }
      until.set(exchange.time().plus(COOLDOWN));
      return litellm.failure(
          exchange,
          401,
          "invalid_request_error",
          "Incorrect API key provided: sk-proj-****wxyz. You can find your API key at"
              + " https://platform.openai.com/account/api-keys.");
    }
  }
}
