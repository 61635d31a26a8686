package dev.ccproxy.check.file;

import dev.ccproxy.check.Finding;
import dev.ccproxy.check.Fix;
import dev.ccproxy.config.SourceFile;
import dev.ccproxy.document.Node;
import dev.ccproxy.document.Problem;
import dev.ccproxy.document.SourceDocument;
import dev.ccproxy.document.Value;
import dev.ccproxy.explain.Confidence;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.wire.Severity;
import java.util.List;

/** A key that stands twice in one mapping: the YAML reader of LiteLLM keeps the last one only. */
public final class DuplicateYamlKeys extends GatewayCheck {
  /** For the list of checks. */
  public DuplicateYamlKeys() {
    super(
        "CCP-S213",
        "duplicate-yaml-key",
        "No key stands twice in the gateway's configuration",
        Layer.GATEWAY);
  }

  @Override
  void judge(Gateway gateway, List<Finding> found) {
    for (SourceFile file : gateway.config().files()) {
      SourceDocument document = file.document();
      if (document == null) {
        continue;
      }
      Places sections = new Places();
      Places others = new Places();
      Places merges = new Places();
      for (Problem problem : document.problems()) {
        if (problem.kind() == Problem.Kind.AMBIGUOUS_MERGE) {
          merges.add(file, document, problem.span());
        } else if (problem.kind() == Problem.Kind.DUPLICATE_KEY) {
          if (isDifferentSection(document.root(), problem)) {
            sections.add(file, document, problem.span());
          } else {
            others.add(file, document, problem.span());
          }
        }
      }
      add(gateway, sections, Severity.ERROR, found);
      add(gateway, others, Severity.WARNING, found);
      if (!merges.isEmpty()) {
        found.add(merges(gateway, merges));
      }
    }
  }

  /** Whether a whole section is lost, and not the same one once more. */
  private static boolean isDifferentSection(Node root, Problem problem) {
    if (!(root instanceof Node.Mapping mapping)) {
      return false;
    }
    Value last = mapping.entry(problem.detail()).map(e -> Value.of(e.value())).orElse(null);
    boolean atTop = false;
    boolean differs = false;
    for (Node.Entry entry : mapping.entries()) {
      if (entry.key().equals(problem.detail())) {
        atTop |= entry.keySpan().start() == problem.span().start();
        boolean collection = !(entry.value() instanceof Node.Scalar);
        differs |= collection && !Value.of(entry.value()).equals(last);
      }
    }
    return atTop && differs;
  }

  private void add(Gateway gateway, Places places, Severity severity, List<Finding> found) {
    if (places.isEmpty()) {
      return;
    }
    found.add(
        at(
                finding(
                    severity,
                    severity == Severity.ERROR
                        ? "A section stands twice; LiteLLM sees the last one only"
                        : "A key stands twice; LiteLLM sees the last one only"),
                places)
            .cause("YAML readers keep the last of two equal keys and say nothing.")
            .impact(
                severity == Severity.ERROR
                    ? "Everything in the first one is lost: models or settings that stand in the"
                        + " file do not exist"
                    : "The first value does nothing")
            .fix(Fix.manual("write both into one and restart LiteLLM", gateway.start()))
            .explains(
                severity == Severity.ERROR
                    ? new String[] {
                      "CCP-S106", "CCP-S201", "CCP-S202", "CCP-S208#master_key", "CCP-L302"
                    }
                    : new String[] {})
            .build());
  }

  private Finding merges(Gateway gateway, Places places) {
    return at(finding(Severity.INFO, "Two merges (<<) bring in different values of a key"), places)
        .confidence(Confidence.CERTAIN)
        .cause("PyYAML up to 6.0.3 and PyYAML 6.0.4 do not take the same one.")
        .impact("The value depends on the version of PyYAML beside LiteLLM")
        .fix(Fix.manual("write the key out where it counts", gateway.start()))
        .build();
  }
}
