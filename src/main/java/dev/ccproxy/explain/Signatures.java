package dev.ccproxy.explain;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * All that is known about wordings of errors: what comes with the program, and what the user added,
 * whose entries win over packaged ones of the same id.
 */
public final class Signatures {
  private static final String PACKAGED = "signatures.txt";
  private static final String SUFFIX = ".txt";

  private final List<Signature> all;
  private @Nullable Explainer explainer;

  private Signatures(List<Signature> all) {
    this.all = List.copyOf(all);
  }

  /**
   * Reads them.
   *
   * @param userFolder the {@code signatures} folder of the user's configuration; null where there
   *     is none
   * @throws SignatureFileException when a file of the user cannot be used
   */
  public static Signatures load(@Nullable Path userFolder) throws SignatureFileException {
    List<Signature> packaged = SignatureFile.read(PACKAGED, packaged());
    if (userFolder == null) {
      return new Signatures(packaged);
    }
    Map<String, Signature> byId = null;
    for (Path file : files(userFolder)) {
      if (byId == null) {
        byId = new LinkedHashMap<>();
        for (Signature signature : packaged) {
          byId.put(signature.id(), signature);
        }
      }
      for (Signature signature : SignatureFile.read(file.toString(), bytes(file))) {
        byId.put(signature.id(), signature);
      }
    }
    return new Signatures(byId == null ? packaged : new ArrayList<>(byId.values()));
  }

  /** What comes with the program. */
  public static Signatures packagedOnly() {
    try {
      return load(null);
    } catch (SignatureFileException e) {
      throw new IllegalStateException("the packaged signatures are unusable", e);
    }
  }

  private static byte[] packaged() {
    try (InputStream in = Signatures.class.getResourceAsStream(PACKAGED)) {
      if (in == null) {
        throw new IllegalStateException(PACKAGED + " is missing from the package");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException(PACKAGED + " cannot be read", e);
    }
  }

  private static TreeSet<Path> files(Path folder) {
    TreeSet<Path> sorted = new TreeSet<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
      for (Path file : files) {
        sorted.add(file);
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      // The ordinary case.
    } catch (IOException e) {
      // What is in an unreadable folder cannot be named.
    }
    return sorted;
  }

  private static byte[] bytes(Path file) throws SignatureFileException {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new SignatureFileException(
          file.toString(), 0, "cannot be read (" + e.getClass().getSimpleName() + ")");
    }
  }

  /** All of them, in the order of their files. */
  public List<Signature> all() {
    return all;
  }

  /**
   * What an input says: a text, a log, an HTTP answer with or without its head, also inside gzip.
   *
   * @param in is read to its end, or to {@code most} bytes after unpacking
   * @throws IOException when it cannot be read
   */
  public Explanation explain(InputStream in, long most) throws IOException {
    return explainer().explain(in, most);
  }

  /** What a text says. */
  public Explanation explain(String text) {
    try {
      return explain(
          new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), Long.MAX_VALUE);
    } catch (IOException e) {
      throw new IllegalStateException("memory can be read", e);
    }
  }

  /**
   * What an HTTP answer says, for checks that ask an endpoint.
   *
   * @param status of the answer
   * @param headers names and values, in turn
   * @param body as it came, with the codings of the transfer removed; at most some megabytes
   * @return best first; for a status below 400 without a known error in the body empty
   */
  public List<Match> classify(int status, List<String> headers, byte[] body) {
    ByteArrayOutputStream answer = new ByteArrayOutputStream(body.length + 512);
    StringBuilder head = new StringBuilder("HTTP/1.1 ").append(status).append('\n');
    for (int i = 0; i + 1 < headers.size(); i += 2) {
      head.append(headers.get(i).replace('\n', ' '))
          .append(": ")
          .append(headers.get(i + 1).replace('\n', ' '))
          .append('\n');
    }
    answer.writeBytes(head.append('\n').toString().getBytes(StandardCharsets.UTF_8));
    answer.writeBytes(body);
    try {
      return explain(new ByteArrayInputStream(answer.toByteArray()), Long.MAX_VALUE).matches();
    } catch (IOException e) {
      throw new IllegalStateException("memory can be read", e);
    }
  }

  private synchronized Explainer explainer() {
    if (explainer == null) {
      explainer = new Explainer(new WordingIndex(all));
    }
    return explainer;
  }
}
