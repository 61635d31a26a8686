package dev.ccproxy.explain;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The texts by which the signatures are tested. */
final class Samples {

  /** One text, and the signature that it is about. */
  record Sample(String id, String text) {
    @Override
    public String toString() {
      return id + " " + text.substring(0, Math.min(60, text.length())).replace('\n', '/');
    }
  }

  private final Map<String, List<Sample>> positive = new LinkedHashMap<>();
  private final Map<String, List<Sample>> negative = new LinkedHashMap<>();

  private Samples() {}

  static Samples read() {
    Samples samples = new Samples();
    String id = "";
    for (String line : resource("samples.txt").split("\n")) {
      if (line.startsWith("[")) {
        id = line.substring(1, line.length() - 1);
        samples.positive.put(id, new ArrayList<>());
        samples.negative.put(id, new ArrayList<>());
      } else if (line.startsWith("+ ")) {
        add(samples.positive, id, line);
      } else if (line.startsWith("- ")) {
        add(samples.negative, id, line);
      }
    }
    return samples;
  }

  private static void add(Map<String, List<Sample>> samples, String id, String line) {
    Objects.requireNonNull(samples.get(id), line).add(new Sample(id, text(line)));
  }

  private static String text(String line) {
    return line.substring(2).replace('⏎', '\n');
  }

  static List<String> noErrors() {
    List<String> texts = new ArrayList<>(List.of(resource("no-errors.txt").split("\n----\n")));
    texts.remove(0);
    return texts;
  }

  static String resource(String name) {
    try (InputStream in = Samples.class.getResourceAsStream("/explain/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<Sample> positive() {
    List<Sample> all = new ArrayList<>();
    positive.values().forEach(all::addAll);
    return all;
  }

  List<Sample> negative() {
    List<Sample> all = new ArrayList<>();
    negative.values().forEach(all::addAll);
    return all;
  }

  Map<String, List<Sample>> positiveById() {
    return positive;
  }

  Map<String, List<Sample>> negativeById() {
    return negative;
  }
}
