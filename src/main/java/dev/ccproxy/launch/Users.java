package dev.ccproxy.launch;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Who uses a gateway: a file for each process, named by its number, or {@code always}. */
record Users(Path folder) {
  static final String ALWAYS = "always";

  /** Those of the gateway with this state folder. */
  static Users of(Path gateway) {
    return new Users(gateway.resolve("users"));
  }

  Path file(long pid) {
    return folder.resolve(Long.toString(pid));
  }

  /** Whether it was started to go on by itself. */
  boolean always() {
    return Files.exists(folder.resolve(ALWAYS));
  }

  /** The users that are alive, without this one. */
  List<String> others(long self) {
    List<String> others = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Path name = file.getFileName();
        String user = name == null ? "" : name.toString();
        boolean alive = user.equals(ALWAYS) || Processes.isAlive(user);
        if (alive && !user.equals(Long.toString(self))) {
          others.add(user);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      return others;
    }
    return others;
  }
}
