package dev.ccproxy.cli;

import dev.ccproxy.catalog.Nearest;
import dev.ccproxy.check.live.EndpointDoctor;
import dev.ccproxy.explain.Signatures;
import dev.ccproxy.lab.Recording;
import dev.ccproxy.lab.fault.Faults;
import dev.ccproxy.lab.fault.KnownFault;
import dev.ccproxy.lab.gateway.FaultChoice;
import dev.ccproxy.lab.gateway.LabGateway;
import dev.ccproxy.lab.gateway.RequestFiles;
import dev.ccproxy.lab.gateway.Role;
import dev.ccproxy.lab.gateway.Roles;
import dev.ccproxy.lab.json.Json;
import dev.ccproxy.report.LabReport;
import dev.ccproxy.term.Line;
import dev.ccproxy.term.Screen;
import dev.ccproxy.term.Tint;
import dev.ccproxy.tour.DoctorExamination;
import dev.ccproxy.tour.Tour;
import dev.ccproxy.tour.TourReport;
import dev.ccproxy.tour.TourStep;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code ccproxy lab}. */
final class LabCommand implements Command {
  /** No secret, and no word that the redaction sink would hide. */
  private static final String KEY = "lab-key";

  private static final Duration IDLE = Duration.ofMinutes(30);
  private static final List<String> ACTIONS = List.of("list", "serve", "tour");

  @Override
  public String name() {
    return "lab";
  }

  @Override
  public String summary() {
    return "Play a gateway, healthy or with a fault, on this machine alone";
  }

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command(
            this,
            "Plays gateways and providers on 127.0.0.1, healthy or with one of the known faults."
                + " list shows what there is, serve plays one until it is stopped, tour shows a"
                + " chain that works, breaks and works again. Needs no network, no key and no"
                + " account.",
            List.of(
                "ccproxy lab tour",
                "ccproxy lab list",
                "ccproxy lab serve",
                "ccproxy lab serve litellm-chat --fault H07",
                "ccproxy lab serve ollama --fault S20@stream,first=2 --port 4000"),
            List.of(
                "0   done, stopped by itself, or the tour showed what it was to show",
                "1   the port is taken, the folder cannot be used, or the tour went wrong",
                "2   wrong usage",
                "130 interrupted"));
    Specs.options(
        spec,
        "ID[@WHEN]",
        "A fault; WHEN is first=N, after=N, stream, json or tools, joined by commas.",
        "--fault");
    Specs.option(spec, "PORT", "Port to listen on (a free one).", "--port");
    Specs.option(
        spec,
        "KEY",
        "The key that is accepted (" + KEY + "); it is printed, so no real one.",
        "--key");
    Specs.flag(spec, "Speak TLS, with a certificate of the lab's own.", "--tls");
    Specs.option(spec, "FOLDER", "Write every request into a file, secrets taken out.", "--record");
    Specs.option(
        spec, "SECONDS", "Stop after so long without a request (1800); 0 for never.", "--idle");
    Specs.parameters(spec, "list|serve [PERSONALITY]|tour", "0..*", "What to do.");
    return spec;
  }

  @Override
  public int run(ParseResult arguments, Context context) throws Exception {
    List<String> words = Specs.parameters(arguments);
    String action = words.isEmpty() ? "" : words.get(0);
    int most = action.equals("serve") ? 2 : 1;
    if (!ACTIONS.contains(action)) {
      throw CommandFailedException.usage(
          "action-unknown",
          action.isEmpty()
              ? "The lab has to be told what to do"
              : "The lab cannot do \"" + action + "\"",
          Nearest.of(action, ACTIONS).map(n -> "did you mean " + n + "? ").orElse("")
              + "write ccproxy lab tour, ccproxy lab list or ccproxy lab serve");
    }
    if (words.size() > most) {
      throw CommandFailedException.usage(
          "argument-unknown",
          "\"" + words.get(most) + "\" is not understood by lab " + action,
          "ccproxy lab --help shows what there is");
    }
    return switch (action) {
      case "list" -> list(context);
      case "tour" -> tour(context);
      default -> serve(arguments, words.size() > 1 ? words.get(1) : Roles.DEFAULT, context);
    };
  }

  private static int list(Context context) {
    List<Role> roles = new Roles().all();
    List<KnownFault> faults = new Faults().all();
    Screen out = context.out();
    if (context.json()) {
      out.data(LabReport.json(roles, faults) + "\n");
      return ExitCode.OK;
    }
    out.print(Line.of(Tint.BOLD, "Personalities"));
    for (Role role : roles) {
      out.say(new Line().add("  ").add(Tint.BOLD, pad(role.id(), 20)).add(role.title()));
    }
    out.println("");
    out.print(Line.of(Tint.BOLD, "Faults"));
    for (KnownFault fault : faults) {
      String expects =
          fault.expects().isEmpty() ? "" : " (" + String.join(", ", fault.expects()) + ")";
      out.say(
          new Line()
              .add("  ")
              .add(Tint.BOLD, pad(fault.id(), 20))
              .add(fault.title())
              .add(Tint.DIM, expects));
    }
    out.println("");
    out.say("ccproxy lab serve PERSONALITY --fault ID plays one.");
    return ExitCode.OK;
  }

  private static String pad(String text, int width) {
    StringBuilder out = new StringBuilder(text);
    while (out.length() < width) {
      out.append(' ');
    }
    return out.toString();
  }

  private static int tour(Context context) throws Exception {
    Screen out = context.out();
    Consumer<TourStep> told =
        context.json()
            ? step -> {}
            : step -> {
              Tint tint =
                  switch (step.result()) {
                    case HEALTHY -> Tint.GREEN;
                    case BROKEN -> Tint.RED;
                    case NONE -> Tint.BOLD;
                  };
              String result =
                  step.result() == TourStep.Result.NONE ? "" : ": " + step.result().word();
              out.say(new Line().add(tint, step.title() + result));
              for (String line : step.lines()) {
                out.say("- " + line);
              }
              out.println("");
            };
    TourReport report;
    try {
      report =
          new Tour(
                  new DoctorExamination(
                      new EndpointDoctor(
                          Signatures.packagedOnly(),
                          App.version(),
                          context.random().get().nextLong()),
                      context.today(),
                      context.redactor()),
                  context.redactor(),
                  context.clock(),
                  context.random())
              .run(told);
    } catch (IOException e) {
      throw CommandFailedException.refused(
          "tour-impossible",
          "The tour needs a folder for temporary files and a port on 127.0.0.1 ("
              + e.getClass().getSimpleName()
              + ")",
          "make room, or set TMPDIR to a folder that can be written to");
    }
    if (context.json()) {
      out.data(report.json() + "\n");
    } else {
      out.say("Nothing is left of it. `ccproxy init` sets up the real thing.");
    }
    return report.asShown() ? ExitCode.OK : ExitCode.REFUSED;
  }

  private static int serve(ParseResult arguments, String name, Context context) throws Exception {
    Roles roles = new Roles();
    Role role =
        roles
            .find(name)
            .orElseThrow(
                () ->
                    CommandFailedException.usage(
                        "personality-unknown",
                        "There is no personality \"" + name + "\"",
                        roles.nearest(name).map(n -> "did you mean " + n + "? ").orElse("")
                            + "ccproxy lab list shows them"));
    List<String> wanted = Specs.texts(arguments, "--fault");
    LabGateway.Builder builder = LabGateway.of(role.id());
    List<KnownFault> faults = new ArrayList<>();
    for (String text : wanted) {
      FaultChoice choice = choice(text);
      if (!choice.fault().suits(role.id(), role.thinks())) {
        throw CommandFailedException.usage(
            "fault-unsuitable",
            choice.fault().id() + " makes no sense on " + role.id(),
            "ccproxy lab list --format json says which personalities it suits");
      }
      faults.add(choice.fault());
      builder.fault(choice.fault().id(), choice.schedule());
    }
    String key = Specs.text(arguments, "--key");
    builder.key(key == null ? KEY : key);
    builder.tls(Specs.has(arguments, "--tls"));
    int port = Specs.text(arguments, "--port") == null ? 0 : InitCommand.port(arguments);
    builder.port(port);
    Duration idle = idle(arguments);
    RequestFiles files = files(arguments, context);
    try (LabGateway gateway = builder.start()) {
      Screen log = context.json() ? context.err() : context.out();
      gateway.recording().listen(entry -> told(entry, log, files, context));
      if (context.json()) {
        context.out().data(LabReport.server(gateway, wanted) + "\n");
      } else {
        greet(gateway, faults, idle, context.out());
      }
      wait(gateway.recording(), idle);
      context.err().say("Stopped: no request for " + idle.toSeconds() + " s.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ExitCode.INTERRUPTED;
    } catch (BindException e) {
      throw CommandFailedException.refused(
          "port-in-use",
          "Port " + port + " is taken, or not allowed",
          "leave --port out for a free one, or give another");
    }
    return ExitCode.OK;
  }

  private static FaultChoice choice(String text) throws CommandFailedException {
    try {
      return FaultChoice.parse(new Faults(), text);
    } catch (FaultChoice.UnknownException e) {
      throw e.ofSchedule()
          ? CommandFailedException.usage(
              "schedule-unknown",
              "\"" + e.what() + "\" does not say when a fault strikes",
              "use first=N, after=N, stream, json or tools, joined by commas")
          : CommandFailedException.usage(
              "fault-unknown",
              "There is no fault \"" + e.what() + "\"",
              e.nearest().map(n -> "did you mean " + n + "? ").orElse("")
                  + "ccproxy lab list shows them");
    }
  }

  private static Duration idle(ParseResult arguments) throws CommandFailedException {
    String text = Specs.text(arguments, "--idle");
    if (text == null) {
      return IDLE;
    }
    try {
      long seconds = Long.parseLong(text);
      if (seconds >= 0 && seconds <= 10_000_000) {
        return Duration.ofSeconds(seconds);
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw CommandFailedException.usage(
        "idle-unusable",
        "\"" + text + "\" is no number of seconds",
        "give a whole number, 0 for never");
  }

  private static @Nullable RequestFiles files(ParseResult arguments, Context context)
      throws CommandFailedException {
    String text = Specs.text(arguments, "--record");
    if (text == null) {
      return null;
    }
    Path folder = context.environment().resolve(text);
    try {
      return new RequestFiles(folder, context.redactor()::apply);
    } catch (IOException e) {
      throw CommandFailedException.refused(
          "folder-unusable",
          "Nothing can be recorded in "
              + context.environment().shorten(folder)
              + " ("
              + e.getClass().getSimpleName()
              + ")",
          "name a folder that can be written to");
    }
  }

  private static void greet(
      LabGateway gateway, List<KnownFault> faults, Duration idle, Screen out) {
    out.say(
        new Line()
            .add(Tint.BOLD, gateway.role().id())
            .add(": " + gateway.role().title() + (faults.isEmpty() ? ", healthy" : "")));
    for (KnownFault fault : faults) {
      out.say(new Line().add(Tint.YELLOW, "fault " + fault.id()).add(": " + fault.title()));
    }
    boolean apiKey = gateway.role().credential() == Role.Credential.API_KEY;
    out.println("  ANTHROPIC_BASE_URL=" + gateway.baseUrl());
    out.println((apiKey ? "  ANTHROPIC_API_KEY=" : "  ANTHROPIC_AUTH_TOKEN=") + gateway.key());
    out.println("  ANTHROPIC_MODEL=" + gateway.model());
    if (gateway.authorityPem().isPresent()) {
      out.say("The certificate to trust, for a file that NODE_EXTRA_CA_CERTS names:");
      for (String line : gateway.authorityPem().get().split("\n", -1)) {
        out.println(line);
      }
    }
    String end = idle.isZero() ? "." : ", " + idle.toSeconds() + " s without a request do as well.";
    out.say("Ctrl-C stops it" + end);
  }

  private static void told(
      Recording.Entry entry, Screen log, @Nullable RequestFiles files, Context context) {
    Json body = entry.body();
    StringBuilder line = new StringBuilder(entry.method()).append(' ').append(entry.path());
    if (body.has("model")) {
      line.append(" model=").append(body.at("model").text("?"));
      line.append(body.at("stream").truth(false) ? " stream" : "");
      int tools = body.at("tools").items().size();
      line.append(tools > 0 ? " tools=" + tools : "");
    }
    line.append(" -> ").append(entry.status());
    synchronized (log) {
      log.println(line.toString());
    }
    if (files == null) {
      return;
    }
    try {
      files.write(entry);
    } catch (IOException e) {
      synchronized (log) {
        context.err().say("Not recorded: " + e.getClass().getSimpleName());
      }
    }
  }

  /** Returns when no request came for so long. */
  private static void wait(Recording recording, Duration idle) throws InterruptedException {
    while (true) {
      long quiet = System.nanoTime() - recording.lastNanos();
      long left = idle.isZero() ? TimeUnit.HOURS.toNanos(1) : idle.toNanos() - quiet;
      if (left <= 0) {
        return;
      }
      TimeUnit.NANOSECONDS.sleep(left);
    }
  }
}
