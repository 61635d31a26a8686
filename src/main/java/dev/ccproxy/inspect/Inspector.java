package dev.ccproxy.inspect;

import dev.ccproxy.redact.Redactor;
import dev.ccproxy.wire.AnswerChecker;
import dev.ccproxy.wire.AnswerContext;
import dev.ccproxy.wire.Gunzip;
import dev.ccproxy.wire.MessagesRequest;
import dev.ccproxy.wire.ResponseHead;
import dev.ccproxy.wire.Verdict;
import dev.ccproxy.wire.WireEvent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads what the user named and has every answer in it judged. */
public final class Inspector {
  private static final int PIECE = 1 << 16;

  /** Bytes that tell what a file is. */
  static final int FIRST = 4096;

  private final AnswerContext context;
  private final Patience patience;
  private final Redactor redactor;
  private final Visitor visitor;
  private final byte[] piece = new byte[PIECE];

  /**
   * An inspector that tells a visitor what it finds.
   *
   * @param redactor learns the credentials that a HAR holds
   */
  public Inspector(AnswerContext context, Patience patience, Redactor redactor, Visitor visitor) {
    this.context = context;
    this.patience = patience;
    this.redactor = redactor;
    this.visitor = visitor;
  }

  /** Reads standard input. */
  public void standardInput(InputStream in) {
    read("-", new PipeSource(() -> in, patience), null, false);
  }

  /**
   * Reads a file, a pipe, or the files of a folder.
   *
   * @param name the path as the user gave it
   */
  public void path(String name, Path path) {
    if (Files.isDirectory(path)) {
      new FolderReader(this, visitor).read(name, path);
    } else {
      file(name, path, null, false);
    }
  }

  /**
   * Reads one of the files of a folder.
   *
   * @param head the head of the answer where it stands in another file
   */
  void fileOfFolder(String name, Path path, @Nullable ResponseHead head) {
    file(name, path, head, true);
  }

  private void file(String name, Path path, @Nullable ResponseHead head, boolean ofFolder) {
    Source source;
    try {
      // Asking a pipe for its size says nothing; only what is regular ends.
      if (!Files.exists(path)) {
        throw new NoSuchFileException(path.toString());
      }
      source =
          Files.isRegularFile(path)
              ? new FileSource(path, patience.interrupted())
              : new PipeSource(() -> Files.newInputStream(path), patience);
    } catch (IOException e) {
      unreadable(name, e);
      return;
    }
    read(name, source, head, ofFolder);
  }

  private void read(String name, Source opened, @Nullable ResponseHead head, boolean ofFolder) {
    try (Source source = opened) {
      PeekSource peek = new PeekSource(source, FIRST);
      if (Gunzip.isGzip(peek.first(), 0, peek.first().length)) {
        peek = new PeekSource(new GunzipSource(peek), FIRST);
      }
      try (PeekSource plain = peek) {
        if (HarReader.isHar(plain.first())) {
          har(name, plain);
        } else {
          answer(name, plain, head, ofFolder);
        }
      }
    } catch (IOException e) {
      unreadable(name, e);
    }
  }

  private void answer(String name, Source source, @Nullable ResponseHead head, boolean ofFolder)
      throws IOException {
    AnswerChecker checker =
        head == null ? new AnswerChecker(context) : new AnswerChecker(context, head);
    Consumer<WireEvent> listener = visitor.begins(name);
    if (listener != null) {
      checker.listen(listener);
    }
    long read = 0;
    int count = source.read(piece, 0, PIECE);
    while (count >= 0) {
      read += count;
      checker.feed(piece, 0, count);
      count = source.read(piece, 0, PIECE);
    }
    String broken = source.broken();
    String stopped = source.stopped();
    if (stopped != null && read == 0) {
      visitor.failed(name, "input-silent", "Nothing was read", stopped);
      return;
    }
    Verdict verdict = broken == null ? checker.end() : checker.reset(broken);
    if (ofFolder && verdict.isRequest()) {
      visitor.skipped(name, "a request, no answer");
      return;
    }
    visitor.answer(new Inspected(name, verdict, stopped == null ? List.of() : List.of(stopped)));
  }

  private void har(String name, Source source) throws IOException {
    List<String> others = new ArrayList<>();
    int[] answers = {0};
    try {
      int entries =
          HarReader.read(
              source,
              (number, entry) -> {
                if (entry.isMessages()) {
                  answers[0] += entry(name + "#" + number, entry) ? 1 : 0;
                } else if (others.size() < 1) {
                  others.add(entry.url);
                }
              });
      if (answers[0] == 0) {
        visitor.failed(
            name,
            "no-answer-in-har",
            "The HAR holds no answer of POST /v1/messages in its " + entries + " entries",
            "record the calls of the client, with their bodies");
      }
    } catch (HarReader.BrokenHarException e) {
      String reason = e.getMessage() == null ? "the HAR is broken" : e.getMessage();
      visitor.failed(
          name,
          "broken-har",
          "The HAR cannot be read to its end: " + reason,
          "save the answer into a file of its own, for example with curl -i");
    }
  }

  /** Judges an entry; false where it holds no body to judge. */
  private boolean entry(String name, HarEntry entry) {
    learn(entry);
    String text = entry.text;
    if (text == null && entry.size > 0) {
      visitor.skipped(name, "the HAR does not hold its body");
      return false;
    }
    byte[] body;
    if (entry.encoding.equals("base64")) {
      try {
        body = Base64.getMimeDecoder().decode(text == null ? "" : text);
      } catch (IllegalArgumentException e) {
        visitor.skipped(name, "its body is no base64");
        return false;
      }
    } else {
      body = (text == null ? "" : text).getBytes(StandardCharsets.UTF_8);
    }
    AnswerContext own = context;
    String request = entry.requestBody;
    if (own.request() == null && request != null) {
      try {
        own = own.withRequest(MessagesRequest.parse(request.getBytes(StandardCharsets.UTF_8)));
      } catch (MessagesRequest.UnreadableException e) {
        // Without a request the rules that need one are silent.
        own = context;
      }
    }
    AnswerChecker checker =
        entry.status == 0 ? new AnswerChecker(own) : new AnswerChecker(own, entry.head());
    Consumer<WireEvent> listener = visitor.begins(name);
    if (listener != null) {
      checker.listen(listener);
    }
    checker.feed(body, 0, body.length);
    // Browsers write status 0 for a call that failed.
    String why = entry.statusText.isEmpty() ? "the call failed" : entry.statusText;
    Verdict verdict = entry.status == 0 ? checker.reset(why) : checker.end();
    visitor.answer(new Inspected(name, verdict, List.of()));
    return true;
  }

  /** A HAR holds the credentials of the calls; a server may echo them. */
  private void learn(HarEntry entry) {
    for (ResponseHead.Header header : entry.requestHeaders) {
      String value = header.value();
      if (header.name().equalsIgnoreCase("authorization")) {
        redactor.learn("authorization", value.substring(value.indexOf(' ') + 1));
      } else {
        redactor.learnIfSecret(header.name(), value);
      }
    }
  }

  private void unreadable(String name, IOException e) {
    String reason =
        e instanceof NoSuchFileException
            ? "There is no such file"
            : e instanceof AccessDeniedException
                ? "The file may not be read"
                : "The file cannot be read (" + e.getClass().getSimpleName() + ")";
    visitor.failed(name, "file-unreadable", reason, "check its name and permissions");
  }
}
