"""What Anthropic's SDK for Python makes of each address: sdk_outcomes.py KEY MODEL, then on standard input one JSON object
a line: {"url", "run": "text|call|calls|body-text|body-call", "thinking"}. One JSON object a line comes back."""

import json
import sys
import warnings

import anthropic

warnings.simplefilter("ignore")
KEY, MODEL = sys.argv[1:]
FILES = {"notes/code.txt": "The code is QUARTZ-7141.", "notes/more.txt": "The code is BASALT-2208."}
TOOL = {
    "name": "read_file",
    "description": "Reads a file.",
    "input_schema": {
        "type": "object",
        "properties": {"path": {"type": "string"}, "limit": {"type": "integer"}},
        "required": ["path"],
    },
}
PROMPTS = {
    "text": "Which city is the capital of Norway?",
    "call": 'Call read_file with path "notes/code.txt" and limit 100.',
    "calls": 'Call read_file on both path "notes/code.txt" and path "notes/more.txt".',
}


def ask(client, job, messages):
    request = {"model": MODEL, "max_tokens": 4000, "messages": messages}
    if not job["run"].endswith("text"):
        request["tools"] = [TOOL]
    if job["thinking"]:
        request["thinking"] = {"type": "enabled", "budget_tokens": 1024}
    if job["run"].startswith("body-"):
        return client.messages.create(**request)
    with client.messages.stream(**request) as stream:
        return stream.get_final_message()


def seen(message):
    content = getattr(message, "content", None)
    blocks = content if isinstance(content, list) else []
    usage = getattr(message, "usage", None)
    tokens = getattr(usage, "output_tokens", None)
    return {
        "message": isinstance(content, list),
        "stop": getattr(message, "stop_reason", None),
        "tokens": isinstance(tokens, int) and tokens > 0,
        "text": [getattr(b, "text", None) for b in blocks if b.type == "text"],
        "thinking": [getattr(b, "thinking", None) for b in blocks if b.type == "thinking"],
        "calls": [
            {"id": getattr(b, "id", None), "name": b.name, "input": getattr(b, "input", None)}
            for b in blocks
            if b.type == "tool_use"
        ],
    }


def content_of(call):
    given = call["input"]
    path = given.get("path") if isinstance(given, dict) else None
    return FILES.get(path, "no such file") if isinstance(path, str) else "no such file"


def play(job):
    client = anthropic.Anthropic(api_key=KEY, base_url=job["url"], max_retries=0, timeout=20)
    messages = [{"role": "user", "content": PROMPTS[job["run"].replace("body-", "")]}]
    first = ask(client, job, messages)
    turns = [seen(first)]
    if turns[0]["calls"]:
        results = [
            {"type": "tool_result", "tool_use_id": call["id"], "content": content_of(call)}
            for call in turns[0]["calls"]
        ]
        messages += [{"role": "assistant", "content": first.content}, {"role": "user", "content": results}]
        turns.append(seen(ask(client, job, messages)))
    return turns


for line in sys.stdin:
    job = json.loads(line)
    try:
        result = {"turns": play(job)}
    except Exception as e:  # whatever it is, it is what a user would see
        result = {"error": f"{type(e).__name__}: {e}"}
    print(json.dumps({"version": anthropic.__version__, **result}), flush=True)
