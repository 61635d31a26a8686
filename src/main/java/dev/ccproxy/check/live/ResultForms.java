package dev.ccproxy.check.live;

import dev.ccproxy.check.Finding;
import dev.ccproxy.check.Mode;
import dev.ccproxy.explain.Confidence;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.probe.Requests.ResultForm;
import dev.ccproxy.wire.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Whether results of tools are taken in every form that tools give them. */
final class ResultForms extends EndpointCheck {

  ResultForms() {
    super(
        "CCP-L608",
        "result-form-refused",
        "are results of tools taken in every form",
        Layer.TRANSLATOR,
        Group.TOOLS,
        Mode.DEEP,
        "CCP-L606");
  }

  @Override
  public LiveResult run(Chain chain) throws InterruptedException {
    List<Finding> findings = new ArrayList<>();
    for (ResultForm form : ResultForm.values()) {
      if (form == ResultForm.STRING) {
        continue;
      }
      Exchange exchange = chain.withRoom(chain.requests().result(chain.model(), form));
      boolean seen = exchange.asked().nonceSeen(exchange.text());
      if (exchange.isAnswered() && seen) {
        continue;
      }
      boolean refused = !exchange.isAnswered();
      boolean plain = form == ResultForm.TEXT_BLOCK || form == ResultForm.ERROR;
      String word = form.name().toLowerCase(Locale.ROOT).replace('_', ' ');
      findings.add(
          finding(
                  refused && plain ? Severity.WARNING : Severity.INFO,
                  "A tool result as " + word + (refused ? " is refused" : " does not come back"))
              .spec(Severity.WARNING)
              .layer(
                  form == ResultForm.IMAGE
                      ? Layer.MODEL
                      : chain.isDirect() ? Layer.UPSTREAM : Layer.TRANSLATOR)
              .confidence(refused ? Confidence.CERTAIN : Confidence.POSSIBLE)
              .cause(
                  refused
                      ? "The status is " + exchange.first().status() + "."
                      : "The answer does not know what it held.")
              .impact("Tools that give such results fail, or their results are not seen.")
              .evidence(Reading.request(exchange))
              .evidence(Reading.response(exchange))
              .subject(word)
              .build());
    }
    return LiveResult.of(findings);
  }
}
