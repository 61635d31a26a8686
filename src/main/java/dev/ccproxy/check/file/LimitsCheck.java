package dev.ccproxy.check.file;

import dev.ccproxy.catalog.ClientFacts;
import dev.ccproxy.catalog.Model;
import dev.ccproxy.catalog.Tier;
import dev.ccproxy.check.Evidence;
import dev.ccproxy.check.FileEdit;
import dev.ccproxy.check.FileScene;
import dev.ccproxy.check.Finding;
import dev.ccproxy.check.Fix;
import dev.ccproxy.config.ClientLimits;
import dev.ccproxy.config.ClientModel;
import dev.ccproxy.config.ClientRequest;
import dev.ccproxy.config.ClientSettings;
import dev.ccproxy.config.EffectiveValue;
import dev.ccproxy.explain.Confidence;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.wire.Severity;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Are the client's numbers numbers, and do they fit its models? */
public final class LimitsCheck extends ClientCheck {
  private static final String OUTPUT = "CLAUDE_CODE_MAX_OUTPUT_TOKENS";
  private static final String CONTEXT = "CLAUDE_CODE_MAX_CONTEXT_TOKENS";
  private static final String COMPACT = "CLAUDE_CODE_AUTO_COMPACT_WINDOW";
  private static final String TIMEOUT = "API_TIMEOUT_MS";

  /** The client's first request of a session takes more than this many tokens. */
  private static final long LEAST_CONTEXT = 16_384;

  /** The client raises what is less. */
  private static final long LEAST_COMPACT = 100_000;

  /** What a slow model may need for one answer, in milliseconds. */
  private static final long LEAST_TIMEOUT = 30_000;

  /** The largest number of milliseconds that a timer of Node takes. */
  private static final long MOST_TIMEOUT = 2_147_483_647L;

  public LimitsCheck() {
    super(
        "CCP-S107",
        "limits-unusable",
        "Are the client's limits numbers that fit its models?",
        Layer.CLIENT_CONFIG,
        Group.CLIENT);
  }

  @Override
  public List<Finding> find(FileScene scene) {
    List<Finding> findings = new ArrayList<>();
    if (!scene.workspace().hasClient()) {
      return findings;
    }
    ClientSettings settings = scene.workspace().settings();
    for (String name : new String[] {OUTPUT, CONTEXT, COMPACT, TIMEOUT}) {
      settings.set(name).ifPresent(v -> number(scene, v, findings));
    }
    settings.set(TIMEOUT).ifPresent(v -> timeout(scene, v, findings));
    settings.set(COMPACT).ifPresent(v -> compact(scene, v, findings));
    settings.set(CONTEXT).ifPresent(v -> context(scene, v, findings));
    if (scene.destination().isForeign() && findings.isEmpty()) {
      output(scene, findings);
      window(scene, findings);
    }
    return findings;
  }

  /** The number that the client takes the value for; -1 for none. */
  private static long read(FileScene scene, EffectiveValue value) {
    ClientFacts facts = scene.workspace().clientFacts();
    return ClientLimits.number(
        value.value(), facts.release(scene.workspace().client().behavesLike(facts)));
  }

  private static boolean isNumber(String text) {
    String clean = text.strip();
    for (int i = 0; i < clean.length(); i++) {
      if (clean.charAt(i) < '0' || clean.charAt(i) > '9') {
        return false;
      }
    }
    return !clean.isEmpty();
  }

  private void number(FileScene scene, EffectiveValue value, List<Finding> findings) {
    if (isNumber(value.value())) {
      return;
    }
    long read = read(scene, value);
    findings.add(
        finding(
                read >= 0 && value.name().equals(CONTEXT) ? Severity.ERROR : Severity.WARNING,
                value.name() + " is no whole number")
            .cause(
                read < 0
                    ? "The client ignores the value and takes its default."
                    : "The client reads the digits at its beginning: " + read + ".")
            .impact(
                read < 0
                    ? "The limit that is meant is not in effect."
                    : value.name().equals(CONTEXT)
                        ? "The client takes the window for that small and says \"Prompt is too"
                            + " long\" before it sends anything."
                        : "The limit is a tiny one: answers are cut or time out.")
            .evidence(Evidence.of(value))
            .fix(repair(value, plain(value.value())))
            .build());
  }

  /** What {@code 128k} and {@code 500_000} mean; null where that is not clear. */
  private static @Nullable String plain(String text) {
    String clean = text.strip().replace("_", "").replace(",", "").replace(" ", "");
    if (clean.isEmpty()) {
      return null;
    }
    char unit = Character.toLowerCase(clean.charAt(clean.length() - 1));
    String digits = isNumber(clean) ? clean : clean.substring(0, clean.length() - 1);
    if (!isNumber(digits) || digits.length() > 12) {
      return null;
    }
    long number = Long.parseLong(digits);
    if (isNumber(clean)) {
      return Long.toString(number);
    }
    return unit == 'k'
        ? Long.toString(number * 1000)
        : unit == 'm' ? Long.toString(number * 1_000_000) : null;
  }

  private static Fix repair(EffectiveValue value, @Nullable String right) {
    if (right == null) {
      return Fix.manual("Write a whole number");
    }
    String summary = "Set " + value.name() + " to " + right;
    return ClientEdits.canEdit(value.origin())
        ? Fix.safe(summary, ClientEdits.set(value.origin(), value.name(), right, false))
        : Fix.manual(summary, "export " + value.name() + "=" + right);
  }

  private void timeout(FileScene scene, EffectiveValue value, List<Finding> findings) {
    if (!isNumber(value.value())) {
      return;
    }
    long ms = read(scene, value);
    if (ms >= 0 && ms < LEAST_TIMEOUT) {
      boolean seconds = ms >= 30;
      findings.add(
          finding(Severity.WARNING, TIMEOUT + " gives one answer " + ms + " milliseconds")
              .confidence(Confidence.LIKELY)
              .cause("The unit is the millisecond; the value looks like seconds.")
              .impact("Longer answers end with \"Request timed out\".")
              .evidence(Evidence.of(value))
              .fix(
                  seconds
                      ? repair(value, Long.toString(ms * 1000))
                      : Fix.manual("Write milliseconds, such as 600000 for ten minutes"))
              .build());
    } else if (ms > MOST_TIMEOUT || ms < 0) {
      ClientFacts facts = scene.workspace().clientFacts();
      boolean old =
          scene.workspace().client().behavesLike(facts) != null
              && scene.workspace().client().isBefore("2.1.100");
      findings.add(
          finding(
                  old || scene.workspace().client().kind() == dev.ccproxy.config.ClientKind.HAHA
                      ? Severity.WARNING
                      : Severity.INFO,
                  TIMEOUT + " is larger than a timer can be")
              .confidence(Confidence.LIKELY)
              .cause("Timers of Node end at 2147483647 milliseconds; larger ones fire at once.")
              .impact("Releases that run on Node may time out at once; newer ones take it.")
              .evidence(Evidence.of(value))
              .fix(repair(value, "2147483647"))
              .build());
    }
  }

  private void compact(FileScene scene, EffectiveValue value, List<Finding> findings) {
    long window = read(scene, value);
    if (isNumber(value.value()) && window < LEAST_COMPACT) {
      findings.add(
          finding(Severity.INFO, COMPACT + " is less than the client accepts")
              .cause("The client raises anything below 100000 to 100000.")
              .impact("Conversations are compacted later than this number says.")
              .evidence(Evidence.of(value))
              .fix(Fix.manual("Write 100000 or more"))
              .build());
    }
  }

  private void context(FileScene scene, EffectiveValue value, List<Finding> findings) {
    long window = read(scene, value);
    if (isNumber(value.value()) && window < LEAST_CONTEXT) {
      findings.add(
          finding(Severity.ERROR, CONTEXT + " is too small for the client's own prompt")
              .cause(
                  "The client's instructions and tools alone take more than "
                      + LEAST_CONTEXT
                      + " tokens.")
              .impact("The client says \"Prompt is too long\" and sends nothing.")
              .evidence(Evidence.of(value))
              .fix(Fix.manual("Give the model a larger window and write its size"))
              .build());
    }
  }

  /** What is asked for against what the models give. */
  private void output(FileScene scene, List<Finding> findings) {
    ClientRequest request = scene.workspace().clientRequest();
    long asked = request.limits().output();
    if (asked == 0) {
      return;
    }
    Model smallest = null;
    ClientModel role = null;
    for (ClientModel model : request.models().all()) {
      Model known = model.isChosen() ? ModelFacts.find(scene, model.sent()).orElse(null) : null;
      boolean less =
          known != null
              && known.maxOutput() != null
              && known.maxOutput() < asked
              && (smallest == null
                  || smallest.maxOutput() == null
                  || known.maxOutput() < smallest.maxOutput());
      if (less) {
        smallest = known;
        role = model;
      }
    }
    if (smallest == null || role == null || role.origin() == null) {
      return;
    }
    EffectiveValue set = scene.workspace().settings().set(OUTPUT).orElse(null);
    String right = String.valueOf(smallest.maxOutput());
    FileEdit edit =
        set == null
            ? ClientEdits.setBesideAddress(scene, OUTPUT, right)
            : ClientEdits.canEdit(set.origin())
                ? ClientEdits.set(set.origin(), OUTPUT, right, false)
                : null;
    findings.add(
        finding(
                Severity.WARNING,
                "The client asks for up to "
                    + asked
                    + " tokens, and \""
                    + smallest.id()
                    + "\" gives "
                    + right)
            .confidence(Confidence.LIKELY)
            .subject(role.tier().word())
            .cause(
                set == null
                    ? "Of this model the client asks for "
                        + asked
                        + " tokens unless "
                        + OUTPUT
                        + " says less."
                    : OUTPUT + " is larger than the longest answer of this model.")
            .impact("Servers that check it refuse each request with 400.")
            .evidence(Evidence.of(set == null ? role.origin() : set))
            .explains("CCP-L403", "CCP-L710")
            .fix(
                edit == null
                    ? Fix.manual("Set " + OUTPUT + " to " + right)
                    : Fix.safe("Set " + OUTPUT + " to " + right, edit))
            .build());
  }

  /** The window that the client assumes against the one that the main model has. */
  private void window(FileScene scene, List<Finding> findings) {
    ClientRequest request = scene.workspace().clientRequest();
    ClientModel main = request.models().main();
    Model known = main.isChosen() ? ModelFacts.find(scene, main.sent()).orElse(null) : null;
    Long real = known == null ? null : known.usableContext();
    long assumed = request.limits().context();
    boolean said = scene.workspace().settings().set(COMPACT).isPresent();
    EffectiveValue origin = main.origin();
    // A little more than there is does no harm: the client compacts before the end.
    if (real == null || origin == null || said || assumed <= real + real / 10) {
      return;
    }
    EffectiveValue set = scene.workspace().settings().set(CONTEXT).orElse(null);
    String right = Long.toString(real);
    FileEdit edit =
        set == null
            ? ClientEdits.setBesideAddress(scene, CONTEXT, right)
            : ClientEdits.canEdit(set.origin())
                ? ClientEdits.set(set.origin(), CONTEXT, right, false)
                : null;
    findings.add(
        finding(
                Severity.WARNING,
                "The client takes the window of \""
                    + main.sent()
                    + "\" for "
                    + assumed
                    + " tokens; it holds "
                    + right)
            .confidence(Confidence.LIKELY)
            .subject(Tier.MAIN.word())
            .cause(
                set == null
                    ? "The client does not know the model and assumes a large window."
                    : CONTEXT + " is larger than the window of the model.")
            .impact(
                "Long conversations are not compacted in time and end with an error of the"
                    + " server.")
            .evidence(Evidence.of(set == null ? origin : set))
            .fix(
                edit == null
                    ? Fix.manual("Set " + CONTEXT + " to " + right)
                    : Fix.safe("Set " + CONTEXT + " to " + right, edit))
            .build());
  }
}
