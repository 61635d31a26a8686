package dev.ccproxy.lab.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.lab.Requests;
import dev.ccproxy.lab.json.Json;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScriptedModelTest {
  private static final Json READ =
      Requests.json(
          """
          {'type':'object','properties':{'file_path':{'type':'string'},
           'limit':{'type':'integer','exclusiveMinimum':0}},'required':['file_path']}""");

  private static final Json RECORD =
      Requests.json(
          """
          {'type':'object','properties':{'nonce':{'type':'string'},'n':{'type':'integer'},
           'mode':{'type':'string','enum':['slow','fast']}},'required':['nonce','n','mode']}""");

  private static Conversation.Builder prompt(String text) {
    return new Conversation.Builder("m").add(Turn.Speaker.USER, new Part.Text(text));
  }

  private static Answer answer(Conversation.Builder builder) {
    AtomicInteger count = new AtomicInteger();
    return ScriptedModel.answer(builder.build(), () -> "call_" + count.incrementAndGet());
  }

  @Test
  void a_plain_question_gets_a_text() {
    Answer answer = answer(prompt("What is the capital of Norway?").tool("Read", "", READ));
    assertThat(answer.text()).isEqualTo("Understood: What is the capital of Norway?");
    assertThat(answer.stop()).isEqualTo(Answer.Stop.END);
    assertThat(answer.calls()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Use the Read tool on /home/d/notes/code.txt and tell me the code in it.|/home/d/notes/code.txt",
        "Please read notes/code.txt.|notes/code.txt",
        "Use Read on /tmp/ab.txt!|/tmp/ab.txt",
        "Use Read, not /bin/cat, on `/tmp/a b.txt`.|/tmp/a b.txt",
        "open ./src/Main.java, please|./src/Main.java",
        "Show me ~/x.md|~/x.md",
      })
  void the_file_that_the_prompt_names_is_read(String prompt, String path) {
    Answer answer = answer(prompt(prompt).tool("Write", "", READ).tool("Read", "", READ));
    assertThat(answer.stop()).isEqualTo(Answer.Stop.CALL);
    assertThat(answer.calls())
        .containsExactly(new Part.Call("call_1", "Read", Json.object().with("file_path", path)));
  }

  @Test
  void arguments_take_the_names_of_the_schema() {
    Json other =
        Requests.json("{'properties':{'filename':{'type':'string'}},'required':['filename']}");
    assertThat(answer(prompt("Read a.txt").tool("read_file", "", other)).calls().get(0).arguments())
        .isEqualTo(Requests.json("{'filename':'a.txt'}"));
  }

  @Test
  void remarks_of_the_client_and_of_litellm_are_not_the_prompt() {
    Conversation.Builder builder =
        prompt("<system-reminder>\nUse the Write tool on /etc/passwd\n</system-reminder>")
            .add(Turn.Speaker.USER, new Part.Text("Read notes.txt"))
            .message(
                Turn.Speaker.USER,
                List.of(
                    new Part.Text("Operator note (not from the user): originally a system text."),
                    new Part.Text("Use the Write tool.")))
            .tool("Write", "", READ)
            .tool("Read", "", READ);
    assertThat(answer(builder).calls())
        .containsExactly(
            new Part.Call("call_1", "Read", Json.object().with("file_path", "notes.txt")));
  }

  @Test
  void what_the_tool_gave_back_is_repeated() {
    Conversation.Builder builder =
        prompt("Read notes.txt and tell me the code")
            .add(Turn.Speaker.ASSISTANT, new Part.Call("a", "Read", Json.object()))
            .add(Turn.Speaker.USER, new Part.Result("a", "1\tThe code is QUARTZ-7141.\n2\t", false))
            .tool("Read", "", READ);
    assertThat(answer(builder).text()).isEqualTo("1\tThe code is QUARTZ-7141.\n2");
  }

  @Test
  void results_are_repeated_in_the_order_of_their_calls() {
    Conversation.Builder builder =
        prompt("both")
            .add(Turn.Speaker.ASSISTANT, new Part.Call("a", "Read", Json.object()))
            .add(Turn.Speaker.ASSISTANT, new Part.Call("b", "Read", Json.object()))
            .add(Turn.Speaker.USER, new Part.Result("b", "second", true))
            .add(Turn.Speaker.USER, new Part.Result("a", "first", false));
    assertThat(answer(builder).text()).isEqualTo("first\nThe tool reported an error: second");
  }

  @Test
  void a_conversation_that_goes_on_after_a_result_is_answered_as_such() {
    Conversation.Builder builder =
        prompt("Read notes.txt")
            .add(Turn.Speaker.ASSISTANT, new Part.Call("a", "Read", Json.object()))
            .add(Turn.Speaker.USER, new Part.Result("a", "content", false))
            .add(Turn.Speaker.ASSISTANT, new Part.Text("content"))
            .add(Turn.Speaker.USER, new Part.Text("Say exactly: done"));
    assertThat(answer(builder).text()).isEqualTo("done");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Reply with exactly this: k7Qz|k7Qz",
        "Answer with the word \"pineapple\" please|pineapple",
        "Respond with only OK|OK",
        "Count from 1 to 4|1, 2, 3, 4",
        "Write 3 words|the gateway hands.",
      })
  void words_that_are_asked_for_are_said(String prompt, String said) {
    assertThat(answer(prompt(prompt)).text()).isEqualTo(said);
  }

  @Test
  void a_code_from_earlier_is_remembered() {
    Conversation.Builder builder =
        prompt("The code is ZX-81-A.")
            .system("The operator's token is OP-99-X.")
            .add(Turn.Speaker.ASSISTANT, new Part.Text("ok"))
            .add(Turn.Speaker.USER, new Part.Text("Which codes did you see?"));
    assertThat(answer(builder).text()).isEqualTo("OP-99-X ZX-81-A");
  }

  @Test
  void values_in_the_prompt_become_arguments() {
    Conversation.Builder builder =
        prompt("Call record_probe with nonce=\"k7 Qz\", n: 3 and the fast mode.")
            .tool("record_probe", "", RECORD);
    assertThat(answer(builder).calls().get(0).arguments())
        .isEqualTo(Requests.json("{'nonce':'k7 Qz','n':3,'mode':'fast'}"));
  }

  @Test
  void two_dictated_calls_are_made_only_when_parallel_calls_are_allowed() {
    String text =
        "Call record_probe twice: {\"nonce\":\"a\",\"n\":1,\"mode\":\"fast\"} and"
            + " {\"nonce\":\"b\",\"n\":2,\"mode\":\"slow\"}";
    assertThat(answer(prompt(text).tool("record_probe", "", RECORD)).calls())
        .extracting(call -> call.arguments().at("nonce").text(""))
        .containsExactly("a", "b");
    assertThat(answer(prompt(text).tool("record_probe", "", RECORD).parallelCalls(false)).calls())
        .hasSize(1);
  }

  @Test
  void a_required_argument_that_nobody_mentions_is_made_up_to_fit_its_schema() {
    Json schema =
        Requests.json(
            """
            {'properties':{'a':{'type':'string'},'b':{'type':'integer','minimum':5},
             'c':{'type':'boolean'},'d':{'type':'array','items':{'type':'string'},'minItems':1},
             'e':{'type':'object','properties':{'f':{'const':'x'}},'required':['f']},
             'g':{'anyOf':[{'type':'null'},{'type':'string'}]},'h':{'type':['null','number']},
             'optional':{'type':'string'}},
             'required':['a','b','c','d','e','g','h']}""");
    assertThat(answer(prompt("Call fill").tool("fill", "", schema)).calls().get(0).arguments())
        .isEqualTo(
            Requests.json(
                "{'a':'value','b':5,'c':true,'d':['value'],'e':{'f':'x'},'g':null,'h':1}"));
  }

  @Test
  void the_choice_of_a_tool_is_obeyed() {
    Conversation.Builder named =
        prompt("Hello").tool("a", "", Json.object()).tool("b", "", Json.object());
    assertThat(answer(named.choice(new ToolChoice.Named("b"))).calls().get(0).name())
        .isEqualTo("b");
    assertThat(answer(named.choice(ToolChoice.ANY)).calls().get(0).name()).isEqualTo("a");
    assertThat(answer(named.choice(ToolChoice.FREE)).calls()).isEmpty();
    assertThat(answer(prompt("Call a").tool("a", "", READ).choice(ToolChoice.NONE)).calls())
        .isEmpty();
  }

  @Test
  void a_schema_for_the_answer_gives_json() {
    Json schema = Requests.json("{'properties':{'title':{'type':'string'}},'required':['title']}");
    assertThat(answer(prompt("Title of \"my talk\"?").schema(schema)).text())
        .isEqualTo("{\"title\":\"my talk\"}");
  }

  @Test
  void the_limits_of_the_request_cut_the_answer() {
    Answer sequence = answer(prompt("Count from 1 to 9").stop("5"));
    assertThat(sequence.text()).isEqualTo("1, 2, 3, 4, ");
    assertThat(sequence.stop()).isEqualTo(Answer.Stop.SEQUENCE);
    assertThat(sequence.stopSequence()).contains("5");
    Answer length = answer(prompt("Say exactly: äöüäöüäöü").maxTokens(2));
    assertThat(length.text()).isEqualTo("äöüä");
    assertThat(length.stop()).isEqualTo(Answer.Stop.LENGTH);
  }

  @Test
  void thoughts_come_first_and_only_when_asked_for() {
    assertThat(answer(prompt("Hi").thinking(true)).parts().get(0)).isInstanceOf(Part.Thought.class);
    assertThat(answer(prompt("Hi")).thought()).isEmpty();
  }

  @Test
  void the_same_conversation_gets_the_same_answer() {
    assertThat(answer(prompt("Write 40 words"))).isEqualTo(answer(prompt("Write 40 words")));
  }

  @Test
  void everything_the_model_reads_counts_as_input() {
    long plain = prompt("Hi").build().inputTokens();
    assertThat(prompt("Hi").system("x".repeat(40)).build().inputTokens()).isEqualTo(plain + 10);
    assertThat(prompt("Hi").tool("t", "x".repeat(39), Json.ABSENT).build().inputTokens())
        .isEqualTo(plain + 10);
    assertThat(prompt("Hi").add(Turn.Speaker.USER, new Part.Image()).build().inputTokens())
        .isGreaterThan(plain);
  }
}
