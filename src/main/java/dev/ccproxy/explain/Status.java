package dev.ccproxy.explain;

import java.nio.charset.StandardCharsets;

/** The HTTP status that a text speaks of, and what its class alone says. */
final class Status {
  /** What stands before a status, folded, as clients, gateways and protocols write it. */
  private static final byte[][] BEFORE =
      words(
          "apierror:",
          "http/1.1",
          "http/1.0",
          "http/2",
          "errorcode:",
          "statuscode:",
          "status_code:",
          "status_code=",
          "requestrejected(",
          "code:",
          "status:",
          "status",
          "(http",
          "clienterror",
          "servererror",
          "error");

  /** Kinds of errors in the envelopes of Anthropic, and the status that goes with each. */
  private static final byte[][] TYPES =
      words(
          "type:authentication_error",
          "type:permission_error",
          "type:not_found_error",
          "type:rate_limit_error",
          "type:overloaded_error",
          "type:invalid_request_error",
          "type:billing_error",
          "type:api_error");

  private static final int[] TYPE_STATUS = {401, 403, 404, 429, 529, 400, 402, 500};

  private Status() {}

  private static byte[][] words(String... words) {
    byte[][] out = new byte[words.length][];
    for (int i = 0; i < words.length; i++) {
      out[i] = words[i].getBytes(StandardCharsets.US_ASCII);
    }
    return out;
  }

  /** The first status of 400 or more in {@code [from, to)}; 0 where there is none. */
  static int of(Folded text, int from, int to) {
    byte[] folded = text.text();
    for (int i = from + 3; i + 3 <= to; i++) {
      byte c = folded[i];
      if ((c == '4' || c == '5')
          && Folding.isDigit(folded[i + 1])
          && Folding.isDigit(folded[i + 2])
          && (i + 3 >= to || !Folding.isDigit(folded[i + 3]))
          && isBehindSign(text, i, from)) {
        return (c - '0') * 100 + (folded[i + 1] - '0') * 10 + folded[i + 2] - '0';
      }
    }
    for (int k = 0; k < TYPES.length; k++) {
      if (text.find(TYPES[k], from, to) >= 0) {
        return TYPE_STATUS[k];
      }
    }
    return 0;
  }

  private static boolean isBehindSign(Folded text, int i, int from) {
    for (byte[] sign : BEFORE) {
      int start = i - sign.length;
      if (start >= from && text.has(sign, start)) {
        return true;
      }
    }
    return false;
  }

  /**
   * The layer of an error of which no more is known than its status; what the client talks to said
   * it.
   */
  static Layer layer(int status) {
    return switch (status) {
      case 401, 403 -> Layer.CLIENT_CONFIG;
      case 400, 422 -> Layer.TRANSLATOR;
      case 405 -> Layer.CLIENT_CONFIG;
      case 407, 413, 511 -> Layer.NETWORK;
      case 402, 408, 429 -> Layer.UPSTREAM;
      default -> status >= 500 && status < 600 ? Layer.UPSTREAM : Layer.UNKNOWN;
    };
  }

  /** What the class of a status says, as the end of a sentence; empty where it says nothing. */
  static String meaning(int status) {
    return switch (status) {
      case 400, 422 -> "the request itself was refused";
      case 401 -> "the credential was refused";
      case 402 -> "the account has to be paid for";
      case 403 -> "the credential is known and may not do this, or a filter stopped the request";
      case 404 -> "the path, the model or a route does not exist";
      case 405 -> "the address takes no POST";
      case 407 -> "a proxy on the way wants a login";
      case 408, 504 -> "something took too long";
      case 413 -> "the request is too large";
      case 429 -> "there were too many requests, or there is no credit";
      case 502, 503 -> "the server behind is down, busy or not reached";
      case 529 -> "the provider is overloaded";
      default -> status >= 500 && status < 600 ? "the server failed" : "";
    };
  }
}
