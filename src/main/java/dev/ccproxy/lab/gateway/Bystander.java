package dev.ccproxy.lab.gateway;

import dev.ccproxy.lab.Exchange;
import dev.ccproxy.lab.Personality;
import dev.ccproxy.lab.http.Reply;

/** A web server that has nothing to do with models, where a redirect may end. */
record Bystander() implements Personality {
  @Override
  public String name() {
    return "bystander";
  }

  @Override
  public Reply answer(Exchange exchange) {
    return Reply.text(
        200,
        "text/html; charset=utf-8",
        "<!DOCTYPE html>\n"
            + "<html><head><title>Sign in</title></head><body><form></form></body></html>\n");
  }
}
