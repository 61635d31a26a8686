package dev.ccproxy.launch;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A small shell process that holds the other end of a pipe of ours: when we are gone, however that
 * came, it ends the client and removes its private files.
 */
final class Watch implements AutoCloseable {
  private static final int END_SECONDS = 2;

  private final Process process;
  private final OutputStream pipe;

  private Watch(Process process) {
    this.process = process;
    this.pipe = process.getOutputStream();
  }

  /**
   * Begins to watch.
   *
   * @param folder of the private files; null where there are none
   * @param client its process number
   */
  static Watch start(@Nullable Path folder, long client) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                List.of(
                    "/bin/sh",
                    "-c",
                    Scripts.read("watch.sh"),
                    "ccproxy-watch",
                    folder == null ? "" : folder.toString()))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    Map<String, String> variables = builder.environment();
    String path = variables.getOrDefault("PATH", "/usr/bin:/bin");
    // No key in the environment of a process that needs none.
    variables.clear();
    variables.put("PATH", path);
    Watch watch = new Watch(builder.start());
    watch.say("client " + client);
    return watch;
  }

  private void say(String line) {
    try {
      pipe.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
      pipe.flush();
    } catch (IOException e) {
      // It was ended from outside; then nothing is watched.
    }
  }

  /** The client has ended as it should. */
  @Override
  public void close() {
    say("end");
    try {
      pipe.close();
    } catch (IOException e) {
      // As above.
    }
    try {
      process.waitFor(END_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
