package dev.ccproxy.wire;

/** Id and name of a tool call, in a stream or in a body. */
final class ToolRules {
  private final FieldSink f;
  private final int idSlot;
  private final int nameSlot;
  private final MessageState message;
  private final Findings findings;
  private final Spots spots;

  ToolRules(
      FieldSink fields,
      int idSlot,
      int nameSlot,
      MessageState message,
      Findings findings,
      Spots spots) {
    f = fields;
    this.idSlot = idSlot;
    this.nameSlot = nameSlot;
    this.message = message;
    this.findings = findings;
    this.spots = spots;
  }

  /** Judges the call whose id and name are there. */
  void judge() {
    message.toolCalls++;
    id();
    name();
  }

  private void id() {
    if (f.length(idSlot) == 0) {
      findings.add(Code.T01, "", spots.at(idSlot));
      return;
    }
    if (!f.isIdentifier(idSlot)) {
      findings.add(Code.T02, "", spots.at(idSlot), "id", f.text(idSlot));
    }
    if (!message.toolIds.add(f.hash(idSlot))) {
      findings.add(Code.T03, "", spots.at(idSlot), "id", f.text(idSlot));
    }
    if (message.toolIds.full()) {
      message.limits.add(Limit.TOOL_IDS);
    }
  }

  private void name() {
    String name = f.text(nameSlot);
    if (name.isEmpty()) {
      findings.add(Code.T12, "no-name", spots.at(nameSlot), "what", "a tool call has no name");
      return;
    }
    if (message.toolCalls == 1) {
      message.firstTool = name;
    }
    MessagesRequest request = message.context.request();
    if (request == null) {
      return;
    }
    boolean cut = f.length(nameSlot) > FieldSink.KEPT;
    if (cut || request.tool(name) == null) {
      String what = "the tool " + Findings.bounded(name, Findings.SHOWN / 2);
      findings.add(Code.T12, "", spots.at(nameSlot), "what", what + " was not declared");
    }
    MessagesRequest.ToolChoice choice = request.toolChoice();
    if (choice.type().equals("tool") && !choice.name().equals(name)) {
      message.otherThanChosen = name;
    }
  }
}
