package dev.ccproxy.check.file;

import dev.ccproxy.check.Finding;
import dev.ccproxy.check.Fix;
import dev.ccproxy.config.Deployment;
import dev.ccproxy.document.Change;
import dev.ccproxy.document.Node;
import dev.ccproxy.document.NodePath;
import dev.ccproxy.document.SourceDocument;
import dev.ccproxy.document.Value;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.wire.Severity;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Values without quotes that the YAML reader of LiteLLM takes for something else than the text that
 * was meant: a version is a number, a day is a date, {@code on} is true, {@code 1e3} is a text.
 */
public final class UnexpectedYamlType extends GatewayCheck {
  private static final List<String> TEXTS = List.of("api_key", "api_version");
  private static final List<String> ADDRESSES = List.of("api_base", "base_url");
  private static final List<String> WHOLE_NUMBERS = List.of("rpm", "tpm", "max_retries");
  private static final List<String> NUMBERS =
      List.of("rpm", "tpm", "max_retries", "timeout", "stream_timeout", "max_tokens", "num_ctx");

  /** For the list of checks. */
  public UnexpectedYamlType() {
    super(
        "CCP-S214",
        "yaml-type-surprise",
        "Values without quotes are what they look like",
        Layer.GATEWAY);
  }

  @Override
  void judge(Gateway gateway, List<Finding> found) {
    Places names = new Places();
    Repair nameRepair = new Repair();
    Spots texts = new Spots();
    Spots addresses = new Spots();
    Spots numbers = new Spots();
    Spots octal = new Spots();
    NodePath nameOnly = NodePath.of("model_name");
    for (Deployment deployment : gateway.deployments()) {
      Node name = SourceDocument.find(deployment.node(), nameOnly).orElse(null);
      if (name != null && isNoText(name)) {
        names.add(deployment.file(), deployment.document(), name);
        nameRepair.change(
            deployment.file(),
            new Change.Set(deployment.path().key("model_name"), Value.of(deployment.name())));
      }
      Node model = deployment.parameter("model").orElse(null);
      if (model != null && isNoText(model)) {
        names.add(deployment.file(), deployment.document(), model);
        nameRepair.change(
            deployment.file(),
            new Change.Set(deployment.parameterPath("model"), Value.of(deployment.model())));
      }
      for (String key : TEXTS) {
        if (isNoText(deployment.parameter(key).orElse(null))) {
          texts.add(deployment, key);
          texts
              .repair()
              .change(
                  deployment.file(),
                  new Change.Set(
                      deployment.parameterPath(key), Value.of(deployment.parameterText(key))));
        }
      }
      for (String key : ADDRESSES) {
        if (isNoText(deployment.parameter(key).orElse(null))) {
          addresses.add(deployment, key);
        }
      }
      for (String key : NUMBERS) {
        if (!(deployment.parameter(key).orElse(null) instanceof Node.Scalar scalar)) {
          continue;
        }
        if (WHOLE_NUMBERS.contains(key)
            && scalar.kind() == Node.Kind.STRING
            && !scalar.value().startsWith(Gateway.FROM_ENVIRONMENT)
            && !isWholeNumber(scalar.value())) {
          numbers.add(deployment, key);
        } else if (scalar.kind() == Node.Kind.NUMBER && isOctal(scalar.value())) {
          octal.add(deployment, key);
        }
      }
    }
    names(gateway, names, nameRepair, found);
    if (!texts.isEmpty()) {
      found.add(
          leftOut(
              texts,
              "A parameter of " + texts.names() + " is no text for LiteLLM",
              "Without quotes YAML reads it as a number, a date or a boolean.",
              texts
                  .repair()
                  .fix(
                      Fix.Kind.ASK,
                      "put the value in quotes and restart LiteLLM",
                      gateway.start())));
    }
    if (!addresses.isEmpty()) {
      found.add(
          leftOut(
              addresses,
              "The address of " + addresses.names() + " is no text for LiteLLM",
              "YAML reads it as a number, a date or a boolean, and none of these is an address.",
              Fix.manual(
                  "write the whole address, beginning with http:// or https://, and restart LiteLLM",
                  gateway.start())));
    }
    if (!numbers.isEmpty()) {
      found.add(
          leftOut(
              numbers,
              "A number of " + numbers.names() + " is no whole number for LiteLLM",
              "It is a text, as 1e3 and a number with a unit are in the YAML that LiteLLM reads.",
              Fix.manual("write it with digits only and restart LiteLLM", gateway.start())));
    }
    if (!octal.isEmpty()) {
      found.add(octal(gateway, octal));
    }
  }

  private void names(Gateway gateway, Places places, Repair repair, List<Finding> found) {
    if (!places.isEmpty()) {
      found.add(
          at(finding(Severity.ERROR, "The name of a model is no text for LiteLLM"), places)
              .cause(
                  "Without quotes YAML reads it as a number, a date or a boolean, and LiteLLM joins"
                      + " texts only.")
              .impact("LiteLLM does not start; the client finds nothing at its address")
              .fix(
                  repair.fix(
                      Fix.Kind.ASK, "put the name in quotes and start LiteLLM", gateway.start()))
              .explains("CCP-L101", "CCP-S106", "CCP-S105", "CCP-S212")
              .build());
    }
  }

  /** A parameter with which LiteLLM does not take an entry. */
  private Finding leftOut(Spots spots, String title, String cause, Fix fix) {
    return at(finding(Severity.ERROR, title), spots)
        .cause(cause + " LiteLLM leaves such an entry out and starts all the same.")
        .impact(
            "A request for it ends with 400, \"There are no healthy deployments for this model\"")
        .fix(fix)
        .explains("CCP-L302", "CCP-L401")
        .build();
  }

  private Finding octal(Gateway gateway, Spots spots) {
    return at(
            finding(
                Severity.WARNING,
                "A number of " + spots.names() + " begins with 0 and is read as octal"),
            spots)
        .cause("YAML as LiteLLM reads it takes 012 for ten.")
        .impact("The limit is another one than the file seems to say")
        .fix(Fix.manual("write it without the 0 and restart LiteLLM", gateway.start()))
        .build();
  }

  private static boolean isNoText(@Nullable Node node) {
    return node instanceof Node.Scalar scalar
        && scalar.kind() != Node.Kind.STRING
        && scalar.kind() != Node.Kind.NULL;
  }

  private static boolean isWholeNumber(String text) {
    String digits = text.strip();
    for (int i = 0; i < digits.length(); i++) {
      if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
        return false;
      }
    }
    return !digits.isEmpty();
  }

  /** Whether it is octal for YAML, and then another number than it seems to be. */
  private static boolean isOctal(String text) {
    String digits = text.replace("_", "");
    try {
      return digits.startsWith("0") && Long.parseLong(digits, 8) != Long.parseLong(digits);
    } catch (NumberFormatException e) {
      return false;
    }
  }
}
