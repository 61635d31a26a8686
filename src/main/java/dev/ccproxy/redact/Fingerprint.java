package dev.ccproxy.redact;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * SHA-256 (FIPS 180-4) of short texts, to tell two credentials apart in output. Not for anything
 * whose strength matters, and not for files.
 *
 * <p>Written out because the JDK's own costs 15 ms at a start, with the list of security providers
 * and a class that no class archive takes: a sixth of what {@code config} needs in all. A test
 * compares the two.
 */
final class Fingerprint {
  private static final int BLOCK = 64;

  private static final int[] START = {
    0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19
  };

  private static final int[] ROUNDS = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1,
    0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3,
    0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786,
    0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147,
    0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
    0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b,
    0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a,
    0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208,
    0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2
  };

  private Fingerprint() {}

  /**
   * The beginning of the hash.
   *
   * @param digits hexadecimal ones, 1 to 8
   */
  static String of(String text, int digits) {
    String word = Integer.toHexString(firstWord(text.getBytes(StandardCharsets.UTF_8)));
    return ("0".repeat(8 - word.length()) + word).substring(0, digits);
  }

  private static int firstWord(byte[] message) {
    // One bit, zeros, and the length in bits as the last 8 bytes of a block.
    int blocks = (message.length + 8) / BLOCK + 1;
    byte[] padded = Arrays.copyOf(message, blocks * BLOCK);
    padded[message.length] = (byte) 0x80;
    ByteBuffer words = ByteBuffer.wrap(padded);
    words.putLong(padded.length - 8, message.length * 8L);
    int[] state = START.clone();
    for (int block = 0; block < blocks; block++) {
      mix(state, schedule(words, block * BLOCK));
    }
    return state[0];
  }

  private static int[] schedule(ByteBuffer words, int from) {
    int[] schedule = new int[ROUNDS.length];
    for (int i = 0; i < schedule.length; i++) {
      if (i < BLOCK / 4) {
        schedule[i] = words.getInt(from + 4 * i);
      } else {
        int early = schedule[i - 15];
        int late = schedule[i - 2];
        schedule[i] =
            schedule[i - 16]
                + (Integer.rotateRight(early, 7) ^ Integer.rotateRight(early, 18) ^ early >>> 3)
                + schedule[i - 7]
                + (Integer.rotateRight(late, 17) ^ Integer.rotateRight(late, 19) ^ late >>> 10);
      }
    }
    return schedule;
  }

  private static void mix(int[] state, int[] schedule) {
    int[] s = state.clone();
    for (int i = 0; i < schedule.length; i++) {
      int e = s[4];
      int a = s[0];
      int added =
          s[7]
              + (Integer.rotateRight(e, 6)
                  ^ Integer.rotateRight(e, 11)
                  ^ Integer.rotateRight(e, 25))
              + (e & s[5] ^ ~e & s[6])
              + ROUNDS[i]
              + schedule[i];
      int majority =
          (Integer.rotateRight(a, 2) ^ Integer.rotateRight(a, 13) ^ Integer.rotateRight(a, 22))
              + (a & s[1] ^ a & s[2] ^ s[1] & s[2]);
      System.arraycopy(s, 0, s, 1, 7);
      s[4] += added;
      s[0] = added + majority;
    }
    for (int i = 0; i < state.length; i++) {
      state[i] += s[i];
    }
  }
}
