package dev.ccproxy.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Damaged answers: no exception, the same verdict in pieces, and not for ever. */
class FuzzTest {
  private static final int INPUTS = 20_000;

  private static List<byte[]> corpus() {
    List<byte[]> corpus = new ArrayList<>();
    for (RecordedAnswers.Answer answer : RecordedAnswers.all()) {
      corpus.add(answer.bytes());
    }
    for (Case fault : Faults.all()) {
      corpus.add(fault.bytes());
    }
    for (Case one : RuleCases.all()) {
      corpus.add(one.bytes());
    }
    corpus.removeIf(bytes -> bytes.length == 0 || bytes.length > 8000);
    return corpus;
  }

  @Test
  @Timeout(value = 4, unit = TimeUnit.MINUTES)
  void damaged_answers_are_judged_without_an_exception() {
    List<byte[]> corpus = corpus();
    AnswerContext[] contexts = {
      AnswerContext.UNKNOWN,
      Wire.saying(Wire.dictated(Wire.streamed()), "k7Qz"),
      Wire.document().withClient(ClientImpact.of("claude-code", "2.1.330")),
    };
    Random random = new Random(5);
    int healthy = 0;
    for (int input = 0; input < INPUTS; input++) {
      byte[] bytes = damage(corpus, random);
      AnswerContext context = contexts[random.nextInt(contexts.length)];
      Case one = new Case("fuzz", List.of(), context, bytes, random.nextInt(8) == 0);
      int piece = 1 + random.nextInt(40);
      try {
        Verdict whole = one.verdict();
        healthy += whole.findings().isEmpty() ? 1 : 0;
        if (!whole.equals(one.verdict(piece))) {
          assertThat(one.verdict(piece)).as("input %d", input).isEqualTo(whole);
        }
        if (!whole.findings().isEmpty()) {
          assertThat(whole.primary()).as("input %d", input).isNotEmpty();
        }
      } catch (RuntimeException e) {
        fail("input " + input + ": " + Arrays.toString(bytes), e);
      }
    }
    assertThat(healthy).isLessThan(INPUTS / 2);
  }

  private static byte[] damage(List<byte[]> corpus, Random random) {
    byte[] bytes = corpus.get(random.nextInt(corpus.size())).clone();
    for (int change = random.nextInt(6); change >= 0 && bytes.length > 0; change--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(7)) {
        case 0 -> bytes[at] = (byte) random.nextInt(256);
        case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> bytes = Arrays.copyOf(bytes, at);
        case 3 -> bytes = splice(bytes, at, bytes, random);
        case 4 -> bytes = splice(bytes, at, corpus.get(random.nextInt(corpus.size())), random);
        case 5 -> bytes[at] = (byte) "{}[]\",:\\\n\r \0<".charAt(random.nextInt(13));
        default -> {
          int to = Math.min(bytes.length, at + random.nextInt(60));
          byte[] shorter = new byte[bytes.length - (to - at)];
          System.arraycopy(bytes, 0, shorter, 0, at);
          System.arraycopy(bytes, to, shorter, at, bytes.length - to);
          bytes = shorter;
        }
      }
    }
    return bytes;
  }

  /** Puts a piece of another answer in. */
  private static byte[] splice(byte[] bytes, int at, byte[] from, Random random) {
    int start = random.nextInt(from.length + 1);
    int length = Math.min(from.length - start, random.nextInt(300));
    byte[] out = new byte[bytes.length + length];
    System.arraycopy(bytes, 0, out, 0, at);
    System.arraycopy(from, start, out, at, length);
    System.arraycopy(bytes, at, out, at + length, bytes.length - at);
    return out;
  }
}
