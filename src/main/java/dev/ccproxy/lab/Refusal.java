package dev.ccproxy.lab;

import dev.ccproxy.lab.http.Reply;
import dev.ccproxy.lab.json.Json;

/** A request that a personality turns down, with the reply that says so. */
public final class Refusal extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Reply reply;

  /** A refusal with any reply. */
  public Refusal(Reply reply) {
    super("refused with " + reply.status(), null, false, false);
    this.reply = reply;
  }

  /** A refusal with a JSON body. */
  public Refusal(int status, Json body) {
    this(Reply.json(status, body));
  }

  /** What the client gets. */
  public Reply reply() {
    return reply;
  }
}
