package dev.ccproxy.launch;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who listens on a port, as far as Linux tells: the sockets of all, the processes of this user.
 *
 * @param pid process number
 * @param program name of the program
 */
record PortHolder(long pid, String program) {
  private static final String LISTENING = "0A";

  /** Null where it cannot be told. */
  static @Nullable PortHolder of(int port) {
    return of(port, Path.of("/proc"));
  }

  static @Nullable PortHolder of(int port, Path proc) {
    Set<String> sockets = sockets(port, proc);
    if (sockets.isEmpty()) {
      return null;
    }
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
      for (Path process : processes) {
        if (holds(process, sockets)) {
          Path number = process.getFileName();
          String name = Files.readString(process.resolve("comm")).strip();
          return new PortHolder(number == null ? 0 : Long.parseLong(number.toString()), name);
        }
      }
    } catch (IOException | DirectoryIteratorException | NumberFormatException e) {
      return null;
    }
    return null;
  }

  private static boolean holds(Path process, Set<String> sockets) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(process.resolve("fd"))) {
      for (Path file : files) {
        try {
          if (sockets.contains(Files.readSymbolicLink(file).toString())) {
            return true;
          }
        } catch (IOException e) {
          // Closed meanwhile.
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // Somebody else's process, or gone.
    }
    return false;
  }

  /** The sockets that listen on the port at any address, as {@code /proc/PID/fd} names them. */
  private static Set<String> sockets(int port, Path proc) {
    Set<String> sockets = new HashSet<>();
    String ending = ":" + hex(port);
    for (String table : new String[] {"tcp", "tcp6"}) {
      List<String> lines;
      try {
        lines = Files.readAllLines(proc.resolve("net").resolve(table));
      } catch (IOException e) {
        continue;
      }
      for (String line : lines) {
        String[] fields = line.strip().split("\\s+");
        if (fields.length > 9 && fields[1].endsWith(ending) && fields[3].equals(LISTENING)) {
          sockets.add("socket:[" + fields[9] + "]");
        }
      }
    }
    return sockets;
  }

  private static String hex(int port) {
    String digits = Integer.toHexString(port).toUpperCase(Locale.ROOT);
    return "0000".substring(digits.length()) + digits;
  }
}
