package dev.ccproxy.lab.fault;

import dev.ccproxy.lab.Exchange;
import dev.ccproxy.lab.Fault;
import dev.ccproxy.lab.http.Headers;
import dev.ccproxy.lab.http.Reply;
import dev.ccproxy.lab.http.Request;
import dev.ccproxy.lab.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/** Faults beside the answers: redirects, addresses, counts, lists, filters. */
final class SideFaults {
  private static final int FILTERED_BYTES = 32 * 1024;
  private static final int MANY_MODELS = 100_000;
  private static final String BLOCKED =
      "<!DOCTYPE html>\n"
          + "<html><head><title>Attention Required! | Cloudflare</title></head><body><h1>Sorry, you"
          + " have been blocked</h1><p>cf-ray: 8a1b2c3d4e5f</p></body></html>\n";

  private SideFaults() {}

  static void add(Entries entries) {
    entries.wired("H01", "nothing listens", Wiring.NOTHING_LISTENS, "L101");
    entries.wired(
        "H03.plain", "the server speaks plain HTTP, not TLS", Wiring.TLS_EXPECTED, "L102");
    entries.wired(
        "H03.tls", "the server speaks TLS, not plain HTTP", Wiring.PLAIN_EXPECTED, "L102");
    entries.wired(
        "H04.unknown", "certificate of an unknown authority", Wiring.UNKNOWN_AUTHORITY, "L102");
    entries.wired("H04.expired", "certificate expired", Wiring.EXPIRED, "L102");
    entries.wired("H04.host", "certificate of another host", Wiring.OTHER_HOST, "L102");
    redirects(entries);
    entries.wired("H06", "the base URL ends in /v1", Wiring.DOUBLED_PATH, "L106", "S103");
    usage(entries);
    counts(entries, "H20.missing", "no count_tokens", Optional.empty(), "L406");
    counts(entries, "H20.low", "count_tokens counts far too few", Optional.of(1L), "L406");
    entries.add(
        "H42",
        "a filter blocks large bodies and those with a script tag",
        Kind.FIELD,
        Ask.ANYTHING,
        KnownFault.Scope.ALL,
        setting -> new Filter(),
        "L717");
    entries.add(
        "H47",
        "a hostile list of models",
        Kind.STEADY,
        Ask.ANYTHING,
        KnownFault.Scope.ALL,
        setting -> new HostileList(),
        "L301");
  }

  private static void redirects(Entries entries) {
    redirect(
        entries,
        "H05.origin",
        "307 to another origin",
        307,
        (setting, request) -> setting.secondOrigin() + request.target());
    redirect(
        entries,
        "H05.https",
        "301 to https",
        301,
        (setting, request) ->
            "https://" + request.headers().first("host").orElse("localhost") + request.target());
    redirect(
        entries,
        "H05.login",
        "302 to a login page",
        302,
        (setting, request) -> setting.secondOrigin() + "/login");
    redirect(entries, "H05.loop", "307 to itself", 307, (setting, request) -> request.target());
  }

  private static void redirect(
      Entries entries,
      String id,
      String title,
      int status,
      BiFunction<Setting, Request, String> target) {
    entries.add(
        id,
        title,
        Kind.STEADY,
        Ask.ANYTHING,
        KnownFault.Scope.ALL,
        setting -> new Redirect(setting, status, target),
        "L104");
  }

  private record Redirect(Setting setting, int status, BiFunction<Setting, Request, String> target)
      implements Fault {
    @Override
    public Optional<Reply> instead(Exchange exchange) {
      return Optional.of(
          new Reply(
              status,
              Headers.of("Location", target.apply(setting, exchange.request())),
              Reply.Framing.LENGTH,
              List.of()));
    }
  }

  private static void usage(Entries entries) {
    usage(entries, "H17.missing", "usage is missing", usage -> Json.ABSENT);
    usage(entries, "H17.zero", "usage counts nothing", EndFaults::zero);
    usage(entries, "H17.chars", "usage counts characters, not tokens", SideFaults::characters);
  }

  private static Json characters(Json usage) {
    Json out = usage;
    for (String key : usage.keys()) {
      out = out.with(key, usage.at(key).number(0) * 4);
    }
    return out;
  }

  private static void usage(Entries entries, String id, String title, UnaryOperator<Json> change) {
    Fault fault =
        new Fault() {
          @Override
          public Reply sent(Exchange exchange, Reply reply) {
            if (Messages.whole(exchange, reply)) {
              return Bodies.with(reply, counted(Bodies.of(reply), change));
            }
            if (Messages.streamed(exchange, reply)) {
              EventList events = new EventList(reply.frames());
              for (int i = 0; i < events.size(); i++) {
                events.change(
                    i,
                    data -> {
                      Json own = counted(data, change);
                      return own.has("message")
                          ? own.with("message", counted(own.at("message"), change))
                          : own;
                    });
              }
              return reply.withFrames(events.frames());
            }
            return reply;
          }
        };
    entries.add(
        id,
        title,
        Kind.STEADY,
        Ask.TEXT,
        KnownFault.Scope.but("claude-code-router"),
        setting -> fault,
        "L402");
  }

  private static Json counted(Json holder, UnaryOperator<Json> change) {
    if (!holder.at("usage").isObject()) {
      return holder;
    }
    Json usage = change.apply(holder.at("usage"));
    return usage.exists() ? holder.with("usage", usage) : holder.without("usage");
  }

  private static void counts(
      Entries entries, String id, String title, Optional<Long> count, String... expects) {
    Fault fault =
        new Fault() {
          @Override
          public Optional<Reply> instead(Exchange exchange) {
            if (!exchange.request().path().endsWith("/v1/messages/count_tokens")) {
              return Optional.empty();
            }
            return Optional.of(
                count.isPresent()
                    ? Reply.json(200, Json.object().with("input_tokens", count.get()))
                    : Reply.json(404, Json.object().with("detail", "Not Found")));
          }
        };
    entries.add(
        id, title, Kind.STEADY, Ask.ANYTHING, KnownFault.Scope.ALL, setting -> fault, expects);
  }

  /** Sits in front of everything, credentials included. */
  private static final class Filter implements Fault {
    @Override
    public Optional<Reply> instead(Exchange exchange) {
      byte[] body = exchange.request().body();
      boolean blocked =
          body.length > FILTERED_BYTES
              || new String(body, StandardCharsets.UTF_8).contains("<script");
      return blocked
          ? Optional.of(
              Reply.text(403, "text/html; charset=utf-8", BLOCKED)
                  .withHeader("Server", "cloudflare"))
          : Optional.empty();
    }
  }

  /** Far too many names, some of which would like to be paths or commands of a terminal. */
  private static final class HostileList implements Fault {
    @Override
    public Optional<Reply> instead(Exchange exchange) {
      Request request = exchange.request();
      if (!request.method().equals("GET") || !request.path().endsWith("/models")) {
        return Optional.empty();
      }
      List<Json> data = new ArrayList<>(MANY_MODELS);
      for (String id :
          List.of(
              "../../etc/passwd",
              "claude\u001b[2J\u001b[31mred",
              "claude-\u202egnp.exe",
              "claude\r\nX-Injected: 1",
              "<img src=x onerror=alert(1)>",
              "$(touch /tmp/owned)")) {
        data.add(entry(id));
      }
      for (int i = data.size(); i < MANY_MODELS; i++) {
        data.add(entry("claude-model-" + i));
      }
      return Optional.of(
          Reply.json(200, Json.object().with("object", "list").with("data", Json.array(data))));
    }

    private static Json entry(String id) {
      return Json.object().with("id", id).with("object", "model").with("type", "model");
    }
  }
}
