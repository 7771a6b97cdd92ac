"""What the cluster is made of: etcd, and PostgreSQL nodes each with a patroni that keeps it."""

import glob
import json
import os
import urllib.error
import urllib.request

from . import processes
from .processes import DrillFault, wait_until

# A node that is silent for so long, in seconds, is no longer the primary.
TIME_TO_LIVE = 20
# How often patroni looks around, and how long it asks etcd again and again before it lets the lead go. Both
# together (the second twice) must fit into the time to live.
# A standby that lost the election follows the winner a look later, and until one follows, writes wait.
LOOP_WAIT = 1
RETRY_TIMEOUT = 5


def postgres_programs():
    """The folder of the newest PostgreSQL that is installed."""
    found = glob.glob("/usr/lib/postgresql/*/bin/postgres")
    if not found:
        raise DrillFault("There is no PostgreSQL in /usr/lib/postgresql.")
    return os.path.dirname(max(found, key=lambda path: float(path.split("/")[4])))


class Etcd:
    """Who leads, agreed upon: a lease that the primary renews, and that ends when it falls silent."""

    def __init__(self, folder, ports):
        self.folder = os.path.join(folder, "etcd")
        self.client_port, self.peer_port = ports
        self.process = None

    def start(self):
        client = f"http://127.0.0.1:{self.client_port}"
        peer = f"http://127.0.0.1:{self.peer_port}"
        self.process = processes.start(
            ["etcd", "--name", "drill", "--data-dir", self.folder, "--logger", "zap", "--log-level", "warn",
             "--listen-client-urls", client, "--advertise-client-urls", client,
             "--listen-peer-urls", peer, "--initial-advertise-peer-urls", peer,
             "--initial-cluster", f"drill={peer}", "--heartbeat-interval", "200", "--election-timeout", "2000",
             "--enable-v2"],
            self.folder + ".log", as_postgres=True)
        wait_until(lambda: ask(f"{client}/health") is not None, 30, f"etcd answers; see {self.folder}.log")

    def stop(self):
        """Without it nobody may lead."""
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait()


class Node:
    """One PostgreSQL and the patroni that keeps it."""

    def __init__(self, name, folder, ports, etcd, passwords):
        self.name = name
        self.folder = os.path.join(folder, name)
        self.port, self.rest_port = ports
        self.patroni = None
        self.frozen = []
        os.mkdir(self.folder, 0o700)
        self.settings = os.path.join(self.folder, "patroni.yml")
        with open(self.settings, "w", encoding="utf-8") as file:
            # Whoever reads YAML reads JSON.
            json.dump(self.describe(etcd, passwords), file, indent=1)
        for path in (self.folder, self.settings):
            processes.give_to_postgres(path)

    def describe(self, etcd, passwords):
        local = f"127.0.0.1:{self.port}"
        superuser = {"username": "postgres", "password": passwords["postgres"]}
        return {
            "scope": "drill", "namespace": "/lozenge/", "name": self.name,
            "restapi": {"listen": f"127.0.0.1:{self.rest_port}", "connect_address": f"127.0.0.1:{self.rest_port}"},
            # Through etcd's older interface: over the newer one Debian's patroni 3.0.2 lets a primary that was
            # frozen write its name over its successor's when it wakes up, and what the successor acknowledged
            # is gone (patroni/patroni#2689, mended in 3.0.3).
            "etcd": {"host": f"127.0.0.1:{etcd.client_port}"},
            "bootstrap": {
                "dcs": {
                    "ttl": TIME_TO_LIVE, "loop_wait": LOOP_WAIT, "retry_timeout": RETRY_TIMEOUT,
                    # A commit is acknowledged once a second node has it on disk, and only such a node may
                    # take over. Strict: with nobody to be the second, writes wait; the other way would
                    # acknowledge what a single broken disk could take away.
                    "synchronous_mode": True, "synchronous_mode_strict": True,
                    # Whoever lags may not lead, nor wait for a primary that died to come back by itself.
                    "maximum_lag_on_failover": 1_048_576, "master_start_timeout": 0,
                    "postgresql": {
                        "use_pg_rewind": True, "remove_data_directory_on_rewind_failure": True,
                        # The winner's patroni makes slots only a look after the promotion, and writes would
                        # wait for a standby that waits for its slot. `wal_keep_size` does their work.
                        "use_slots": False,
                        "parameters": {
                            "max_connections": 200, "shared_buffers": "64MB", "wal_log_hints": "on",
                            "wal_keep_size": "512MB", "fsync": "on", "synchronous_commit": "on",
                            "wal_receiver_status_interval": "1s", "wal_retrieve_retry_interval": "200ms",
                            "log_line_prefix": "%m [%p] %q%u@%d ",
                        },
                    },
                },
                "initdb": [{"encoding": "UTF8"}, {"locale": "C.UTF-8"}, "data-checksums",
                           {"auth-local": "scram-sha-256"}, {"auth-host": "scram-sha-256"}],
            },
            "postgresql": {
                "listen": local, "connect_address": local, "data_dir": os.path.join(self.folder, "data"),
                "bin_dir": postgres_programs(), "pgpass": os.path.join(self.folder, "pgpass"),
                "pg_hba": ["local all all scram-sha-256", "host all all 127.0.0.1/32 scram-sha-256",
                           "host replication all 127.0.0.1/32 scram-sha-256"],
                "parameters": {"unix_socket_directories": self.folder},
                "authentication": {
                    "superuser": superuser, "rewind": superuser,
                    "replication": {"username": "replicator", "password": passwords["replicator"]},
                },
            },
            "watchdog": {"mode": "off"},
        }

    def start(self):
        self.patroni = processes.start(
            ["/usr/bin/patroni", self.settings], os.path.join(self.folder, "patroni.log"), as_postgres=True,
            environment={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": self.folder})

    def roots(self):
        """patroni and the postmaster, who are nobody's children any more."""
        found = [self.patroni.pid] if self.patroni and self.patroni.poll() is None else []
        try:
            with open(os.path.join(self.folder, "data", "postmaster.pid"), encoding="utf-8") as file:
                postmaster = int(file.readline())
            with open(f"/proc/{postmaster}/cmdline", encoding="utf-8", errors="replace") as file:
                if os.path.join(self.folder, "data") in file.read():
                    found.append(postmaster)
        except (OSError, ValueError):
            pass
        return found

    def kill(self):
        processes.kill(self.roots())
        self.patroni.wait()

    def freeze(self):
        self.frozen = processes.freeze(self.roots())

    def thaw(self):
        processes.thaw(self.frozen)
        self.frozen = []

    def ask(self, path, timeout=2):
        return ask(f"http://127.0.0.1:{self.rest_port}{path}", timeout)

    def is_primary(self):
        """Whether it takes itself for the primary, as patroni there says."""
        answer = self.ask("/patroni")
        answer = answer or {}
        return answer.get("role") in ("master", "primary") and answer.get("state") == "running"


def ask(url, timeout=2):
    """The JSON behind a URL, whatever the status; None where nobody answers."""
    try:
        with urllib.request.urlopen(url, timeout=timeout) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:
        try:
            return json.load(error)
        except ValueError:
            return None
    except (OSError, ValueError):
        return None
