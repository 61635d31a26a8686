package dev.ccproxy.lab.gateway;

import dev.ccproxy.lab.Recording;
import dev.ccproxy.lab.http.Headers;
import dev.ccproxy.lab.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/**
 * Writes every request into a file of its own, credentials shortened and secrets taken out. Files
 * that are there already are left alone. Thread-safe.
 */
public final class RequestFiles {
  private final Path folder;
  private final UnaryOperator<String> redaction;
  private final AtomicInteger number = new AtomicInteger();

  /**
   * Files in a folder, which is made where it is missing.
   *
   * @param redaction takes out what nobody may read
   * @throws IOException when the folder cannot be made or written to
   */
  public RequestFiles(Path folder, UnaryOperator<String> redaction) throws IOException {
    this.folder = Files.createDirectories(folder);
    this.redaction = redaction;
    if (!Files.isWritable(this.folder)) {
      throw new IOException("not writable");
    }
  }

  /** Writes one request. */
  public void write(Recording.Entry entry) throws IOException {
    Json headers = Json.object();
    for (Headers.Field field : entry.headers().fields()) {
      headers = headers.with(field.name(), field.value());
    }
    Json written =
        Json.object()
            .with("personality", entry.personality())
            .with("method", entry.method())
            .with("path", entry.path())
            .with("query", entry.query())
            .with("headers", headers)
            .with("body", entry.body().exists() ? entry.body() : Json.NULL)
            .with("status", entry.status());
    byte[] bytes = (redaction.apply(written.toString()) + "\n").getBytes(StandardCharsets.UTF_8);
    while (true) {
      Path file = folder.resolve(name(entry));
      try {
        create(file, bytes);
        return;
      } catch (FileAlreadyExistsException e) {
        // An earlier run recorded into the same folder: the next number is free, or the one after.
      }
    }
  }

  private String name(Recording.Entry entry) {
    String count = Integer.toString(number.incrementAndGet());
    StringBuilder name = new StringBuilder("0000".substring(Math.min(4, count.length())));
    name.append(count).append('-').append(plain(entry.method())).append(plain(entry.path()));
    return name.append(".json").toString();
  }

  /** What is sure to be harmless in the name of a file. */
  private static String plain(String text) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < Math.min(40, text.length()); i++) {
      char c = text.charAt(i);
      boolean word =
          (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
      out.append(word ? c : '-');
    }
    return out.toString();
  }

  private static void create(Path file, byte[] bytes) throws IOException {
    boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    FileAttribute<?>[] attributes =
        posix
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            }
            : new FileAttribute<?>[0];
    Set<? extends OpenOption> options =
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (var channel = Files.newByteChannel(file, options, attributes)) {
      channel.write(java.nio.ByteBuffer.wrap(bytes));
    }
  }
}
