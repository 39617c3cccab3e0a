"""Measures our name server beside others, in turns of one run. See Scripts/benchmark --help and docs/performance.md."""
import argparse
import json
import os
import random
import shutil
import socket
import statistics
import subprocess
import sys
import time

import nameservers as ns

CLIENTS = 8
# A rate that every server keeps up with: what an answer takes then is the server's own time, and not a queue's.
STEADY_RATE = 5000


def table(size):
    return [(f"host-{index}", f"10.{index >> 16 & 255}.{index >> 8 & 255}.{index & 255}") for index in range(1, size + 1)]


class Report:
    """Rows: a figure, its values, its goal, and whether that is met."""

    def __init__(self, path):
        self.path, self.rows = path, []

    def add(self, figure, unit, values, goal=None, met=None):
        values = sorted(values)
        row = {
            "figure": figure, "unit": unit, "median": round(statistics.median(values), 3),
            "smallest": round(values[0], 3), "largest": round(values[-1], 3), "runs": len(values),
        }
        if goal is not None:
            row |= {"goal": goal, "met": bool(met)}
        self.rows.append(row)
        print(f"  {figure}: {row['median']} {unit}", file=sys.stderr)

    def end(self):
        print(f"{'figure':58}{'median':>12}{'smallest':>12}{'largest':>12}  unit   goal")
        for row in self.rows:
            goal = f"{row['goal']}: {'met' if row['met'] else 'MISSED'}" if "goal" in row else ""
            print(f"{row['figure']:58}{row['median']:>12}{row['smallest']:>12}{row['largest']:>12}  {row['unit']:6} {goal}")
        if self.path:
            with open(self.path, "w") as file:
                file.writelines(json.dumps(row) + "\n" for row in self.rows)


def load(server, questions, seconds, rate=None):
    """Asks for some seconds. Returns the answers a second, how long each took in milliseconds (with a rate), what was lost."""
    arguments = ["dnsperf", "-s", "127.0.0.1", "-p", str(server.port), "-d", questions, "-l", str(seconds), "-c", str(CLIENTS)]
    if rate:
        arguments += ["-Q", str(rate), "-v"]
    before = server.processor_seconds()
    text = subprocess.run(arguments, capture_output=True, text=True, check=True).stdout
    used = server.processor_seconds() - before
    found, times = {}, []
    for line in text.splitlines():
        if line.startswith("> "):
            times.append(float(line.split()[-1]) * 1000)
        elif ":" in line:
            key, value = line.split(":", 1)
            found[key.strip()] = value.split()
    return {
        "rate": float(found["Queries per second"][0]), "times": sorted(times), "lost": int(found["Queries lost"][0]),
        "processor": used / max(1, int(found["Queries completed"][0])) * 1e6,
    }  # fmt: skip


def percentile(values, share):
    return values[min(len(values) - 1, int(len(values) * share))] if values else 0.0


def answers(report, folder, options, size):
    """Every server with the same table, asked in turns."""
    rows = table(size)
    questions = ns.write(folder, "questions", "".join(f"host-{random.randint(1, size)}.docker A\n" for _ in range(200_000)))
    servers = [ns.ours(folder, rows, options.tool), ns.knot(folder, rows), ns.dnsmasq(folder, rows)]
    if size <= 100_000:
        servers.append(ns.unbound(folder, rows))
    servers.append(ns.echo(folder, options.echo))
    names = [server.name for server in servers]
    results = {name: [] for name in names}
    steady = {name: [] for name in names}
    try:
        for server in servers:
            server.wait(f"host-{size}.docker", 600)
            load(server, questions, 1)
        for _ in range(options.rounds):
            for server in servers:
                results[server.name].append(load(server, questions, options.seconds))
            for server in servers:
                steady[server.name].append(load(server, questions, options.seconds, STEADY_RATE))
        memory = {server.name: server.memory() for server in servers}
    finally:
        for server in servers:
            server.stop()

    def ratio(other):
        # Of one round each: what else the machine does changes from round to round.
        return [mine["rate"] / theirs["rate"] for mine, theirs in zip(results["ours"], results[other])]

    for name in names:
        report.add(f"answers a second, {size} names, {name}", "1/s", [one["rate"] for one in results[name]])
        report.add(f"processor time an answer, {size} names, {name}", "us", [one["processor"] for one in results[name]])
    if size <= 100_000:
        knot, dnsmasq = ratio("knot"), ratio("dnsmasq")
        report.add(f"answers beside dnsmasq's, {size} names", "times", dnsmasq, ">= 1.3", statistics.median(dnsmasq) >= 1.3)
        report.add(f"answers beside Knot's, {size} names", "times", knot, ">= 0.85", statistics.median(knot) >= 0.85)
    late = {name: [percentile(one["times"], 0.99) for one in steady[name]] for name in names}
    for name in names:
        report.add(f"99 % of answers at {STEADY_RATE}/s within, {size} names, {name}", "ms", late[name])
    best = min(statistics.median(late[name]) for name in ("knot", "dnsmasq"))
    mine = statistics.median(late["ours"])
    report.add(f"99 % of answers beside the better one's, {size} names", "times", [mine / best], "<= 1", mine <= best)
    for name in names:
        report.add(f"memory, {size} names, {name}", "MB", [memory[name]])
    lost = sum(one["lost"] for one in results["ours"] + steady["ours"])
    report.add(f"answers lost, {size} names, ours", "", [lost], "0", lost == 0)


def resolves(port, name, seconds=60):
    """Returns when a name has an address."""
    message = ns.question(name, ns.A)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        client.connect(("127.0.0.1", port))
        client.settimeout(1)
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            client.send(message)
            if client.recv(65535)[7] > 0:
                return
    raise SystemExit(f"{name} does not resolve after {seconds} s")


def announce(options, folder, names, address):
    # An address for each name would need a process for each.
    arguments = [options.emitter, "up", *names, "--address", address, "--url", f"unix://{folder}/announce.sock"]
    return subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def changes(report, folder, options, size):
    """From the emitter's start until the name resolves, and a burst: at a size."""
    server = ns.ours(folder, table(size), options.tool)
    times = []
    try:
        server.wait(f"host-{size}.docker", 600)
        while not os.path.exists(f"{folder}/announce.sock"):
            time.sleep(0.05)
        for index in range(options.changes):
            started = time.monotonic()
            process = announce(options, folder, [f"new-{index}"], f"10.250.0.{index + 1}")
            resolves(server.port, f"new-{index}.docker")
            times.append((time.monotonic() - started) * 1000)
            if process.wait() != 0:
                raise SystemExit(process.stderr.read().decode())
        started = time.monotonic()
        burst = [
            announce(options, folder, [f"burst-{part}-{index}" for index in range(1000)], f"10.251.0.{part + 1}")
            for part in range(10)
        ]
        for part in range(10):
            resolves(server.port, f"burst-{part}-999.docker")
        seconds = time.monotonic() - started
        for process in burst:
            process.wait()
    finally:
        server.stop()
    report.add(f"an emitter's start until its name resolves, {size} names", "ms", times)
    report.add(f"10,000 names of ten emitters until the last resolves, {size} names", "1/s", [10_000 / seconds])
    return statistics.median(times)


def forwarding(report, folder, options):
    """What a forwarder costs, before a server that answers at once."""
    rows = table(1000)
    questions = ns.write(folder, "questions", "".join(f"host-{random.randint(1, 1000)}.example A\n" for _ in range(20_000)))
    echo = ns.echo(folder, options.echo)
    upstream = f"127.0.0.1:{echo.port}"
    servers = [ns.ours(folder, rows, options.tool, upstream), ns.dnsmasq(folder, rows, upstream)]
    results = {server.name: [] for server in servers}
    try:
        for server in servers:
            server.wait("host-1.docker")
        for _ in range(options.rounds):
            for server in servers:
                results[server.name].append(load(server, questions, options.seconds)["rate"])
    finally:
        for server in servers + [echo]:
            server.stop()
    for name, rates in results.items():
        report.add(f"forwarded answers a second, {name}", "1/s", rates)
    report.add("forwarded answers beside dnsmasq's", "times", [a / b for a, b in zip(results["ours"], results["dnsmasq"])])


def main():
    parser = argparse.ArgumentParser(prog="Scripts/benchmark names")
    parser.add_argument("--sizes", default="10,10000,1000000")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=4)
    parser.add_argument("--changes", type=int, default=40)
    parser.add_argument("--only", choices=["answers", "changes", "forwarding"])
    parser.add_argument("--json")
    parser.add_argument("--folder", default="/tmp")
    for name in ("tool", "emitter", "echo"):
        parser.add_argument(f"--{name}", required=True, help=argparse.SUPPRESS)
    options = parser.parse_args()
    sizes = [int(size) for size in options.sizes.split(",")]
    report = Report(options.json)
    folder = os.path.join(options.folder, f"my-docker-network-names.{os.getpid()}")

    def apart(function, *arguments):
        """Runs a part in a folder of its own, and leaves nothing of it."""
        os.makedirs(folder)
        try:
            return function(report, folder, options, *arguments)
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    if options.only in (None, "answers"):
        for size in sizes:
            apart(answers, size)
    if options.only in (None, "changes"):
        medians = {size: apart(changes, size) for size in sorted({*sizes, 100_000})}
        slower = medians[100_000] / medians[min(medians)]
        report.add("a change at 100,000 names beside one at the fewest", "times", [slower], "<= 1.2", slower <= 1.2)
    if options.only in (None, "forwarding"):
        apart(forwarding)
    report.end()


if __name__ == "__main__":
    main()
