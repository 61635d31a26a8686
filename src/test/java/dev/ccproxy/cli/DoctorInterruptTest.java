package dev.ccproxy.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Whoever loses patience gets what is known so far. */
@DisabledOnOs(OS.WINDOWS)
class DoctorInterruptTest {
  @TempDir Path root;

  @Test
  void an_interruption_shows_what_is_known_and_ends_with_130() throws Exception {
    Path settings = root.toRealPath().resolve(".claude/settings.json");
    Files.createDirectories(settings.getParent());
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Files.writeString(
          settings,
          "{\"env\": {\"ANTHROPIC_BASE_URL\": \"http://127.0.0.1:"
              + silent.getLocalPort()
              + "\", \"ANTHROPIC_AUTH_TOKEN\": \"a-token-of-mine\", \"ANTHROPIC_MODEL\":"
              + " \"gpt\"}}");
      List<String> classPath = new ArrayList<>();
      for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
        classPath.add(Path.of(entry).toAbsolutePath().toString());
      }
      ProcessBuilder builder =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  String.join(File.pathSeparator, classPath),
                  "dev.ccproxy.Main",
                  "doctor",
                  "--format",
                  "json")
              .directory(Files.createDirectories(root.resolve("project")).toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD);
      builder.environment().clear();
      builder.environment().put("HOME", root.toRealPath().toString());
      Process process = builder.start();
      process.getOutputStream().close();
      // It asks, and nobody answers; a program that does not start fails the test and hangs
      // nothing.
      silent.setSoTimeout(60_000);
      try (Socket asked = silent.accept()) {
        assertThat(asked.getInputStream().read()).isPositive();
        // A shell that runs the tests in the background makes all its children deaf to SIGINT.
        assumeTrue(hears(process));
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(130);
        Schemas.check("report/1", out);
        assertThat(out).contains("\"exitCode\": 130", "\"inconclusive\"");
      } finally {
        process.destroyForcibly();
      }
    }
  }

  /** Whether SIGINT, the second signal, is not ignored; where nobody can tell, it is not. */
  private static boolean hears(Process process) throws IOException {
    Path status = Path.of("/proc", Long.toString(process.pid()), "status");
    if (!Files.exists(status)) {
      return true;
    }
    for (String line : Files.readAllLines(status)) {
      if (line.startsWith("SigIgn:")) {
        long ignored = Long.parseUnsignedLong(line.substring("SigIgn:".length()).strip(), 16);
        return (ignored & 0b10) == 0;
      }
    }
    return true;
  }
}
