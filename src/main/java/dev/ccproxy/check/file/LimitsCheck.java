package dev.ccproxy.check.file;

import dev.ccproxy.catalog.ClientFacts;
import dev.ccproxy.catalog.Model;
import dev.ccproxy.catalog.Tier;
import dev.ccproxy.check.Evidence;
import dev.ccproxy.check.FileEdit;
import dev.ccproxy.check.FileScene;
import dev.ccproxy.check.Finding;
import dev.ccproxy.check.Fix;
import dev.ccproxy.config.ClientIdentity;
import dev.ccproxy.config.ClientKind;
import dev.ccproxy.config.ClientLimits;
import dev.ccproxy.config.ClientModel;
import dev.ccproxy.config.ClientRequest;
import dev.ccproxy.config.EffectiveValue;
import dev.ccproxy.explain.Confidence;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.wire.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

  /** Nobody means an answer to be shorter than so many tokens. */
  private static final long LEAST_OUTPUT = 1_000;

  /** An hour and half a minute in seconds: what is between them is meant as seconds. */
  private static final long MOST_SECONDS = 3_600;

  private static final long LEAST_SECONDS = 30;

  /** The largest number of milliseconds that a timer of Node takes. */
  private static final long MOST_TIMEOUT = 2_147_483_647L;

  /** What is too little to be meant. */
  private static final Map<String, Long> LEAST =
      Map.of(
          OUTPUT, LEAST_OUTPUT,
          CONTEXT, LEAST_CONTEXT,
          COMPACT, LEAST_COMPACT,
          TIMEOUT, LEAST_TIMEOUT);

  /** A number as people write it: with groups of three digits, and a unit. */
  private static final Pattern WRITTEN =
      Pattern.compile("([0-9]{1,12}|[0-9]{1,3}(?:[_, ][0-9]{3}){1,3}) *([a-z]*)");

  private static final Map<String, Long> TOKENS =
      Map.of("", 1L, "k", 1_000L, "m", 1_000_000L, "tokens", 1L);
  private static final Map<String, Long> TIMES =
      Map.of("", 1L, "ms", 1L, "s", 1_000L, "m", 60_000L, "min", 60_000L, "h", 3_600_000L);

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
    ClientRequest request = scene.workspace().clientRequest();
    boolean reads = request.limits().context() > 0;
    number(scene, OUTPUT, findings);
    // For a model of its vendor the client knows the window and does not look.
    if (reads) {
      number(scene, CONTEXT, findings);
    }
    number(scene, COMPACT, findings);
    number(scene, TIMEOUT, findings);
    sound(scene, TIMEOUT).ifPresent(v -> timeout(scene, v, findings));
    sound(scene, COMPACT).ifPresent(v -> compact(scene, v, findings));
    if (reads) {
      sound(scene, CONTEXT).ifPresent(v -> context(scene, v, findings));
    }
    if (scene.destination().isForeign()) {
      output(scene, findings);
      window(scene, findings);
    }
    return findings;
  }

  /** A limit that is a number, and that the client takes. */
  private static Optional<EffectiveValue> sound(FileScene scene, String name) {
    return scene
        .workspace()
        .settings()
        .set(name)
        .filter(v -> isNumber(v.value()) && read(scene, v) > 0);
  }

  /** Whether a limit is set to something that another finding is about. */
  private static boolean isUnsound(FileScene scene, String name) {
    return scene.workspace().settings().set(name).isPresent() && sound(scene, name).isEmpty();
  }

  /** The number that the client takes the value for; -1 for none. */
  private static long read(FileScene scene, EffectiveValue value) {
    ClientFacts facts = scene.workspace().clientFacts();
    return ClientLimits.number(
        value.value(), facts.release(scene.workspace().client().behavesLike(facts)));
  }

  private static boolean isNumber(String text) {
    return text.strip().matches("[0-9]+");
  }

  private void number(FileScene scene, String name, List<Finding> findings) {
    if (!isUnsound(scene, name)) {
      return;
    }
    EffectiveValue value = scene.workspace().settings().set(name).orElseThrow();
    long read = read(scene, value);
    boolean ignored = read <= 0;
    boolean meant = read >= LEAST.getOrDefault(name, 0L);
    Severity severity =
        ignored
            ? Severity.WARNING
            : meant ? Severity.INFO : name.equals(CONTEXT) ? Severity.ERROR : Severity.WARNING;
    String right = plain(value);
    findings.add(
        finding(severity, name + (isNumber(value.value()) ? " is 0" : " is no whole number"))
            .cause(
                ignored
                    ? "The client ignores the value and takes its default."
                    : "The client reads the number at its beginning: " + read + ".")
            .impact(
                ignored
                    ? "The limit that is meant is not in effect."
                    : meant ? "None, if that is the number that is meant." : tooLittle(name, read))
            .evidence(Evidence.of(value))
            .fix(
                right != null
                    ? repair(value, right)
                    : meant
                        ? repair(value, Long.toString(read))
                        : Fix.manual("Write a whole number, or take the variable out"))
            .build());
  }

  private static String tooLittle(String name, long read) {
    return switch (name) {
      case CONTEXT ->
          "The client takes the window for that small and says \"Prompt is too long\""
              + " before it sends anything.";
      case COMPACT -> "The client raises it to 100000, and conversations are compacted there.";
      case TIMEOUT -> "Answers end with \"Request timed out\" after " + read + " milliseconds.";
      default -> "Answers are cut after " + read + " tokens.";
    };
  }

  /** What {@code 128k}, {@code 500_000} and {@code 10min} mean; null where that is not clear. */
  private static @Nullable String plain(EffectiveValue value) {
    Matcher written = WRITTEN.matcher(value.value().strip().toLowerCase(Locale.ROOT));
    if (!written.matches()) {
      return null;
    }
    long number = Long.parseLong(written.group(1).replaceAll("[_, ]", ""));
    Long unit = (value.name().equals(TIMEOUT) ? TIMES : TOKENS).get(written.group(2));
    return unit == null || number == 0 ? null : Long.toString(number * unit);
  }

  private static Fix repair(EffectiveValue value, String right) {
    String summary = "Set " + value.name() + " to " + right;
    return ClientEdits.canEdit(value.origin())
        ? Fix.safe(summary, ClientEdits.set(value.origin(), value.name(), right, false))
        : ClientEdits.byHand(value, summary, "export " + value.name() + "=" + right);
  }

  private void timeout(FileScene scene, EffectiveValue value, List<Finding> findings) {
    long ms = read(scene, value);
    if (ms < LEAST_TIMEOUT) {
      boolean seconds = ms >= LEAST_SECONDS && ms <= MOST_SECONDS;
      findings.add(
          finding(Severity.WARNING, TIMEOUT + " gives one answer " + ms + " milliseconds")
              .confidence(Confidence.LIKELY)
              .cause(
                  seconds
                      ? "The unit is the millisecond; the value looks like seconds."
                      : "The unit is the millisecond.")
              .impact("Longer answers end with \"Request timed out\".")
              .evidence(Evidence.of(value))
              .fix(
                  seconds
                      ? repair(value, Long.toString(ms * 1000))
                      : Fix.manual("Write milliseconds, such as 600000 for ten minutes"))
              .build());
    } else if (ms > MOST_TIMEOUT) {
      ClientIdentity client = scene.workspace().client();
      boolean old = client.isBefore("2.1.100") || client.kind() == ClientKind.HAHA;
      findings.add(
          finding(
                  old ? Severity.WARNING : Severity.INFO,
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
    if (read(scene, value) < LEAST_COMPACT) {
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
    if (read(scene, value) < LEAST_CONTEXT) {
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
    long least = asked;
    Model smallest = null;
    ClientModel role = null;
    for (ClientModel model : request.models().all()) {
      Model known = model.isChosen() ? ModelFacts.find(scene, model.sent()).orElse(null) : null;
      Long most = known == null ? null : known.maxOutput();
      if (most != null && most < least) {
        smallest = known;
        role = model;
        least = most;
      }
    }
    if (smallest == null || role == null || isUnsound(scene, OUTPUT)) {
      return;
    }
    EffectiveValue set = scene.workspace().settings().set(OUTPUT).orElse(null);
    findings.add(
        finding(
                Severity.WARNING,
                "The client asks for up to "
                    + asked
                    + " tokens, and \""
                    + smallest.id()
                    + "\" gives "
                    + least)
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
            .evidence(Evidence.of(set == null ? Objects.requireNonNull(role.origin()) : set))
            .explains("CCP-L403", "CCP-L710")
            .fix(limit(scene, OUTPUT, set, least))
            .build());
  }

  /** Sets a limit, where it stands or beside the address. */
  private static Fix limit(FileScene scene, String name, @Nullable EffectiveValue set, long right) {
    if (set != null) {
      return repair(set, Long.toString(right));
    }
    String summary = "Set " + name + " to " + right;
    FileEdit edit = ClientEdits.setBesideAddress(scene, name, Long.toString(right));
    return edit == null ? Fix.manual(summary) : Fix.safe(summary, edit);
  }

  /** The window that the client assumes against the one that the main model has. */
  private void window(FileScene scene, List<Finding> findings) {
    ClientRequest request = scene.workspace().clientRequest();
    ClientModel main = request.models().main();
    EffectiveValue origin = main.origin();
    boolean said = scene.workspace().settings().set(COMPACT).isPresent();
    if (origin == null || said || isUnsound(scene, CONTEXT)) {
      return;
    }
    Long real = ModelFacts.find(scene, main.sent()).map(Model::usableContext).orElse(null);
    long assumed = request.limits().context();
    // A little more than there is does no harm: the client compacts before the end.
    if (real == null || assumed <= real + real / 10) {
      return;
    }
    EffectiveValue set = scene.workspace().settings().set(CONTEXT).orElse(null);
    findings.add(
        finding(
                Severity.WARNING,
                "The client takes the window of \""
                    + main.sent()
                    + "\" for "
                    + assumed
                    + " tokens; it holds "
                    + real)
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
            .fix(limit(scene, CONTEXT, set, real))
            .build());
  }
}
