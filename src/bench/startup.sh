#!/bin/sh
# Cold starts of ccproxy beside `node -e 0`: interleaved runs in one sitting, medians, ratios and peak memory.
#
#   src/bench/startup.sh [-n RUNS] [-d FOLDER] [-j JAVA_HOME]... [--no-archive] [-- COMMAND...]
#
#   -n RUNS       runs of each command, after two that are not counted (default 21)
#   -d FOLDER     the distribution (default target/ccproxy)
#   -j JAVA_HOME  a Java to measure, may be repeated (default: the one of the shell, then others in /usr/lib/jvm)
#   --no-archive  without the class archive; otherwise each Java's archive is made first, in a scratch cache
#   COMMAND       arguments of ccproxy in one word, e.g. -- --version providers "init --dry-run" (default: --version)
#
# It needs python3 and node. HOME and the working folder are scratch folders.
command -v python3 >/dev/null || { echo 'startup.sh: there is no python3 on PATH' >&2; exit 2; }
root=$(cd -P "${0%/*}/../.." && pwd)
exec python3 - --root "$root" "$@" <<'PYTHON'
import argparse
import glob
import os
import shlex
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

WARM_UP = 2
ARCHIVE_SECONDS = 60


def arguments():
    parser = argparse.ArgumentParser(prog="startup.sh")
    parser.add_argument("--root", help=argparse.SUPPRESS)
    parser.add_argument("-n", "--runs", type=int, default=21)
    parser.add_argument("-d", "--dist")
    parser.add_argument("-j", "--java", action="append")
    parser.add_argument("--no-archive", action="store_true")
    parser.add_argument("command", nargs="*", default=["--version"])
    return parser.parse_args()


def java_homes():
    """One home of each Java release: the shell's own first."""
    homes = []
    if os.environ.get("JAVA_HOME"):
        homes.append(os.environ["JAVA_HOME"])
    java = shutil.which("java")
    if java:
        homes.append(os.path.dirname(os.path.dirname(os.path.realpath(java))))
    homes += sorted(glob.glob("/usr/lib/jvm/*"))
    found = {}
    for home in homes:
        version = java_version(home)
        if version and int(version.split(".")[0]) >= 17:
            found.setdefault(version, home)
    return list(found.values())


def java_version(home):
    try:
        with open(os.path.join(home, "release"), encoding="utf-8") as release:
            for line in release:
                if line.startswith("JAVA_VERSION="):
                    return line.split("=", 1)[1].strip().strip('"')
    except OSError:
        pass
    return None


def run(command, env, cwd):
    """Wall time in ms, CPU time in ms, peak resident memory in MiB, exit code."""
    start = time.perf_counter()
    process = subprocess.Popen(
        command,
        env=env,
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    kib = usage.ru_maxrss / 1024 if sys.platform == "darwin" else usage.ru_maxrss
    cpu = usage.ru_utime + usage.ru_stime
    return wall * 1e3, cpu * 1e3, kib / 1024, process.returncode


def train(launcher, env, cwd):
    """Lets the first command order the archive, waits for the end of the training, and says how long that took."""
    run([launcher, "--version"], env, cwd)
    start = time.monotonic()
    while time.monotonic() - start < ARCHIVE_SECONDS:
        names = {name for _, folders, files in os.walk(env["XDG_CACHE_HOME"]) for name in folders + files}
        if "lock" not in names and names & {"classes.jsa", "classes.aot"}:
            return time.monotonic() - start
        time.sleep(0.02)
    sys.exit(f"startup.sh: no class archive after {ARCHIVE_SECONDS} s; --no-archive measures without")


def main():
    args = arguments()
    dist = os.path.abspath(args.dist or os.path.join(args.root, "target", "ccproxy"))
    launcher = os.path.join(dist, "bin", "ccproxy")
    node = shutil.which("node")
    if not os.access(launcher, os.X_OK):
        sys.exit(f"startup.sh: there is no {launcher}; build it with: mvn -q -DskipTests package")
    if not node:
        sys.exit("startup.sh: there is no node on PATH, and the ratios are to node -e 0")
    with tempfile.TemporaryDirectory() as scratch:
        rows = {("node -e 0", ""): ([node, "-e", "0"], dict(os.environ))}
        for home in args.java or java_homes():
            version = java_version(home) or home
            env = {k: v for k, v in os.environ.items() if k not in ("CCPROXY_JAVA_OPTS", "CCPROXY_NO_ARCHIVE")}
            env.update(
                JAVA_HOME=home,
                HOME=os.path.join(scratch, "home"),
                XDG_CACHE_HOME=os.path.join(scratch, "cache-" + version),
            )
            os.makedirs(env["HOME"], exist_ok=True)
            if args.no_archive:
                env["CCPROXY_NO_ARCHIVE"] = "1"
            else:
                print(f"Java {version}: archive ready {train(launcher, env, scratch):.1f} s after the first command")
            for command in args.command:
                rows["ccproxy " + command, version] = ([launcher, *shlex.split(command)], env)
        results = {row: [] for row in rows}
        for number in range(WARM_UP + args.runs):
            for row, (command, env) in rows.items():
                result = run(command, env, scratch)
                if number >= WARM_UP:
                    results[row].append(result)
    report(results)


def report(results):
    base = statistics.median(r[0] for r in results["node -e 0", ""])
    print(f"{'command':34} {'Java':10} {'median ms':>9} {'min':>7} {'cpu ms':>7} {'x node':>7} {'MiB':>6}  exit")
    for (name, version), runs in results.items():
        wall = statistics.median(r[0] for r in runs)
        codes = ",".join(str(code) for code in sorted({r[3] for r in runs}))
        print(
            f"{name:34} {version:10} {wall:9.1f} {min(r[0] for r in runs):7.1f}"
            f" {statistics.median(r[1] for r in runs):7.1f} {wall / base:7.2f} {max(r[2] for r in runs):6.1f}  {codes}"
        )


main()
PYTHON
