package dev.ccproxy.lab;

import dev.ccproxy.lab.http.Headers;
import dev.ccproxy.lab.http.Reply;
import dev.ccproxy.lab.http.Request;
import dev.ccproxy.lab.json.Json;
import dev.ccproxy.lab.json.JsonSyntaxException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** What a scene was asked, newest last, bounded; credentials are shortened. Thread-safe. */
public final class Recording {
  /** A server that runs for days must not grow. */
  private static final int KEPT = 1000;

  private static final Set<String> SECRET =
      Set.of(
          "authorization",
          "proxy-authorization",
          "x-api-key",
          "api-key",
          "x-goog-api-key",
          "x-litellm-api-key",
          "cookie");

  private final Deque<Entry> entries = new ArrayDeque<>();
  private final List<RuntimeException> defects = new ArrayList<>();
  private final Set<String> credentials = new HashSet<>();
  private final List<Consumer<Entry>> listeners = new CopyOnWriteArrayList<>();
  private int seen;
  private long lastNanos = System.nanoTime();

  /**
   * One request and how it ended.
   *
   * @param personality who answered
   * @param headers as sent, credentials shortened to their last four characters
   * @param body the JSON body; absent when there was none
   * @param status of the reply
   */
  public record Entry(
      String personality,
      String method,
      String path,
      String query,
      Headers headers,
      Json body,
      int status) {

    static Entry of(String personality, Request request, Reply reply) {
      Json body = Json.ABSENT;
      try {
        body = request.body().length > 0 ? Json.parse(request.body()) : Json.ABSENT;
      } catch (JsonSyntaxException e) {
        // Recorded as no JSON.
      }
      return new Entry(
          personality,
          request.method(),
          request.path(),
          request.query(),
          shortened(request.headers()),
          body,
          reply.status());
    }

    /** {@code openai POST /v1/responses -> 200}. */
    @Override
    public String toString() {
      return personality + " " + method + " " + path + " -> " + status;
    }
  }

  /** Everything recorded and kept. */
  public List<Entry> entries() {
    synchronized (entries) {
      return List.copyOf(entries);
    }
  }

  /** Recorded requests to one path. */
  public List<Entry> to(String method, String path) {
    List<Entry> found = new ArrayList<>();
    for (Entry entry : entries()) {
      if (entry.method().equals(method) && entry.path().equals(path)) {
        found.add(entry);
      }
    }
    return found;
  }

  /** How many requests of a method came for a path. */
  public int count(String method, String path) {
    return to(method, path).size();
  }

  /** How many requests came at all, those no longer kept included. */
  public int count() {
    synchronized (entries) {
      return seen;
    }
  }

  /**
   * When the last request came, in nanoseconds of {@link System#nanoTime}; when it began, if none.
   */
  public long lastNanos() {
    synchronized (entries) {
      return lastNanos;
    }
  }

  /** Whether any request carried a credential, in a header that is one or in its address. */
  public boolean sawCredential() {
    synchronized (entries) {
      return !credentials.isEmpty();
    }
  }

  /** Whether this secret came in a header, an address or a JSON body. */
  public boolean saw(String secret) {
    synchronized (entries) {
      for (String credential : credentials) {
        if (credential.contains(secret)) {
          return true;
        }
      }
      for (Entry entry : entries) {
        if (entry.query().contains(secret)
            || entry.path().contains(secret)
            || entry.body().toString().contains(secret)) {
          return true;
        }
        for (Headers.Field field : entry.headers().fields()) {
          if (field.value().contains(secret)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /** Names somebody who wants to hear of every request, on the thread that answers it. */
  public void listen(Consumer<Entry> listener) {
    listeners.add(listener);
  }

  /** Forgets all requests. */
  public void clear() {
    synchronized (entries) {
      entries.clear();
      credentials.clear();
      seen = 0;
    }
  }

  /** Mistakes of the lab itself; whoever finds one here must not trust the rest. */
  public List<RuntimeException> defects() {
    synchronized (defects) {
      return List.copyOf(defects);
    }
  }

  void add(String personality, Request request, Reply reply) {
    Entry entry = Entry.of(personality, request, reply);
    synchronized (entries) {
      if (entries.size() == KEPT) {
        entries.removeFirst();
      }
      entries.addLast(entry);
      seen++;
      lastNanos = System.nanoTime();
      for (Headers.Field field : request.headers().fields()) {
        if (SECRET.contains(field.name().toLowerCase(Locale.ROOT)) && credentials.size() < KEPT) {
          credentials.add(field.value());
        }
      }
    }
    for (Consumer<Entry> listener : listeners) {
      listener.accept(entry);
    }
  }

  void defect(RuntimeException e) {
    synchronized (defects) {
      if (defects.size() < KEPT) {
        defects.add(e);
      }
    }
  }

  private static Headers shortened(Headers headers) {
    List<Headers.Field> out = new ArrayList<>();
    for (Headers.Field field : headers.fields()) {
      out.add(
          SECRET.contains(field.name().toLowerCase(Locale.ROOT))
              ? new Headers.Field(field.name(), shortened(field.value()))
              : field);
    }
    return Headers.of(out);
  }

  /** The scheme, and the last four characters of a secret that is long enough to spare them. */
  private static String shortened(String credential) {
    int blank = credential.indexOf(' ');
    String scheme = blank < 0 ? "" : credential.substring(0, blank + 1);
    String secret = credential.substring(scheme.length());
    return scheme + "…" + (secret.length() < 12 ? "" : secret.substring(secret.length() - 4));
  }
}
