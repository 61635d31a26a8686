#!/bin/sh
# Speed and memory of ccproxy on big files: `inspect` on a recorded stream, and `explain` on a log beside ripgrep with the
# words of the same signatures. Medians of runs that take turns; nothing is judged.
#
#   src/bench/throughput.sh [-n RUNS] [-d FOLDER] [--stream MB] [--log MB]
#
#   -n RUNS      runs of each command, after one that is not counted (default 3)
#   -d FOLDER    the distribution (default target/ccproxy)
#   --stream MB  size of the stream (default 100)
#   --log MB     size of the log (default 1000); the scratch folder of the system must hold both
#
# It needs python3; without rg on PATH there is no ratio. MB are 1,000,000 bytes. "after start" leaves out the time that
# the same command takes on a file of a few lines.
command -v python3 >/dev/null || { echo 'throughput.sh: there is no python3 on PATH' >&2; exit 2; }
root=$(cd -P "${0%/*}/../.." && pwd)
exec python3 - --root "$root" "$@" <<'PYTHON'
import argparse
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

MB = 1_000_000
SIGNATURES = "src/main/resources/dev/ccproxy/explain/signatures.txt"
HOLE = re.compile(r"\$\{[^}:]*(?::(\w+))?\}")
HOLES = {"number": r"[0-9]+", "number5": r"[0-9]{5,}", "word": r"[\w-]+", "some": r".{1,300}"}
WORDS = "the gateway hands each request to the provider and waits for the answer piece by piece ".split()
HEALTHY = [
    'INFO:     127.0.0.1:{port} - "POST /v1/messages?beta=true HTTP/1.1" 200 OK',
    "07:{minute:02}:{second:02} - LiteLLM Proxy:INFO: common_request_processing.py:{port} - request {port} served by deployment 4f{port}",
    "07:{minute:02}:{second:02} - LiteLLM Router:INFO: router.py:1247 - litellm.acompletion(model=openai/gpt-6.1-terra) 200 OK",
    'INFO:     127.0.0.1:{port} - "GET /health/liveliness HTTP/1.1" 200 OK',
]
FAULTY = [
    "07:{minute:02}:{second:02} - LiteLLM Proxy:ERROR: common_request_processing.py:1984 - Exception occured - litellm.RateLimitError:"
    ' OpenAIException - {{"error":{{"message":"Rate limit reached for gpt-6.1-terra","code":"rate_limit_exceeded"}}}}',
    'INFO:     127.0.0.1:{port} - "POST /v1/messages?beta=true HTTP/1.1" 429 Too Many Requests',
]


def arguments():
    parser = argparse.ArgumentParser(prog="throughput.sh")
    parser.add_argument("--root", help=argparse.SUPPRESS)
    parser.add_argument("-n", "--runs", type=int, default=3)
    parser.add_argument("-d", "--dist")
    parser.add_argument("--stream", type=int, default=100)
    parser.add_argument("--log", type=int, default=1000)
    return parser.parse_args()


def event(name, **fields):
    return f"event: {name}\ndata: {json.dumps({'type': name, **fields}, separators=(',', ':'))}\n\n".encode()


def write_stream(path, size):
    """One long text in many deltas, each with the words of a chunk of some provider."""
    start = {"id": "msg_01", "type": "message", "role": "assistant", "content": [], "model": "gpt-6.1-terra"}
    start |= {"stop_reason": None, "stop_sequence": None, "usage": {"input_tokens": 25, "output_tokens": 1}}
    texts = [" ".join(WORDS[i % len(WORDS)] for i in range(k, k + 3 + k % 5)) + " " for k in range(1000)]
    deltas = [{"type": "text_delta", "text": text} for text in texts]
    block = b"".join(event("content_block_delta", index=0, delta=delta) for delta in deltas)
    with open(path, "wb") as out:
        out.write(event("message_start", message=start))
        out.write(event("content_block_start", index=0, content_block={"type": "text", "text": ""}))
        while out.tell() < size:
            out.write(block)
        out.write(event("content_block_stop", index=0))
        delta = {"stop_reason": "end_turn", "stop_sequence": None}
        out.write(event("message_delta", delta=delta, usage={"output_tokens": size // 4}))
        out.write(event("message_stop"))


def write_log(path, size):
    """The log of a gateway on which one request of a hundred fails."""
    lines = []
    for i in range(40_000):
        kind = FAULTY[i // 100 % 2] if i % 100 == 99 else HEALTHY[i % 4]
        lines.append(kind.format(port=30_000 + i * 7 % 30_000, minute=i // 60 % 60, second=i % 60))
    block = ("\n".join(lines) + "\n").encode()
    with open(path, "wb") as out:
        while out.tell() < size:
            out.write(block)


def patterns(signatures):
    """The words of the signatures as regular expressions, without what makes explain lenient but the letter case."""
    found = []
    with open(signatures, encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("match:"):
                words = line[len("match:") :].strip()
                begin = "^" if words.startswith("^") else ""
                out, last = [], 0
                words = words[len(begin) :]
                for hole in HOLE.finditer(words):
                    out += [re.escape(words[last : hole.start()]), HOLES.get(hole.group(1), r".{0,300}")]
                    last = hole.end()
                out.append(re.escape(words[last:]))
                found.append(begin + "".join(out).replace(r"\ ", " "))
    return found


def run(command, env):
    """Wall time in s, peak resident memory in MiB, exit code."""
    start = time.perf_counter()
    process = subprocess.Popen(
        command, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    kib = usage.ru_maxrss / 1024 if sys.platform == "darwin" else usage.ru_maxrss
    return wall, kib / 1024, process.returncode


def measure(commands, env, runs):
    results = {name: [] for name in commands}
    for number in range(1 + runs):
        for name, command in commands.items():
            result = run(command, env)
            if number:
                results[name].append(result)
    return {
        name: (statistics.median(r[0] for r in all), max(r[1] for r in all), sorted({r[2] for r in all}))
        for name, all in results.items()
    }


def report(name, size, result, base=0.0):
    wall, rss, codes = result
    after = f"{size / MB / (wall - base):7.0f} after start" if base else " " * 19
    codes = ",".join(map(str, codes))
    print(f"{name:16} {size / MB:6.0f} MB {wall:7.2f} s {size / MB / wall:7.0f} MB/s {after} {rss:7.1f} MiB  exit {codes}")
    return size / (wall - base)


def main():
    args = arguments()
    dist = os.path.abspath(args.dist or os.path.join(args.root, "target", "ccproxy"))
    launcher = os.path.join(dist, "bin", "ccproxy")
    if not os.access(launcher, os.X_OK):
        sys.exit(f"throughput.sh: there is no {launcher}; build it with: mvn -q -DskipTests package")
    rg = shutil.which("rg")
    with tempfile.TemporaryDirectory() as scratch:
        def file(name):
            return os.path.join(scratch, name)

        env = {k: v for k, v in os.environ.items() if k not in ("CCPROXY_JAVA_OPTS", "RIPGREP_CONFIG_PATH")}
        env |= {"HOME": scratch, "XDG_CACHE_HOME": file("cache"), "CCPROXY_NO_ARCHIVE": "1"}
        write_stream(file("big.sse"), args.stream * MB)
        write_stream(file("small.sse"), 1)
        result = measure(
            {
                "small": [launcher, "inspect", file("small.sse")],
                "inspect": [launcher, "inspect", file("big.sse")],
            },
            env,
            args.runs,
        )
        report("inspect", os.path.getsize(file("big.sse")), result["inspect"], result["small"][0])
        os.remove(file("big.sse"))

        write_log(file("big.log"), args.log * MB)
        write_log(file("small.log"), 1)
        size = os.path.getsize(file("big.log"))
        commands = {
            "small": [launcher, "explain", "--no-context", file("small.log")],
            "explain": [launcher, "explain", "--no-context", file("big.log")],
        }
        if rg:
            words = patterns(os.path.join(args.root, SIGNATURES))
            with open(file("patterns"), "w", encoding="utf-8") as out:
                out.write("\n".join(words) + "\n")
            commands["rg"] = [rg, "--no-mmap", "-c", "-i", "-f", file("patterns"), file("big.log")]
        result = measure(commands, env, args.runs)
        speed = report("explain", size, result["explain"])
        if rg:
            other = report(f"rg -c -i -f {len(words)}", size, result["rg"])
            print(f"explain is {speed / other:.2f} x as fast as rg")
        else:
            print("there is no rg on PATH to compare with")


main()
PYTHON
