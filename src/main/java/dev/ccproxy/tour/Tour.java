package dev.ccproxy.tour;

import dev.ccproxy.catalog.Catalog;
import dev.ccproxy.catalog.CatalogException;
import dev.ccproxy.change.Applied;
import dev.ccproxy.change.ChangeRefusedException;
import dev.ccproxy.change.Changes;
import dev.ccproxy.change.FileChange;
import dev.ccproxy.change.FileStore;
import dev.ccproxy.config.UserEnvironment;
import dev.ccproxy.lab.fault.Switch;
import dev.ccproxy.lab.gateway.LabGateway;
import dev.ccproxy.lab.json.Json;
import dev.ccproxy.lab.json.JsonSyntaxException;
import dev.ccproxy.redact.Redactor;
import dev.ccproxy.redact.Secret;
import dev.ccproxy.render.Templates;
import dev.ccproxy.setup.ClientChoice;
import dev.ccproxy.setup.KeyPlace;
import dev.ccproxy.setup.KeySource;
import dev.ccproxy.setup.Setup;
import dev.ccproxy.setup.SetupException;
import dev.ccproxy.setup.SetupPlan;
import dev.ccproxy.setup.SetupPlanner;
import dev.ccproxy.setup.SetupRequest;
import dev.ccproxy.setup.SetupResolver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Shows a chain that works, that is broken, and that works again. */
public final class Tour {
  private static final String PERSONALITY = "litellm-1.108.11";

  private final Examination examination;
  private final Redactor redactor;
  private final Clock clock;
  private final Supplier<SecureRandom> random;
  private final Lesson lesson = Lesson.packaged();
  private final List<TourStep> steps = new ArrayList<>();

  /**
   * A tour.
   *
   * @param examination what looks at the chain
   * @param redactor learns the credential of the gateway
   */
  public Tour(
      Examination examination, Redactor redactor, Clock clock, Supplier<SecureRandom> random) {
    this.examination = examination;
    this.redactor = redactor;
    this.clock = clock;
    this.random = random;
  }

  /**
   * Makes the tour. May be called once.
   *
   * @param told hears of every step as soon as it is over
   * @throws IOException when there is no place for temporary files, or no port
   * @throws SetupException when the set-up cannot be made: a defect
   * @throws ChangeRefusedException when it cannot be written
   * @throws CatalogException when a packaged provider file is broken: a defect
   */
  public TourReport run(Consumer<TourStep> told)
      throws IOException, SetupException, ChangeRefusedException, CatalogException {
    Switch broken = new Switch();
    try (ScratchFolder folder = ScratchFolder.create();
        LabGateway gateway = LabGateway.of(PERSONALITY).fault(lesson.fault(), broken).start()) {
      redactor.learn("GATEWAY_KEY", gateway.key());
      ScratchSetup setup = write(folder.root(), gateway, told);
      boolean well = look("healthy", "Asked the way Claude Code asks", setup, told);
      broken.turn(true);
      List<String> lines = new ArrayList<>();
      lines.add(lesson.happened());
      lines.add("Claude Code would say: " + lesson.client().replace("{model}", setup.model()));
      tell(
          new TourStep("break", "Broke one thing in the gateway", lines, TourStep.Result.NONE),
          told);
      boolean seen = !look("broken", "Asked again", setup, told);
      broken.turn(false);
      tell(new TourStep("mend", "Mended it", List.of(lesson.mended()), TourStep.Result.NONE), told);
      boolean again = look("mended", "Asked once more", setup, told);
      return new TourReport(steps, well && seen && again);
    }
  }

  private void tell(TourStep step, Consumer<TourStep> told) {
    steps.add(step);
    told.accept(step);
  }

  private boolean look(String id, String title, ScratchSetup setup, Consumer<TourStep> told) {
    Examination.Result result = examination.examine(setup);
    List<String> lines = new ArrayList<>();
    lines.add(result.seen());
    for (Examination.Found found : result.findings()) {
      lines.add(found.id() + ": " + found.title());
      if (!found.cause().isEmpty()) {
        lines.add("Cause: " + found.cause());
      }
      if (!found.fix().isEmpty()) {
        lines.add("Fix: " + found.fix());
      }
    }
    tell(
        new TourStep(
            id, title, lines, result.healthy() ? TourStep.Result.HEALTHY : TourStep.Result.BROKEN),
        told);
    return result.healthy();
  }

  /** What {@code init --gateway-url} does, in a home of its own. */
  private ScratchSetup write(Path root, LabGateway gateway, Consumer<TourStep> told)
      throws IOException, SetupException, ChangeRefusedException, CatalogException {
    Path home = Files.createDirectories(root.resolve("home"));
    Path project = Files.createDirectories(home.resolve("project"));
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("HOME", home.toString());
    variables.put("USERPROFILE", home.toString());
    UserEnvironment environment = UserEnvironment.of(variables, project, false);
    FileStore store = new FileStore(home, project);
    Catalog catalog = new Catalog(null);
    SetupRequest request = request(gateway);
    Setup setup =
        new SetupResolver(catalog, LocalDate.now(clock.withZone(ZoneOffset.UTC))).resolve(request);
    SetupPlan plan =
        new SetupPlanner(
                environment,
                catalog,
                new Templates(null),
                store,
                redactor,
                new Given(gateway),
                random)
            .plan(request, setup);
    Applied applied = new Changes(root.resolve("state"), store, clock).apply(plan.change());
    List<String> lines = new ArrayList<>();
    for (FileChange file : applied.files()) {
      lines.add("wrote " + environment.shorten(file.path()));
    }
    ScratchSetup scratch = read(environment, applied.files());
    lines.add("ANTHROPIC_BASE_URL is " + scratch.baseUrl() + ", the model " + scratch.model());
    tell(
        new TourStep(
            "setup",
            "Set up a client for a gateway (" + gateway.role().title() + ")",
            lines,
            TourStep.Result.NONE),
        told);
    return scratch;
  }

  private static SetupRequest request(LabGateway gateway) {
    return new SetupRequest(
        List.of(),
        List.of(gateway.model()),
        null,
        List.of(),
        List.of(),
        null,
        null,
        gateway.url(),
        SetupPlanner.DEFAULT_PORT,
        List.of("-"),
        KeyPlace.VALUE,
        128_000L,
        32_000L,
        ClientChoice.NONE,
        false);
  }

  /** What a client would find in the files that were written. */
  private static ScratchSetup read(UserEnvironment environment, List<FileChange> files) {
    for (FileChange file : files) {
      byte @Nullable [] after = file.after();
      if (after == null || !file.path().endsWith("settings.json")) {
        continue;
      }
      try {
        Json env = Json.parse(after).at("env");
        return new ScratchSetup(
            environment,
            env.at("ANTHROPIC_BASE_URL").text(""),
            new Secret("ANTHROPIC_AUTH_TOKEN", env.at("ANTHROPIC_AUTH_TOKEN").text("")),
            env.at("ANTHROPIC_MODEL").text(""));
      } catch (JsonSyntaxException e) {
        throw new IllegalStateException("settings that are no JSON were written", e);
      }
    }
    throw new IllegalStateException("no settings were written");
  }

  /** The key of the gateway, as if somebody had typed it. */
  private record Given(LabGateway gateway) implements KeySource {
    @Override
    public String read(String file) {
      return gateway.key();
    }

    @Override
    public @Nullable Secret ask(String name, String title) {
      return new Secret(name, gateway.key());
    }
  }
}
