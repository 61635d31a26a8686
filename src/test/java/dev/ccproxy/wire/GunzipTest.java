package dev.ccproxy.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GunzipTest {
  private static final byte[] TEXT =
      Wire.utf8("event: ping\ndata: {\"type\":\"ping\"}\n\n".repeat(40));

  private static byte[] pack(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream packed = new GZIPOutputStream(out)) {
      packed.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  /** What comes out, and in the end why it is not all. */
  private record Result(byte[] bytes, @Nullable String failure) {}

  private static Result unpack(byte[] packed, int piece) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Gunzip gunzip = new Gunzip()) {
      for (int i = 0; i < packed.length; i += piece) {
        gunzip.feed(
            packed,
            i,
            Math.min(packed.length, i + piece),
            (b, from, end) -> out.write(b, from, end - from));
      }
      String failure = gunzip.end((b, from, end) -> out.write(b, from, end - from));
      return new Result(out.toByteArray(), failure);
    }
  }

  @Test
  void what_comes_out_of_damaged_data_does_not_depend_on_the_pieces() {
    byte[] packed = join(pack(TEXT), pack(TEXT));
    for (int at = 10; at < packed.length; at += 3) {
      byte[] damaged = packed.clone();
      damaged[at] ^= 0x55;
      Result whole = unpack(damaged, packed.length);
      Result single = unpack(damaged, 1);
      assertThat(single.bytes()).as("byte " + at).isEqualTo(whole.bytes());
      assertThat(single.failure()).isEqualTo(whole.failure());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 100_000})
  void all_comes_out_whatever_the_pieces(int piece) {
    Result result = unpack(join(pack(TEXT), pack(TEXT)), piece);
    assertThat(result.bytes()).isEqualTo(join(TEXT, TEXT));
    assertThat(result.failure()).isNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100_000})
  void a_head_with_every_field_is_passed_over(int piece) {
    byte[] plain = pack(TEXT);
    byte[] head = {0x1F, (byte) 0x8B, 8, 2 | 4 | 8 | 16, 0, 0, 0, 0, 0, 3};
    byte[] fields = {3, 0, 'a', 'b', 'c', 'n', 0, 'c', 'c', 0, 9, 9};
    Result result = unpack(join(head, fields, Arrays.copyOfRange(plain, 10, plain.length)), piece);
    assertThat(result.bytes()).isEqualTo(TEXT);
    assertThat(result.failure()).isNull();
  }

  @Test
  void padding_behind_the_end_is_no_matter() {
    assertThat(unpack(join(pack(TEXT), new byte[512]), 50).failure()).isNull();
  }

  @Test
  void a_cut_at_any_byte_is_told() {
    byte[] packed = pack(TEXT);
    for (int length = 2; length < packed.length; length++) {
      assertThat(unpack(Arrays.copyOf(packed, length), 9).failure()).as("%d", length).isNotNull();
    }
  }

  @Test
  void damage_at_any_byte_behind_the_head_is_told_or_harmless() {
    byte[] packed = pack(TEXT);
    for (int at = 10; at < packed.length - 4; at++) {
      byte[] damaged = packed.clone();
      damaged[at] ^= 0x55;
      Result result = unpack(damaged, 1000);
      assertThat(result.failure() != null || Arrays.equals(result.bytes(), TEXT)).isTrue();
    }
    packed[2] = 7;
    assertThat(unpack(packed, 1000).failure()).contains("damaged");
  }

  @Test
  void a_bomb_is_unpacked_in_part() {
    byte[] bomb = pack(new byte[8 << 20]);
    long[] count = {0};
    try (Gunzip gunzip = new Gunzip(1 << 20)) {
      gunzip.feed(bomb, 0, bomb.length, (b, from, end) -> count[0] += end - from);
      assertThat(gunzip.end((b, from, end) -> {})).contains("more than 200 times");
    }
    // The ratio counts what was fed so far, so it is the size that decides when it stops.
    assertThat(count[0]).isBetween(1L << 20, 2L << 20);
    try (Gunzip gunzip = new Gunzip()) {
      gunzip.feed(bomb, 0, bomb.length, (b, from, end) -> {});
      assertThat(gunzip.end((b, from, end) -> {})).isNull();
    }
  }

  @Test
  void a_packed_body_is_judged_as_the_plain_one_with_its_places_in_the_unpacked_answer() {
    String head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n";
    for (Case fault : Faults.all()) {
      // With no body there is nothing whose place could be the same.
      if (fault.bytes().length == 0
          || new String(fault.bytes(), java.nio.charset.StandardCharsets.ISO_8859_1)
              .startsWith("HTTP/")) {
        continue;
      }
      byte[] plain = join(Wire.utf8(head), fault.bytes());
      byte[] packed = join(Wire.utf8(head), pack(fault.bytes()));
      AnswerContext context = fault.context();
      Verdict expected =
          new Case("plain", java.util.List.of(), context, plain, fault.reset()).verdict();
      for (int piece : new int[] {1, 5, packed.length}) {
        Verdict verdict =
            new Case("packed", java.util.List.of(), context, packed, fault.reset()).verdict(piece);
        assertThat(verdict.findings()).as(fault.name()).isEqualTo(expected.findings());
        assertThat(verdict.message()).isEqualTo(expected.message());
        assertThat(verdict.lines()).isEqualTo(expected.lines());
      }
    }
  }

  @Test
  void a_body_that_is_packed_twice_is_unpacked_once() {
    assertThat(Wire.codes(Wire.check(AnswerContext.UNKNOWN, pack(pack(TEXT)))))
        .containsExactly("N20");
  }

  @Test
  void garbage_behind_the_mark_of_gzip_is_no_danger() {
    Random random = new Random(3);
    for (int i = 0; i < 2000; i++) {
      byte[] bytes = new byte[random.nextInt(80) + 2];
      random.nextBytes(bytes);
      bytes[0] = 0x1F;
      bytes[1] = (byte) 0x8B;
      assertThat(Wire.check(AnswerContext.UNKNOWN, bytes).hasAtLeast(Severity.ERROR)).isTrue();
    }
  }
}
