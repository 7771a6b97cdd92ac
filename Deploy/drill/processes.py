"""Processes of the drill: started without root's rights where PostgreSQL wants it, frozen, killed, ended."""

import os
import pwd
import signal
import subprocess
import time


def unprivileged_user():
    """Whom PostgreSQL, patroni and etcd run as: `postgres` under root, else whoever started the drill."""
    return pwd.getpwnam("postgres") if os.geteuid() == 0 else None


def give_to_postgres(path):
    user = unprivileged_user()
    if user:
        os.chown(path, user.pw_uid, user.pw_gid)


def start(arguments, log, environment=None, as_postgres=False):
    """Starts a program in a session of its own, so that Ctrl-C reaches the drill alone; its words go to `log`."""
    user = unprivileged_user() if as_postgres else None
    identity = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
    with open(log, "ab") as output:
        return subprocess.Popen(
            arguments, stdin=subprocess.DEVNULL, stdout=output, stderr=output, env=environment, cwd="/",
            start_new_session=True, **identity)


def run(arguments, environment=None, allowed=(0,)):
    """Runs a program to its end and returns what it printed; a status that is not allowed carries its last words."""
    done = subprocess.run(
        arguments, stdin=subprocess.DEVNULL, capture_output=True, text=True, env=environment, check=False)
    if done.returncode not in allowed:
        words = (done.stderr or done.stdout).strip()[-2000:]
        raise DrillFault(f"{os.path.basename(arguments[0])} ended with {done.returncode}: {words}")
    return done.stdout


class DrillFault(Exception):
    """Why the drill could not go on: nothing is proven."""


class NotKept(Exception):
    """What was proven not to hold, where going on makes no sense."""


def family(roots):
    """The processes `roots` and all their descendants, as far as they live."""
    children = {}
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{name}/stat", encoding="utf-8", errors="replace") as stat:
                fields = stat.read().rpartition(")")[2].split()
        except OSError:
            continue
        if fields[0] != "Z":
            children.setdefault(int(fields[1]), []).append(int(name))
    everybody, waiting = [], [pid for pid in roots if os.path.exists(f"/proc/{pid}")]
    while waiting:
        pid = waiting.pop()
        if pid not in everybody:
            everybody.append(pid)
            waiting += children.get(pid, [])
    return everybody


def send(pids, number):
    for pid in pids:
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            pass


def freeze(roots):
    """Stops a whole family; whoever is born meanwhile, too. Returns them, for `thaw`."""
    frozen = []
    while True:
        newborn = [pid for pid in family(roots) if pid not in frozen]
        if not newborn:
            return frozen
        send(newborn, signal.SIGSTOP)
        frozen += newborn


def thaw(pids):
    send(pids, signal.SIGCONT)


def kill(roots):
    """Ends a whole family as a power cut would: frozen first, so that nobody mourns anybody."""
    send(freeze(roots), signal.SIGKILL)


def wait_until(condition, seconds, what):
    """Asks ten times a second whether `condition` holds; `what` says what did not come to be."""
    until = time.monotonic() + seconds
    while True:
        found = condition()
        if found:
            return found
        if time.monotonic() > until:
            raise DrillFault(f"After {seconds:.0f} s still not: {what}")
        time.sleep(0.1)
