package dev.ccproxy.wire;

import static dev.ccproxy.wire.EventFields.MESSAGE;
import static dev.ccproxy.wire.EventFields.MESSAGE_CONTENT;
import static dev.ccproxy.wire.EventFields.MESSAGE_ID;
import static dev.ccproxy.wire.EventFields.MESSAGE_MODEL;
import static dev.ccproxy.wire.EventFields.MESSAGE_ROLE;
import static dev.ccproxy.wire.EventFields.MESSAGE_STOP_REASON;
import static dev.ccproxy.wire.EventFields.MESSAGE_STOP_SEQUENCE;
import static dev.ccproxy.wire.EventFields.MESSAGE_TYPE;
import static dev.ccproxy.wire.EventFields.START_CACHE_CREATION;
import static dev.ccproxy.wire.EventFields.START_CACHE_READ;
import static dev.ccproxy.wire.EventFields.START_INPUT;
import static dev.ccproxy.wire.EventFields.START_OUTPUT;

/** The rules of the message_start event. */
final class StartRules {
  private final EventFields f;
  private final MessageState message;
  private final Findings findings;
  private final Spots spots;
  private final EnvelopeRules envelope;

  StartRules(EventFields fields, MessageState message, Findings findings, Spots spots) {
    f = fields;
    this.message = message;
    this.findings = findings;
    this.spots = spots;
    envelope = new EnvelopeRules(fields, findings, spots);
  }

  /** Judges the event whose fields are there. */
  void judge() {
    if (f.kind(MESSAGE) != Kind.OBJECT) {
      findings.add(Code.P07, "", spots.at(MESSAGE));
      return;
    }
    message.id = f.text(MESSAGE_ID);
    message.model = f.text(MESSAGE_MODEL);
    message.usage(f, START_INPUT, START_OUTPUT, START_CACHE_CREATION, START_CACHE_READ);
    envelope.id(MESSAGE_ID);
    if (f.kind(MESSAGE_CONTENT) != Kind.ARRAY) {
      findings.add(
          Code.P04, "", spots.at(MESSAGE_CONTENT), "kind", f.kind(MESSAGE_CONTENT).words());
    }
    if (!f.isNumber(START_INPUT)) {
      findings.add(Code.P05, "", spots.at(START_INPUT));
    } else if (!f.isNumber(START_OUTPUT)) {
      findings.add(Code.P09, "", spots.at(START_OUTPUT));
    }
    envelope.name("type", MESSAGE_TYPE, Names.MESSAGE);
    envelope.name("role", MESSAGE_ROLE, Names.ASSISTANT);
    envelope.model(MESSAGE_MODEL);
    Kind reason = f.kind(MESSAGE_STOP_REASON);
    if (reason.present() && reason != Kind.STRING) {
      envelope.wrong("stop_reason", MESSAGE_STOP_REASON, reason.words(), "a string or null");
    }
    Kind sequence = f.kind(MESSAGE_STOP_SEQUENCE);
    if (sequence.present()) {
      envelope.wrong("stop_sequence", MESSAGE_STOP_SEQUENCE, sequence.words(), "null");
    }
  }
}
