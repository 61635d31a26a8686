package dev.ccproxy.check.live;

import static dev.ccproxy.wire.Severity.WARNING;

import dev.ccproxy.check.Check;
import dev.ccproxy.check.Evidence;
import dev.ccproxy.check.Finding;
import dev.ccproxy.check.Fix;
import dev.ccproxy.config.Deployment;
import dev.ccproxy.explain.Confidence;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.explain.Match;
import dev.ccproxy.probe.Failure;
import dev.ccproxy.probe.Message;
import dev.ccproxy.probe.Stage;
import dev.ccproxy.wire.Code;
import dev.ccproxy.wire.ResponseHead;
import dev.ccproxy.wire.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says what an answer means that is not what the client needs: in which link of the chain the
 * reason lies, and how sure that is. The first answer of a request is the evidence.
 */
final class Reading {
  private static final int EXCERPT = 600;

  /** Bytes of an error body that are looked at. */
  private static final int BODY = 256 * 1024;

  /**
   * Checks that texts name for want of a better one: whoever asked knows more about what failed.
   */
  private static final Set<String> GENERAL =
      Set.of("CCP-L101", "CCP-L102", "CCP-L105", "CCP-L106", "CCP-L401", "CCP-L501", "CCP-L701");

  private final Chain chain;

  Reading(Chain chain) {
    this.chain = chain;
  }

  /** What the texts of an answer say, best first; empty for a success or an unknown text. */
  List<Match> matches(Exchange exchange) {
    if (exchange.first().head() == null) {
      return List.of();
    }
    List<String> headers = new ArrayList<>();
    ResponseHead head = exchange.first().head();
    if (head != null) {
      for (ResponseHead.Header header : head.headers()) {
        headers.add(header.name());
        headers.add(header.value());
      }
    }
    byte[] body = exchange.first().body().bytes();
    if (body.length > BODY) {
      body = java.util.Arrays.copyOf(body, BODY);
    }
    return chain.signatures().classify(exchange.first().status(), headers, body);
  }

  /** The best of {@link #matches}; null where nothing is known. */
  @Nullable Match best(Exchange exchange) {
    List<Match> matches = matches(exchange);
    return matches.isEmpty() ? null : matches.get(0);
  }

  /**
   * The finding for an answer that is no success: no answer, or a refusal.
   *
   * @param asked the check that asked; its classification may belong to another check
   * @param subject the tier or feature it is about; empty for none
   */
  Finding refusal(Check asked, Exchange exchange, String subject) {
    Failure failure = exchange.first().failure();
    if (failure != null && exchange.first().status() < 400) {
      return broken(asked, exchange, failure, subject);
    }
    Match match = best(exchange);
    if (isPathBehindGateway(exchange, match)) {
      return pathBehindGateway(asked, exchange, subject);
    }
    String status = "status " + exchange.first().status();
    if (match == null) {
      return asked
          .finding(Severity.ERROR, name(exchange) + " is refused with " + status)
          .layer(chain.ownLayer())
          .confidence(Confidence.POSSIBLE)
          .cause("The text of the answer is not known; it stands below as it came.")
          .impact("The client shows this error instead of an answer.")
          .evidence(request(exchange))
          .evidence(response(exchange))
          .subject(subject)
          .fix(Fix.manual("Ask whoever runs " + chain.whoAnswers() + " what this answer means"))
          .build();
    }
    Check check = about(asked, match);
    Layer layer = layer(match);
    return check
        .finding(Severity.ERROR, title(exchange, match))
        .layer(layer)
        .confidence(match.confidence())
        .cause(match.cause())
        .impact(
            "Every request of this kind ends like this; the client shows the error or blames the"
                + " model.")
        .evidence(request(exchange))
        .evidence(response(exchange))
        .subject(subject)
        .fix(match.fix().isEmpty() ? null : Fix.manual(withoutStop(match.fix())))
        .build();
  }

  /**
   * Whether LiteLLM passes on that its upstream does not know a path, in whatever words that server
   * has for it; a model that is not there is told in words about the model.
   */
  private boolean isPathBehindGateway(Exchange exchange, @Nullable Match match) {
    int status = exchange.first().status();
    return chain.gateway().isLiteLlm()
        && (status == 404 || status == 405)
        && exchange.bodyStart(BODY).contains("litellm.")
        && (match == null
            || match.signature() == null
            || "CCP-L106".equals(match.check())
            || "CCP-S202".equals(match.check()));
  }

  /** The route that LiteLLM takes for openai/ since 1.82 ({@code litellm.md} 1.3). */
  private Finding pathBehindGateway(Check asked, Exchange exchange, String subject) {
    Deployment deployment = Upstream.deployment(chain.files(), chain.model());
    if (deployment != null
        && !deployment.provider().isEmpty()
        && !deployment.provider().equals("openai")
        && !exchange.bodyStart(BODY).contains("/responses")) {
      return wrongBase(asked, exchange, subject, deployment);
    }
    return asked
        .finding(
            Severity.ERROR,
            "LiteLLM calls a path that the server behind it does not have, /v1/responses most likely"
                + " (status "
                + exchange.first().status()
                + ")")
        .layer(Layer.TRANSLATOR)
        .confidence(Confidence.LIKELY)
        .cause(
            "For openai/ deployments LiteLLM 1.82 and later turns the client's requests into calls of"
                + " /v1/responses, and most OpenAI-compatible servers have only /v1/chat/completions."
                + " The words of the refusal are that server's own.")
        .impact("The client says that there is an issue with the selected model.")
        .evidence(request(exchange))
        .evidence(response(exchange))
        .subject(subject)
        .fix(
            Fix.manual(
                "In LiteLLM's configuration write hosted_vllm/ instead of openai/ in front of the"
                    + " model, or check the path in api_base; then restart LiteLLM"))
        .build();
  }

  /** Other prefixes than openai/ have one path each, so that a missing one is the base's fault. */
  private Finding wrongBase(Check asked, Exchange exchange, String subject, Deployment deployment) {
    String base = deployment.apiBase();
    return asked
        .finding(
            Severity.ERROR,
            "The server behind LiteLLM has no such path: "
                + (base.isEmpty() ? "the address" : "api_base")
                + " of "
                + deployment.name()
                + " is not where it answers (status "
                + exchange.first().status()
                + ")")
        .layer(Layer.GATEWAY)
        .confidence(Confidence.LIKELY)
        .cause(
            "For "
                + deployment.provider()
                + "/ LiteLLM appends one known path to "
                + (base.isEmpty() ? "the provider's usual address" : "api_base")
                + ", and the server there does not know the result. A missing or doubled /v1 does"
                + " that, and so does another server on that address.")
        .impact("The client says that there is an issue with the selected model.")
        .evidence(Evidence.of(deployment.placeOf(base.isEmpty() ? "model" : "api_base")))
        .evidence(request(exchange))
        .evidence(response(exchange))
        .subject(subject)
        .fix(
            Fix.manual(
                "Compare "
                    + (base.isEmpty() ? "the prefix of the model" : "api_base")
                    + " with the provider's documentation, then restart LiteLLM"))
        .build();
  }

  private Check about(Check asked, Match match) {
    // What the files say of the window is one check, what an answer says of it another.
    String named = "CCP-S209".equals(match.check()) ? "CCP-L801" : match.check();
    return named == null || GENERAL.contains(named) ? asked : chain.checkFor(named, asked);
  }

  private Layer layer(Match match) {
    return match.layer() == Layer.UNKNOWN && match.signature() == null
        ? chain.ownLayer()
        : match.layer();
  }

  private static String title(Exchange exchange, Match match) {
    String cause = match.cause();
    int stop = cause.indexOf(". ");
    String sentence = withoutStop(stop < 0 ? cause : cause.substring(0, stop));
    int status = exchange.first().status();
    return status >= 400 ? sentence + " (status " + status + ")" : sentence;
  }

  private static String withoutStop(String text) {
    return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
  }

  /** No answer, or half of one. */
  private Finding broken(Check asked, Exchange exchange, Failure failure, String subject) {
    if (failure instanceof Failure.TimedOut late) {
      return late(asked, exchange, late, subject);
    }
    boolean lost = failure instanceof Failure.ConnectionLost;
    boolean size = failure instanceof Failure.TooMuch || failure instanceof Failure.Malformed;
    Layer layer = lost || size ? chain.ownLayer() : Layer.NETWORK;
    if (lost) {
      layer = Layer.UPSTREAM;
    }
    return asked
        .finding(Severity.ERROR, name(exchange) + ": " + failure.text())
        .layer(layer)
        .confidence(lost ? Confidence.LIKELY : Confidence.CERTAIN)
        .cause(
            lost
                ? "The server, or something between it and here, ends the connection before the"
                    + " answer is whole."
                : size
                    ? "The answer is none that the client could read."
                    : "The connection does not come about.")
        .impact("The client retries, then reports a connection error.")
        .evidence(request(exchange))
        .evidence(
            new Evidence(
                Evidence.Kind.RESPONSE, exchange.request().target().toString(), failure.text()))
        .subject(subject)
        .build();
  }

  /** The server took the connection, and then nothing came, or nothing more. */
  private Finding late(Check asked, Exchange exchange, Failure.TimedOut late, String subject) {
    boolean connected = late.stage().compareTo(Stage.WRITE) >= 0;
    boolean silent = late.stage() == Stage.BODY && exchange.request().stream();
    return (silent ? chain.checkFor("CCP-L505", asked) : asked)
        .finding(Severity.ERROR, name(exchange) + ": " + late.text())
        .layer(connected ? Layer.UPSTREAM : Layer.NETWORK)
        .confidence(connected ? Confidence.LIKELY : Confidence.CERTAIN)
        .cause(
            connected
                ? "The server is there and takes the request; what it waits for, usually the"
                    + " model's own server, does not come."
                : "The connection does not come about.")
        .impact("The client waits for minutes, then retries, and seems to hang.")
        .evidence(request(exchange))
        .evidence(
            new Evidence(
                Evidence.Kind.RESPONSE, exchange.request().target().toString(), late.text()))
        .subject(subject)
        .fix(
            Fix.manual("Look at the log of " + chain.whoAnswers() + " and at the server behind it"))
        .build();
  }

  /**
   * What an answer means: a refusal, broken rules at the severity that the client feels, or well.
   */
  LiveResult result(Check asked, Exchange exchange) {
    if (!exchange.isAnswered() && (exchange.verdict() == null || exchange.status() >= 300)) {
      return LiveResult.of(refusal(asked, exchange, ""));
    }
    if (exchange.failure() instanceof Failure.TimedOut late) {
      return late.scope() == Failure.Scope.RUN
          ? LiveResult.inconclusive(late.text())
          : LiveResult.of(refusal(asked, exchange, ""));
    }
    dev.ccproxy.wire.Finding worst = worst(exchange);
    if (exchange.failure() != null && (worst == null || !worst.severity().atLeast(WARNING))) {
      return LiveResult.of(refusal(asked, exchange, ""));
    }
    if (worst != null) {
      return LiveResult.of(protocol(asked, exchange, worst));
    }
    return exchange.isFalselyCut() ? LiveResult.of(falselyCut(asked, exchange)) : LiveResult.OK;
  }

  /** M12, where the text of an answer is known no closer than by its nonce. */
  private Finding falselyCut(Check asked, Exchange exchange) {
    Message message = exchange.message();
    return asked
        .finding(
            Severity.ERROR,
            "M12 limit-not-reached: stop_reason is max_tokens after "
                + (message == null ? 0 : message.outputTokens())
                + " of "
                + exchange.asked().maxTokens()
                + " output tokens, and the answer is whole")
        .layer(chain.layerOf(Code.M12))
        .confidence(Confidence.LIKELY)
        .cause(
            "The server that makes the answers says length where it should say stop, or what"
                + " converts them takes another reason for it.")
        .impact(
            "The client takes every answer for cut off, asks again, and ends in an error about the"
                + " output token maximum.")
        .subject(Code.M12.number())
        .evidence(request(exchange))
        .evidence(response(exchange))
        .fix(
            Fix.manual(
                "Upgrade the server that makes the answers; ccproxy explain CCP-M12 says more"))
        .build();
  }

  /**
   * The broken rule that matters most to the client; one that does not matter to it, and does by
   * the letter, where there is no other. Counts of tokens are another check's.
   */
  private static dev.ccproxy.wire.@Nullable Finding worst(Exchange exchange) {
    dev.ccproxy.wire.Finding worst = null;
    for (dev.ccproxy.wire.Finding rule : exchange.broken(Severity.INFO)) {
      if (!rule.specSeverity().atLeast(WARNING) || TokenCount.isAbout(rule)) {
        continue;
      }
      if (worst == null || rule.severity().compareTo(worst.severity()) > 0) {
        worst = rule;
      }
    }
    return worst;
  }

  /**
   * The finding for an answer with broken rules of the protocol, at the severity that they have for
   * the client.
   *
   * @param rule the rule, the worst of the answer
   */
  Finding protocol(Check asked, Exchange exchange, dev.ccproxy.wire.Finding rule) {
    Match inside = rule.code().number().startsWith("E") ? best(exchange) : null;
    if (inside != null && inside.signature() != null) {
      return asked
          .finding(rule.severity(), rule.code().number() + " " + rule.slug() + ": " + rule.title())
          .spec(rule.specSeverity())
          .layer(inside.layer())
          .confidence(inside.confidence())
          .cause(inside.cause())
          .impact("The stream ends in an error instead of an answer.")
          .subject(rule.code().number())
          .evidence(request(exchange))
          .evidence(place(exchange, rule))
          .fix(Fix.manual(withoutStop(inside.fix())))
          .build();
    }
    return asked
        .finding(rule.severity(), rule.code().number() + " " + rule.slug() + ": " + rule.title())
        .spec(rule.specSeverity())
        .layer(chain.layerOf(rule.code()))
        .confidence(Confidence.LIKELY)
        .cause(
            "The answer breaks a rule of the Messages protocol, and "
                + chain.whoAnswers()
                + " sent it.")
        .impact(
            rule.severity().atLeast(WARNING)
                ? "ccproxy explain " + rule.id() + " says what the client makes of it."
                : "This client takes it as it is; stricter ones do not.")
        .subject(rule.code().number())
        .evidence(request(exchange))
        .evidence(place(exchange, rule))
        .fix(
            Fix.manual(
                "Upgrade or replace "
                    + chain.whoAnswers()
                    + ", and report the answer to its maintainers"))
        .build();
  }

  /** What was asked, for people. */
  static Evidence request(Exchange exchange) {
    return new Evidence(Evidence.Kind.REQUEST, name(exchange), "");
  }

  /** Method and address, with the name that the sheet of requests has for it. */
  static String name(Exchange exchange) {
    String plain = exchange.request().method() + " " + exchange.request().target();
    String id = exchange.request().id();
    return id.startsWith("Q") || id.startsWith("X") ? plain + " (" + id + ")" : plain;
  }

  /** What was answered, the start of it. */
  static Evidence response(Exchange exchange) {
    String body = exchange.first().body().text(EXCERPT).strip();
    return new Evidence(
        Evidence.Kind.RESPONSE,
        "status " + exchange.first().status(),
        body.isEmpty() ? "(no body)" : body);
  }

  private static Evidence place(Exchange exchange, dev.ccproxy.wire.Finding rule) {
    return new Evidence(
        Evidence.Kind.RESPONSE,
        exchange.request().id() + ", line " + rule.line(),
        rule.excerpt().isEmpty() ? "(the end of the answer)" : rule.excerpt());
  }
}
