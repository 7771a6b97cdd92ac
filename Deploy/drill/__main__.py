"""Runs the drill and prints what became of the clients. `Deploy/failover-drill` says how it is called."""

import argparse
import contextlib
import json
import os
import shutil
import signal
import sys
import tempfile
import time

from . import processes
from .clients import Crowd
from .cluster import Cluster
from .faults import ALL, BOUND
from .nodes import TIME_TO_LIVE
from .processes import DrillFault, NotKept, wait_until
from .program import Program
from .verdict import find_changed_answers, find_losses, nodes_that_differ, read_check_ins


def note(line):
    """How far it is. Standard output is the table's."""
    print(line, file=sys.stderr, flush=True)


def read_options():
    parser = argparse.ArgumentParser(prog="Deploy/failover-drill", add_help=False)
    parser.add_argument("--programs", required=True)
    parser.add_argument("--only", action="append", choices=[fault.name for fault in ALL], default=[])
    parser.add_argument("--clients", type=int, default=24)
    parser.add_argument("--json")
    parser.add_argument("--logs")
    parser.add_argument("--keep", action="store_true")
    return parser.parse_args()


class Drill:
    """One cluster, one crowd, one fault after the other."""

    def __init__(self, options, folder):
        self.options = options
        self.cluster = Cluster(folder)
        self.program = Program(options.programs, self.cluster, folder)
        self.crowd = None
        # What is there before the first write: the patients' earlier check-ins, and what an audit finds in their
        # made-up past, of which nobody kept a trail.
        self.earlier = {}
        self.lacking = set()
        self.results = []

    def set_up(self):
        note("Starting etcd and three nodes.")
        self.cluster.start()
        note("Making the schema and the patients.")
        self.program.install(patients=20 * self.options.clients)
        self.earlier = read_check_ins(self.cluster)
        self.lacking = self.program.violations()
        self.program.serve()
        self.crowd = Crowd(self.options.clients, self.program.ports, self.program.people)

    def suffer(self, fault):
        """The fault, the way back, and the comparison of what was acknowledged with what is there."""
        self.cluster.wait_until_whole()
        before = self.cluster.primary()
        self.crowd.go()
        self.wait_for_everybody(since=time.monotonic())
        time.sleep(2)
        self.crowd.answers.take()
        written = len(self.crowd.writes())
        note(f"{fault.name}: {fault.__doc__.split('.')[0]}.")
        struck = time.monotonic()
        counts_from = fault.strike(self.cluster) or struck
        self.wait_for_everybody(since=counts_from)
        # These acknowledgements may have been the old primary's last ones.
        after = self.cluster.primary()
        self.wait_for_everybody(since=time.monotonic())
        time.sleep(3)
        fault.mend(self.cluster)
        self.cluster.wait_until_whole()
        time.sleep(2)
        if not self.crowd.rest():
            raise NotKept("A client never got its last write acknowledged.")
        gap = self.crowd.longest_gap(struck)
        back = gap if counts_from == struck else self.crowd.first_after(counts_from) - counts_from
        self.judge(fault, before, after, struck, gap, back, written)

    def wait_for_everybody(self, since):
        try:
            wait_until(lambda: self.crowd.are_back_since(since), 4 * BOUND, "an acknowledgement for every client")
        except DrillFault as fault:
            raise NotKept(f"{fault}; answers meanwhile: {self.crowd.answers.take()}") from fault

    def judge(self, fault, before, after, struck, gap, back, written):
        writes = self.crowd.writes()
        settled = sum(write.was_there for write in writes if write.acknowledged_at > struck)
        answers = self.crowd.answers.take()
        lost, twice = find_losses(self.cluster, writes, self.earlier)
        differing = nodes_that_differ(self.cluster)
        changed, replayed = find_changed_answers(writes, self.program.ports, struck)
        wrong = [words for client in self.crowd.clients for words in client.wrong]
        for client in self.crowd.clients:
            client.wrong = []
        faultless = not (lost or twice or differing or changed or wrong)
        kept = faultless and back <= BOUND and self.program.is_alive()
        for write in lost[:5]:
            note(f"  lost: check-in {write.check_in}, key {write.key}, {write.attempts} attempts")
        if differing:
            note(f"  other check-ins than the primary: {', '.join(differing)}")
        for words in sorted(set(wrong))[:5]:
            note(f"  unexpected: {words}")
        self.results.append({
            "fault": fault.name, "primaryBefore": before.name, "primaryAfter": after.name,
            "longestGapSeconds": round(gap, 2), "backAfterSeconds": round(back, 2),
            "countedFrom": fault.counts_from, "boundSeconds": BOUND, "acknowledged": len(writes) - written,
            "settledByKey": settled, "lost": len(lost), "duplicates": twice, "replayed": replayed, "answeredOtherwise": len(changed),
            "nodesThatDiffer": differing, "unexpected": len(wrong), "answers": answers, "kept": kept,
        })
        show(self.results[-1])
        if self.options.json:
            with open(self.options.json, "w", encoding="utf-8") as file:
                json.dump(self.results, file, indent=1)
                file.write("\n")

    def stop(self):
        """Whoever asked twice to end it waits for the end."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        if self.crowd:
            self.crowd.end()
        self.program.stop()
        self.cluster.stop()


ROW = "{:<11} {:<14} {:>11} {:>14} {:>13} {:>5} {:>6} {:>10}  {}"


def show_head(clients):
    print(
        f"{clients} clients at 3 servers, 3 nodes, synchronous; time to live {TIME_TO_LIVE} s, "
        f"every client back within {BOUND} s\n"
        + ROW.format("fault", "primary", "longest gap", "all back after", "acknowledged", "lost", "twice",
                     "changed", ""), flush=True)


def show(result):
    print(
        ROW.format(
            result["fault"], f"{result['primaryBefore']} → {result['primaryAfter']}",
            f"{result['longestGapSeconds']:.1f} s", f"{result['backAfterSeconds']:.1f} s",
            result["acknowledged"], result["lost"], result["duplicates"],
            f"{result['answeredOtherwise']} of {result['replayed']}", "kept" if result["kept"] else "NOT KEPT"),
        "\n" + " " * 11, "answers:",
        " · ".join(f"{status} {count}" for status, count in result["answers"].items()),
        f"· settled by their key: {result['settledByKey']}", flush=True)


def run(options, folder):
    """Whether everything was kept."""
    with contextlib.ExitStack() as ending:
        drill = Drill(options, folder)
        ending.callback(drill.stop)
        drill.set_up()
        show_head(options.clients)
        for fault in ALL:
            if not options.only or fault.name in options.only:
                drill.suffer(fault())
        violations = sorted(drill.program.violations() - drill.lacking)
        print(f"invariants  {len(violations)} violations since the patients were made", flush=True)
        for violation in violations[:20]:
            print(f"{'':<11} {' '.join(violation)}", flush=True)
        if options.keep:
            note(f"Everything runs on, in {folder}. Servers: "
                 + " ".join(f"http://127.0.0.1:{port}" for port in drill.program.ports)
                 + f"\n{drill.cluster.url('lozenge')}\nCtrl-C ends it.")
            signal.pause()
        return not violations and all(result["kept"] for result in drill.results)


def keep_logs(folder, to):
    """Copies what patroni, PostgreSQL, etcd and the servers said."""
    os.makedirs(to, exist_ok=True)
    for path, _, names in os.walk(folder):
        for name in (name for name in names if name.endswith(".log")):
            with contextlib.suppress(OSError):
                kept = f"{os.path.basename(path)}-{name}" if path != folder else name
                shutil.copyfile(os.path.join(path, name), os.path.join(to, kept))


def interrupt(*_):
    raise KeyboardInterrupt


def main():
    options = read_options()
    signal.signal(signal.SIGTERM, interrupt)
    signal.signal(signal.SIGHUP, interrupt)
    folder = tempfile.mkdtemp(prefix="lozenge-drill-", dir="/tmp")
    os.chmod(folder, 0o711)
    processes.give_to_postgres(folder)
    try:
        return 0 if run(options, folder) else 1
    except NotKept as fault:
        note(f"NOT KEPT. {fault}")
        return 1
    except DrillFault as fault:
        note(f"{fault}")
        return 70
    except KeyboardInterrupt:
        return 130
    finally:
        if options.logs:
            keep_logs(folder, options.logs)
        shutil.rmtree(folder, ignore_errors=True)


sys.exit(main())
