package dev.ccproxy.check.live;

import dev.ccproxy.check.Mode;
import dev.ccproxy.explain.Layer;

/** A check that asks the provider behind the gateway; only where that was agreed to. */
abstract class DirectCheck extends EndpointCheck {
  private static final int EXCERPT = 4096;

  DirectCheck(String id, String slug, String title) {
    super(id, slug, title, Layer.UPSTREAM, Group.LAYERS, Mode.QUICK);
  }

  @Override
  public final LiveResult run(Chain chain) throws InterruptedException {
    Upstream.Found found = chain.upstream();
    Upstream upstream = found.upstream();
    return upstream == null ? LiveResult.skip(found.reason()) : ask(chain, upstream);
  }

  abstract LiveResult ask(Chain chain, Upstream upstream) throws InterruptedException;

  /** Asks over Chat Completions; newer models want the other name for the limit. */
  static Exchange chat(Chain chain, Upstream upstream, boolean stream) throws InterruptedException {
    dev.ccproxy.probe.Asked asked =
        chain.requests().chat(upstream.chat(), upstream.chatKeys(), upstream.model(), true, stream);
    Exchange exchange = chain.prober().ask(asked);
    return exchange.status() == 400 && exchange.bodyStart(EXCERPT).contains("max_completion_tokens")
        ? chain.prober().ask(asked.withMaxCompletionTokens())
        : exchange;
  }
}
