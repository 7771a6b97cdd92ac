"""Whether what was acknowledged is there, once."""

import hashlib
import http.client

from .clients import Connection
from .processes import DrillFault, wait_until

# So many of the acknowledged writes are sent again, those nearest to the fault first.
REPLAYED = 400


def read_check_ins(cluster):
    """The primary's check-ins: by id whose they are, their date and version."""
    rows = cluster.query("SELECT id, patient_id, local_date, version FROM check_in")
    return {row[0]: tuple(row[1:]) for row in rows}


def find_losses(cluster, writes, earlier):
    """Compares every acknowledged write with the primary's rows; `earlier` are the check-ins from before the drill.

    Returns the acknowledged writes without their check-in or without their key, and how many check-ins there are
    beyond one a key.
    """
    kept = {key: row for key, row in read_check_ins(cluster).items() if key not in earlier}
    keys = {row[0] for row in cluster.query("SELECT key FROM once_answer WHERE answer IS NOT NULL")}
    lost = [
        write for write in writes
        if kept.get(write.check_in) != (write.patient.id, str(write.date), str(write.version))
        or write.key not in keys]
    said = {write.check_in for write in writes}
    # Two keys that were answered with one check-in, and check-ins that no key was answered with.
    twice = (len(writes) - len(said)) + sum(1 for check_in in kept if check_in not in said)
    return lost, twice


def nodes_that_differ(cluster):
    """Nodes whose check-ins are not the primary's, once the standbys had time to follow. The clients rest meanwhile."""
    content = "SELECT md5(string_agg(id || ' ' || version, ',' ORDER BY id)) FROM check_in"

    def differing():
        wanted = cluster.query(content)
        return [node.name for node in cluster.nodes if cluster.query(content, node) != wanted]

    try:
        wait_until(lambda: not differing(), 20, "")
    except DrillFault:
        return differing()
    return []


def find_changed_answers(writes, ports, moment):
    """Sends acknowledged writes again, under their keys; returns those that are not answered as they were."""
    chosen = sorted(writes, key=lambda write: (write.attempts == 1, abs(write.acknowledged_at - moment)))[:REPLAYED]
    connections = [Connection(port, f"10.2.0.{number + 1}") for number, port in enumerate(ports)]
    changed = []
    for number, write in enumerate(chosen):
        if not is_answered_as_before(write, connections[number % len(connections)]):
            changed.append(write)
    for connection in connections:
        connection.close()
    return changed, len(chosen)


def is_answered_as_before(write, connection):
    for _ in range(3):
        try:
            status, headers, body = connection.send(write)
        except (OSError, http.client.HTTPException):
            continue
        if status in (200, 201):
            is_replayed = headers.get("Idempotency-Replayed") == "true"
            return is_replayed and hashlib.sha256(body).digest() == write.digest
    return False
