package dev.ccproxy.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SignaturesTest {
  private static final Signatures SIGNATURES = Signatures.packagedOnly();
  private static final Samples SAMPLES = Samples.read();

  static List<Samples.Sample> positive() {
    return SAMPLES.positive();
  }

  static List<Samples.Sample> negative() {
    return SAMPLES.negative();
  }

  static List<String> noErrors() {
    return Samples.noErrors();
  }

  private static Signature signature(String id) {
    return SIGNATURES.all().stream().filter(s -> s.id().equals(id)).findFirst().orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("positive")
  void a_sample_is_explained_by_its_signature(Samples.Sample sample) {
    Signature signature = signature(sample.id());
    Match first = SIGNATURES.explain(sample.text()).matches().get(0);
    assertThat(first.signature()).isEqualTo(signature.hasCause() ? sample.id() : null);
    assertThat(first.source()).isEqualTo(signature.source());
    assertThat(first.cause()).doesNotContain("${");
    assertThat(first.excerpt().marks()).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("negative")
  void a_text_that_only_looks_alike_is_not(Samples.Sample sample) {
    Signature signature = signature(sample.id());
    List<Match> matches = SIGNATURES.explain(sample.text()).matches();
    if (signature.hasCause()) {
      assertThat(matches.stream().map(Match::signature).toList()).doesNotContain(sample.id());
    } else {
      assertThat(matches.stream().map(Match::cause).toList())
          .noneMatch(cause -> cause.startsWith(signature.cause()));
    }
  }

  @ParameterizedTest
  @MethodSource("noErrors")
  void a_text_that_is_no_error_has_no_cause(String text) {
    assertThat(SIGNATURES.explain(text).matches()).isEmpty();
  }

  @Test
  void every_signature_has_one_text_that_it_explains_and_two_that_it_does_not() {
    Set<String> ids = new TreeSet<>();
    for (Signature signature : SIGNATURES.all()) {
      assertThat(ids.add(signature.id())).as(signature.id()).isTrue();
      assertThat(SAMPLES.positiveById().getOrDefault(signature.id(), List.of()))
          .as(signature.id())
          .isNotEmpty();
      assertThat(SAMPLES.negativeById().getOrDefault(signature.id(), List.of()).size())
          .as(signature.id())
          .isGreaterThanOrEqualTo(2);
    }
    assertThat(SAMPLES.positiveById().keySet()).isEqualTo(ids);
  }

  @Test
  void every_signature_says_why_what_to_do_and_since_when() {
    Set<String> ids = new HashSet<>();
    SIGNATURES.all().forEach(s -> ids.add(s.id()));
    for (Signature signature : SIGNATURES.all()) {
      assertThat(signature.cause()).as(signature.id()).endsWith(".");
      assertThat(signature.fix()).as(signature.id()).endsWith(".");
      assertThat(signature.check()).as(signature.id()).matches("CCP-[A-Z]\\d{2,3}");
      assertThat(signature.verified()).as(signature.id()).matches("\\d{4}-\\d{2}-\\d{2}");
      assertThat(signature.source()).as(signature.id()).isNotEmpty();
      assertThat(ids).as(signature.id()).containsAll(signature.over());
      assertThat(signature.fileChecks())
          .as(signature.id())
          .allMatch(id -> id.matches("CCP-S\\d{3}"));
    }
  }

  /** Two causes for one text are two answers to one question. */
  @Test
  void no_sample_has_two_causes_unless_one_stands_inside_of_the_other() {
    List<String> twice = new ArrayList<>();
    for (Samples.Sample sample : SAMPLES.positive()) {
      List<Match> matches = SIGNATURES.explain(sample.text()).matches();
      List<String> causes =
          matches.stream()
              .map(Match::signature)
              .filter(id -> id != null && signature(id).rank() == Kind.CAUSE.rank())
              .toList();
      if (causes.size() > 1 && !DECLARED.contains(String.join(" ", causes))) {
        twice.add(sample.id() + ": " + causes);
      }
    }
    assertThat(twice).isEmpty();
  }

  private static final Set<String> DECLARED = Set.of();

  @Test
  void an_answer_of_an_endpoint_is_classified_by_the_same_file() {
    List<Match> matches =
        SIGNATURES.classify(
            401,
            List.of("content-type", "application/json"),
            "{\"error\":{\"message\":\"Authentication Error, No api key passed in.\",\"type\":\"auth_error\"}}"
                .getBytes(StandardCharsets.UTF_8));
    assertThat(matches.get(0).signature()).isEqualTo("A01");
    assertThat(matches.get(0).layer()).isEqualTo(Layer.CLIENT_CONFIG);
    assertThat(matches.get(0).status()).isEqualTo(401);
  }

  @Test
  void an_answer_that_nobody_knows_gets_the_meaning_of_its_status() {
    List<Match> matches =
        SIGNATURES.classify(503, List.of(), "sorry".getBytes(StandardCharsets.UTF_8));
    assertThat(matches).hasSize(1);
    assertThat(matches.get(0).signature()).isNull();
    assertThat(matches.get(0).layer()).isEqualTo(Layer.UPSTREAM);
  }

  @Test
  void a_healthy_answer_has_no_cause() {
    byte[] body =
        "{\"type\":\"message\",\"content\":[{\"type\":\"text\",\"text\":\"pong\"}]}"
            .getBytes(StandardCharsets.UTF_8);
    assertThat(SIGNATURES.classify(200, List.of("content-type", "application/json"), body))
        .isEmpty();
  }

  @Test
  void a_signature_of_the_user_is_added_and_wins_over_a_packaged_one(@TempDir Path folder)
      throws Exception {
    Files.writeString(
        folder.resolve("mine.txt"),
        "[U01]\n"
            + "match: the flux of ${part:word} is uneven\n"
            + "layer: gateway\n"
            + "cause: Flux of ${part}.\n"
            + "fix: Turn it.\n\n"
            + "[A01]\n"
            + "match: No api key passed in\n"
            + "layer: gateway\n"
            + "cause: Mine.\n"
            + "fix: Mine.\n");
    Signatures signatures = Signatures.load(folder);
    assertThat(signatures.explain("The flux of coil_7 is uneven!").matches().get(0).cause())
        .isEqualTo("Flux of coil_7.");
    assertThat(signatures.explain("No api key passed in").matches().get(0).layer())
        .isEqualTo(Layer.GATEWAY);
  }

  @Test
  void a_defect_in_a_file_of_the_user_is_named_with_its_line(@TempDir Path folder)
      throws Exception {
    for (Map.Entry<String, Integer> wrong :
        Map.of(
                "[U01]\nmatch: short\nlayer: gateway\ncause: x\n", 1,
                "[U01]\nmatch: long enough words\nlayer: gatewy\ncause: x\n", 1,
                "[U01]\nmatch: long enough words\nlayer: gateway\n", 1,
                "[U01]\nmatsch: long enough words\n", 2,
                "[U01\nmatch: long enough words\n", 1,
                "[U01]\nmatch: a ${b}${c} long enough words\nlayer: gateway\ncause: x\n", 1,
                "  goes on\n", 1)
            .entrySet()) {
      Files.writeString(folder.resolve("mine.txt"), wrong.getKey());
      assertThatThrownBy(() -> Signatures.load(folder))
          .isInstanceOfSatisfying(
              SignatureFileException.class,
              e -> assertThat(e.line()).as(wrong.getKey()).isEqualTo(wrong.getValue()));
    }
  }
}
