package dev.ccproxy.check.live;

import dev.ccproxy.check.Mode;
import dev.ccproxy.explain.Confidence;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.probe.Message;
import dev.ccproxy.wire.Severity;

/** Whether some call can be demanded, and calls be forbidden. */
final class ToolChoice extends EndpointCheck {

  ToolChoice() {
    super(
        "CCP-L604",
        "tool-choice-ignored",
        "can calls be demanded and forbidden",
        Layer.TRANSLATOR,
        Group.TOOLS,
        Mode.DEEP,
        "CCP-L603");
  }

  @Override
  public LiveResult run(Chain chain) throws InterruptedException {
    Exchange any = chain.withRoom(chain.requests().anyTool(chain.model()));
    Exchange none = chain.withRoom(chain.requests().noTool(chain.model()));
    Message demanded = any.message();
    Message forbidden = none.message();
    String what = "";
    if (demanded == null || demanded.calls().isEmpty()) {
      what = "tool_choice any";
    } else if (forbidden == null || !forbidden.calls().isEmpty()) {
      what = "tool_choice none";
    }
    if (what.isEmpty()) {
      return LiveResult.OK;
    }
    Exchange shown = what.endsWith("any") ? any : none;
    return LiveResult.of(
        finding(Severity.INFO, what + " is refused or ignored")
            .spec(Severity.WARNING)
            .layer(chain.isDirect() ? Layer.UPSTREAM : Layer.TRANSLATOR)
            .confidence(Confidence.CERTAIN)
            .cause("The model decides by itself whether it calls a tool.")
            .impact("Hardly any: the client leaves the choice to the model.")
            .evidence(Reading.request(shown))
            .evidence(Reading.response(shown))
            .build());
  }
}
