package dev.ccproxy.check.file;

import dev.ccproxy.check.Finding;
import dev.ccproxy.check.Fix;
import dev.ccproxy.config.Deployment;
import dev.ccproxy.config.Place;
import dev.ccproxy.document.Node;
import dev.ccproxy.explain.Confidence;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.wire.Severity;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Times after which LiteLLM gives up although the model still works, and retries on retries. */
public final class TimeoutsAndRetries extends GatewayCheck {
  /** Seconds: an agent's turn with tools and thinking regularly takes longer. */
  private static final double TOO_SHORT = 60;

  /** Seconds: long turns take longer. */
  private static final double SHORT = 120;

  /** The client tries eleven times by itself. */
  private static final double MANY_RETRIES = 4;

  /** For the list of checks. */
  public TimeoutsAndRetries() {
    super(
        "CCP-S210",
        "gateway-timeout-short",
        "The gateway waits as long as the model needs",
        Layer.GATEWAY);
  }

  @Override
  void judge(Gateway gateway, List<Finding> found) {
    List<Place> tooShort = new ArrayList<>();
    List<Place> shortOnes = new ArrayList<>();
    Spots tooShortHere = new Spots();
    Spots shortHere = new Spots();
    for (String[] setting :
        new String[][] {
          {"litellm_settings", "request_timeout"},
          {"router_settings", "timeout"},
          {"router_settings", "stream_timeout"}
        }) {
      gateway
          .config()
          .setting(setting[0], setting[1])
          .ifPresent(l -> sort(number(l.entry().value()), l.place(), tooShort, shortOnes));
    }
    ClientModels models = new ClientModels(gateway);
    for (Deployment deployment : gateway.deployments()) {
      if (!(models.isUnknown() || models.ask(deployment))
          || DropParamsMissing.isNotForChat(deployment)) {
        continue;
      }
      for (String key : new String[] {"timeout", "stream_timeout"}) {
        double seconds = number(deployment.parameter(key).orElse(null));
        if (seconds > 0 && seconds < TOO_SHORT) {
          tooShortHere.add(deployment, key);
        } else if (seconds > 0 && seconds < SHORT) {
          shortHere.add(deployment, key);
        }
      }
    }
    if (!tooShort.isEmpty() || !tooShortHere.isEmpty()) {
      found.add(tooShort(gateway, Severity.WARNING, tooShort, tooShortHere));
    } else if (!shortOnes.isEmpty() || !shortHere.isEmpty()) {
      found.add(tooShort(gateway, Severity.INFO, shortOnes, shortHere));
    }
    retries(gateway, found);
  }

  private static void sort(
      double seconds, Place place, List<Place> tooShort, List<Place> shortOnes) {
    if (seconds > 0 && seconds < TOO_SHORT) {
      tooShort.add(place);
    } else if (seconds > 0 && seconds < SHORT) {
      shortOnes.add(place);
    }
  }

  private Finding tooShort(
      Gateway gateway, Severity severity, List<Place> settings, Spots deployments) {
    Finding.Builder finding = finding(severity, "The gateway gives up after a short time");
    return at(at(finding, settings), deployments)
        .confidence(Confidence.POSSIBLE)
        .cause(
            "A turn with tools and thinking often takes more than a minute, and the first one on"
                + " a local model longer still.")
        .impact("Long turns end with status 408 or 500, \"litellm.Timeout\", and are tried again")
        .fix(Fix.manual("set it to 600 and restart LiteLLM", gateway.start()))
        .explains("CCP-L505")
        .build();
  }

  private void retries(Gateway gateway, List<Finding> found) {
    List<Place> places = new ArrayList<>();
    for (String section : new String[] {"litellm_settings", "router_settings"}) {
      gateway
          .config()
          .setting(section, "num_retries")
          .filter(l -> number(l.entry().value()) >= MANY_RETRIES)
          .ifPresent(l -> places.add(l.place()));
    }
    if (!places.isEmpty()) {
      found.add(
          at(
                  finding(
                      Severity.INFO, "The gateway repeats requests that the client repeats too"),
                  places)
              .confidence(Confidence.POSSIBLE)
              .cause("The client tries a failed request eleven times; the gateway multiplies that.")
              .impact("An outage of the provider lasts minutes for the user and costs many calls")
              .fix(Fix.manual("set num_retries to 1 or 2 and restart LiteLLM", gateway.start()))
              .build());
    }
  }

  /** What LiteLLM takes for a number; 0 for anything else. */
  private static double number(@Nullable Node node) {
    if (node instanceof Node.Scalar scalar && scalar.kind() == Node.Kind.NUMBER) {
      try {
        return Double.parseDouble(scalar.value().replace("_", ""));
      } catch (NumberFormatException e) {
        return 0;
      }
    }
    return 0;
  }
}
