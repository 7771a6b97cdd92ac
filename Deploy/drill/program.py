"""Lozenge in the drill: its roles and schema, its made-up patients, and the servers in front of the cluster."""

import json
import os
import subprocess

from . import processes
from .cluster import free_ports
from .nodes import ask
from .processes import DrillFault, wait_until


class Program:
    """The programs of a checkout, with the cluster as their database."""

    def __init__(self, programs, cluster, folder):
        self.lozenged = os.path.join(programs, "lozenged")
        self.bench = os.path.join(programs, "lozenge-bench")
        self.cluster = cluster
        self.folder = os.path.join(folder, "program")
        self.ports = free_ports(len(cluster.nodes))
        self.servers = []
        os.mkdir(self.folder, 0o700)

    def install(self, patients):
        """Roles, database, schema, and patients in treatment with access tokens."""
        for role in ("lozenge_owner", "lozenge"):
            password = self.cluster.passwords[role]
            self.cluster.query(f"CREATE ROLE {role} LOGIN PASSWORD '{password}'", database="postgres")
        self.cluster.query("CREATE DATABASE lozenge OWNER lozenge_owner", database="postgres")
        processes.run([self.lozenged, "migrate"], self.environment(
            LOZENGE_MIGRATION_DATABASE_URL=self.cluster.url("lozenge_owner")))
        processes.run([
            self.bench, "prepare", "--database", self.cluster.url("postgres"), "--patients", str(patients),
            "--out", self.folder])

    @property
    def people(self):
        """The file with a patient a line: number, id, access token."""
        return os.path.join(self.folder, "people.csv")

    def serve(self):
        """The servers. Each knows all nodes, and looks for the one that takes writes; each names another one first,
        so that whichever node goes away is somebody's first."""
        for number, port in enumerate(self.ports, 1):
            log = os.path.join(self.folder, f"server{number}.log")
            first = self.cluster.nodes[number - 1:] + self.cluster.nodes[:number - 1]
            self.servers.append(processes.start([self.lozenged, "serve"], log, self.settings(port, first)))
        for number, (server, port) in enumerate(zip(self.servers, self.ports), 1):
            url = f"http://127.0.0.1:{port}/readyz"
            wait_until(lambda url=url: ask(url) is not None, 60, f"server {number} answers; see server{number}.log")
            if server.poll() is not None:
                raise DrillFault(f"Server {number} ended; see server{number}.log")

    def settings(self, port, nodes):
        def key(name):
            return os.path.join(self.folder, name)

        return self.environment(
            LOZENGE_ENVIRONMENT="test", LOZENGE_DATABASE_URL=self.cluster.url("lozenge", nodes),
            LOZENGE_PORT=str(port),
            LOZENGE_PUBLIC_URL=f"http://127.0.0.1:{port}", LOZENGE_TRUSTED_PROXIES="127.0.0.1",
            LOZENGE_MASTER_KEYS_FILE=key("master-keys"), LOZENGE_TOKEN_KEY_FILE=key("token-key"),
            LOZENGE_PRESCRIPTION_KEY_FILE=key("prescription-key"),
            # Nothing is sent: no worker runs.
            LOZENGE_MAIL_SERVER="smtps://mail.example.org", LOZENGE_MAIL_FROM="care@example.org",
            LOZENGE_TEXT_URL="https://texts.example.org", LOZENGE_TEXT_ACCOUNT="drill",
            LOZENGE_TEXT_TOKEN="drill", LOZENGE_TEXT_FROM="+16025550100",
            LOZENGE_CARRIER_URL="https://carrier.example.org", LOZENGE_CARRIER_KEY="drill")

    @staticmethod
    def environment(**more):
        """Of the drill's own environment only what finds programs and zones."""
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "TZ", "TZDIR") if name in os.environ}
        return {**kept, "LANG": "C.UTF-8", **more}

    def violations(self):
        """What `lozenged audit invariants` finds in the primary's tables: which invariant, where, and what is seen."""
        report = processes.run([self.lozenged, "audit", "invariants", "--json"], self.environment(
            LOZENGE_DATABASE_URL=self.cluster.url("lozenge")), allowed=(0, 1))
        return {(found["invariant"], found["place"], found["seen"]) for found in json.loads(report)["violations"]}

    def is_alive(self):
        return all(server.poll() is None for server in self.servers)

    def stop(self):
        for server in self.servers:
            if server.poll() is None:
                server.terminate()
        for server in self.servers:
            try:
                server.wait(timeout=20)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()
