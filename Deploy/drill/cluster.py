"""The database of the drill: three PostgreSQL nodes that patroni keeps, and the etcd that decides who leads."""

import contextlib
import json
import os
import secrets
import signal
import socket
import subprocess
import urllib.error
import urllib.request

from . import processes
from .nodes import Etcd, Node, postgres_programs
from .processes import DrillFault, wait_until


def free_ports(count):
    """Ports of loopback that nobody listens on, all different."""
    sockets = [socket.socket() for _ in range(count)]
    try:
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]
    finally:
        for each in sockets:
            each.close()


class Cluster:
    """Three nodes and etcd under one folder."""

    def __init__(self, folder):
        self.passwords = {
            role: secrets.token_hex(16) for role in ("postgres", "replicator", "lozenge_owner", "lozenge")}
        ports = free_ports(8)
        self.etcd = Etcd(folder, ports[:2])
        self.nodes = [
            Node(f"node{number}", folder, ports[2 * number:2 * number + 2], self.etcd, self.passwords)
            for number in (1, 2, 3)]

    def start(self):
        self.etcd.start()
        self.nodes[0].start()
        wait_until(self.nodes[0].is_primary, 120, f"a first primary; see {self.nodes[0].folder}/patroni.log")
        for node in self.nodes[1:]:
            node.start()
        self.wait_until_whole()

    def url(self, role, nodes=None, database="lozenge"):
        """For libpq; of all nodes, whichever takes writes."""
        hosts = ",".join(f"127.0.0.1:{node.port}" for node in nodes or self.nodes)
        return (f"postgresql://{role}:{self.passwords[role]}@{hosts}/{database}"
                "?target_session_attrs=read-write&sslmode=disable")

    def query(self, sql, node=None, database="lozenge", role="postgres"):
        """Rows of a query as lists of texts, at one node or at the primary."""
        url = self.url(role, [node or self.primary()], database).replace("read-write", "any")
        out = processes.run([
            os.path.join(postgres_programs(), "psql"), "-XqtA", "-F", "\t", "-v", "ON_ERROR_STOP=1", "-d", url,
            "-c", sql])
        return [line.split("\t") for line in out.splitlines() if line]

    def leaders(self):
        return [node for node in self.nodes if not node.frozen and node.is_primary()]

    def primary(self):
        return wait_until(lambda: (self.leaders() or [None])[0], 60, "a primary")

    def wait_until_whole(self, seconds=120):
        """All nodes run on one timeline, and a second one has every commit."""

        def is_whole():
            answer = next(filter(None, (node.ask("/cluster") for node in self.nodes)), None) or {}
            members = answer.get("members", [])
            roles = sorted(member.get("role") for member in members)
            return (roles == ["leader", "replica", "sync_standby"]
                    and all(member.get("state") in ("running", "streaming") for member in members)
                    and len({member.get("timeline") for member in members}) == 1
                    and len(self.leaders()) == 1)

        wait_until(is_whole, seconds, "three nodes on one timeline, one leading and one in step")

    def switch_over(self):
        """A planned change of the primary, by patroni's own hand."""
        leader = self.primary()
        request = urllib.request.Request(
            f"http://127.0.0.1:{leader.rest_port}/switchover", method="POST",
            data=json.dumps({"leader": leader.name}).encode(), headers={"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=60):
                pass
        except urllib.error.HTTPError as error:
            raise DrillFault(f"patroni refused to switch over: {error.read().decode()}") from error

    def stop(self):
        """Ends everything in order, so that no shared memory is left behind; what does not end is killed."""
        for node in self.nodes:
            node.thaw()
            if node.patroni and node.patroni.poll() is None:
                node.patroni.terminate()
        for node in self.nodes:
            with contextlib.suppress(subprocess.TimeoutExpired):
                if node.patroni:
                    node.patroni.wait(timeout=30)
            processes.send(node.roots(), signal.SIGQUIT)
            try:
                wait_until(lambda node=node: not node.roots(), 10, "")
            except DrillFault:
                processes.kill(node.roots())
        self.etcd.stop()
