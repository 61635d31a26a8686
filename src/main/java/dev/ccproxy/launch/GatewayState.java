package dev.ccproxy.launch;

import dev.ccproxy.document.DocumentException;
import dev.ccproxy.document.JsonDocument;
import dev.ccproxy.document.JsonText;
import dev.ccproxy.document.NodePath;
import dev.ccproxy.document.Value;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is written down about a gateway that we started. No key is in it.
 *
 * @param folder where this state stands
 * @param config the configuration it was started with
 * @param program its command
 * @param version of LiteLLM; empty where it is not known
 * @param guard number of the process that watches over it
 * @param guardStart when that began, milliseconds since 1970; 0 where not known
 * @param started when the gateway was started, milliseconds since 1970
 * @param session whether it serves one run of the client alone
 */
record GatewayState(
    Path folder,
    Path config,
    int port,
    Path program,
    String version,
    long guard,
    long guardStart,
    long started,
    boolean session) {
  static final String FILE = "state.json";

  /** What it is doing. */
  enum Life {
    /** It runs. */
    RUNNING,
    /** It was told to end and is about to. */
    ENDING,
    /** It has ended by itself. */
    ENDED,
    /** It and its guard were killed, or the machine was: only the files are left. */
    STALE
  }

  /** The content of the file. */
  byte[] json() {
    Map<String, Value> fields = new LinkedHashMap<>();
    fields.put("config", Value.of(config.toString()));
    fields.put("port", Value.of(port));
    fields.put("program", Value.of(program.toString()));
    fields.put("version", Value.of(version));
    fields.put("guard", Value.of(guard));
    fields.put("guardStart", Value.of(guardStart));
    fields.put("started", Value.of(started));
    fields.put("session", Value.of(session));
    return (JsonText.write(new Value.Fields(fields), 2) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /** Reads it; null where there is none, or none that we wrote. */
  static @Nullable GatewayState read(Path folder) {
    try {
      JsonDocument document = JsonDocument.parse(FILE, Files.readAllBytes(folder.resolve(FILE)));
      return new GatewayState(
          folder,
          Path.of(text(document, "config")),
          (int) number(document, "port"),
          Path.of(text(document, "program")),
          text(document, "version"),
          number(document, "guard"),
          number(document, "guardStart"),
          number(document, "started"),
          text(document, "session").equals("true"));
    } catch (IOException | DocumentException | NumberFormatException | InvalidPathException e) {
      return null;
    }
  }

  private static String text(JsonDocument document, String name) {
    return document.text(NodePath.of(name)).orElse("");
  }

  private static long number(JsonDocument document, String name) {
    return Long.parseLong(text(document, name));
  }

  /** What it is doing now. */
  Life life() {
    if (Files.exists(folder.resolve("exit"))) {
      return Life.ENDED;
    }
    if (Processes.isAlive(guard, guardStart)) {
      return Files.exists(folder.resolve("stopped")) ? Life.ENDING : Life.RUNNING;
    }
    return pid() > 0 ? Life.RUNNING : Life.STALE;
  }

  /** Number of the gateway's own process; 0 where it does not run. */
  long pid() {
    long pid = numberIn("pid");
    if (pid <= 0 || !Processes.isAlive(pid)) {
      return 0;
    }
    // The number may be somebody else's by now; theirs began at another time.
    long began = Processes.start(pid);
    boolean ours = began == 0 || Math.abs(began - started) < START_MILLIS;
    return ours ? pid : 0;
  }

  /** Its process begins within this time of {@link #started}. */
  private static final long START_MILLIS = 20_000;

  /** With what code it ended; -1 where that is not known. */
  int exitCode() {
    return (int) numberIn("exit");
  }

  private long numberIn(String file) {
    try {
      return Long.parseLong(Files.readString(folder.resolve(file)).strip());
    } catch (IOException | NumberFormatException e) {
      return -1;
    }
  }

  /** The file of what it printed. */
  Path log() {
    return folder.resolve("log");
  }
}
