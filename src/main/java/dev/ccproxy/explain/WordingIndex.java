package dev.ccproxy.explain;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the anchors of all wordings in one pass. Every anchor is known by four of its characters,
 * the rarest of them; a set of bits says for most places that no anchor can stand there.
 *
 * <p>The work at one place is bounded by the number and the length of the anchors that share their
 * four characters, so the time is linear in the text, whatever it holds.
 */
final class WordingIndex {
  static final int GRAM = 4;
  private static final int BITS = 16;
  private static final int BUCKETS = 1 << 11;

  /** Signs from the most frequent to the rarest in logs; what is not listed is rarer still. */
  private static final String FREQUENT = "etaoinrslc/.:1d0p2m-34h5u{69}78f,gy_";

  /** What healthy logs are full of, folded; four characters of it tell nothing. */
  private static final String EVERYWHERE =
      "info:litellmproxy:litellmrouter:litellm:debug:warning:error:post/v1/messages?beta=truehttp/1.1200ok"
          + "get/health/livelinesshttp/1.1200okpost/v1/chat/completionspost/v1/responseshttp/1.1200ok"
          + "requestheaders:host:user-agent:claude-cli/accept:application/jsoncontent-type:authorization:bearer"
          + "litellm.acompletion(model=openai/litellm_params:model_info:litellm_call_id:proxy_server.py:router.py"
          + "utils.py:cost_calculator.pytype:message:content:textmodel:messages:rolesystemuserassistanttools:function"
          + "name:arguments:stream:truemax_tokens:usage:prompt_tokens:completion_tokens:input_tokens:output_tokens"
          + "http://127.0.0.1:https://api.openai.com/v1/from:to:status:response:request:exceptionfailed";

  private static final int TELLS_NOTHING = 1000;

  /**
   * An anchor.
   *
   * @param gram its four characters
   * @param offset where they stand in it
   * @param tail the last eight characters, or fewer, up to the end of the four
   * @param tailMask which of the eight count
   */
  record Entry(
      Wording wording,
      Signature owner,
      boolean excludes,
      int gram,
      int offset,
      long tail,
      long tailMask) {}

  private final long[] bits = new long[(1 << BITS) / 64];
  private final Entry[] @Nullable [] buckets = new Entry[BUCKETS][];

  private static long[] everywhere() {
    long[] bits = new long[(1 << BITS) / 64];
    int gram = 0;
    for (int i = 0; i < EVERYWHERE.length(); i++) {
      gram = gram << 8 | EVERYWHERE.charAt(i);
      int bit = bit(gram);
      bits[bit >>> 6] |= 1L << bit;
    }
    return bits;
  }

  WordingIndex(List<Signature> signatures) {
    long[] everywhere = everywhere();
    List<List<Entry>> lists = new ArrayList<>(BUCKETS);
    for (int i = 0; i < BUCKETS; i++) {
      lists.add(List.of());
    }
    for (Signature signature : signatures) {
      for (Wording wording : signature.wordings()) {
        add(lists, wording, signature, false, everywhere);
      }
      for (Wording wording : signature.exclusions()) {
        add(lists, wording, signature, true, everywhere);
      }
    }
    for (int i = 0; i < BUCKETS; i++) {
      if (!lists.get(i).isEmpty()) {
        buckets[i] = lists.get(i).toArray(new Entry[0]);
      }
    }
  }

  private void add(
      List<List<Entry>> lists,
      Wording wording,
      Signature owner,
      boolean excludes,
      long[] everywhere) {
    byte[] anchor = wording.anchor();
    int best = 0;
    int least = Integer.MAX_VALUE;
    for (int i = 0; i + GRAM <= anchor.length; i++) {
      int cost = 0;
      for (int k = 0; k < GRAM; k++) {
        int place = FREQUENT.indexOf(anchor[i + k]);
        int frequency = place < 0 ? 1 : FREQUENT.length() + 1 - place;
        cost += frequency;
      }
      int known = bit(gram(anchor, i));
      if ((everywhere[known >>> 6] & 1L << known) != 0) {
        cost += TELLS_NOTHING;
      }
      // The later one on equal terms: more of the anchor stands before it.
      if (cost <= least) {
        least = cost;
        best = i;
      }
    }
    int gram = gram(anchor, best);
    int bit = bit(gram);
    bits[bit >>> 6] |= 1L << bit;
    int bucket = bit & (BUCKETS - 1);
    if (lists.get(bucket).isEmpty()) {
      lists.set(bucket, new ArrayList<>(2));
    }
    long tail = 0;
    long mask = 0;
    for (int i = Math.max(0, best + GRAM - Long.BYTES); i < best + GRAM; i++) {
      tail = tail << 8 | anchor[i] & 0xFF;
      mask = mask << 8 | 0xFF;
    }
    lists.get(bucket).add(new Entry(wording, owner, excludes, gram, best, tail, mask));
  }

  private static int gram(byte[] word, int at) {
    int gram = 0;
    for (int i = at; i < at + GRAM; i++) {
      gram = gram << 8 | word[i] & 0xFF;
    }
    return gram;
  }

  static int bit(int gram) {
    return (gram * 0x9E3779B1) >>> (32 - BITS);
  }

  /** A bit for each hash of four characters by which some anchor is known. */
  long[] bits() {
    return bits;
  }

  /** The anchors that are known by four characters with this hash, among others. */
  Entry @Nullable [] bucket(int bit) {
    return buckets[bit & (BUCKETS - 1)];
  }

  /** All hits, in the order of their anchors. */
  List<Hit> hits(Folded text) {
    List<Hit> hits = new ArrayList<>();
    byte[] folded = text.text();
    int length = text.length();
    int gram = 0;
    for (int i = 0; i < length; i++) {
      gram = gram << 8 | folded[i] & 0xFF;
      int bit = bit(gram);
      if ((bits[bit >>> 6] & 1L << bit) == 0) {
        continue;
      }
      Entry[] bucket = buckets[bit & (BUCKETS - 1)];
      if (bucket == null) {
        continue;
      }
      for (Entry entry : bucket) {
        int start = i - GRAM + 1 - entry.offset;
        if (entry.gram == gram && text.has(entry.wording.anchor(), start)) {
          Hit hit = entry.wording.at(text, start, entry.owner, entry.excludes);
          if (hit != null) {
            hits.add(hit);
          }
        }
      }
    }
    return hits;
  }
}
