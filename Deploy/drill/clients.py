"""Patients who check in, again and again, each write under a key that was made before its first attempt."""

import datetime
import hashlib
import http.client
import json
import threading
import time
import uuid

# How long a client waits for an answer before it asks again with the same key.
ANSWER_WITHIN = 5
# Between two writes of a client.
PAUSE = 0.2
# Where all the patients live; it has no summer time.
ZONE = datetime.timezone(datetime.timedelta(hours=-7))
# Answers that say "again, with the same key". Of these a client may see as many as there are.
LATER = {409, 429, 503}


class Patient:
    """One of the made-up people: a line of people.csv."""

    def __init__(self, line):
        self.number, self.id, self.token = line.strip().split(",")
        # The date of the latest check-in; each further one of that date is an amendment.
        self.reported = None


class Write:
    """One check-in on its way: the same method, path, key and body at every attempt."""

    def __init__(self, patient, mark):
        self.patient = patient
        self.key = str(uuid.uuid4())
        self.date = datetime.datetime.now(ZONE).date()
        is_first = patient.reported != self.date
        self.method = "POST" if is_first else "PUT"
        self.path = "/v1/me/check-ins" + ("" if is_first else f"/{self.date}")
        said = {"taken": "planned", "effects": {"nausea": 0, "dissociation": 0}, "mood": 5,
                "energy": mark % 11, "sleep": mark // 11 % 11, "wish": "same", "selfHarm": False}
        if is_first:
            said["date"] = str(self.date)
        self.body = json.dumps(said)
        self.attempts = 0
        # Of the answer: the row it speaks of, and its bytes.
        self.check_in = None
        self.version = None
        self.digest = None
        # Whether an earlier attempt had done it, whose answer was lost.
        self.was_there = False
        self.acknowledged_at = None

    def keep(self, headers, answer, at):
        said = json.loads(answer)
        self.was_there = headers.get("Idempotency-Replayed") == "true"
        self.check_in, self.version = said["id"], said["version"]
        self.digest = hashlib.sha256(answer).digest()
        self.acknowledged_at = at
        self.patient.reported = self.date


class Connection:
    """One client's connection to one server, opened again when it breaks."""

    def __init__(self, port, address):
        self.port = port
        self.address = address
        self.http = None

    def send(self, write):
        """The answer as status, headers and body; an OSError or HTTPException where there is none."""
        try:
            if self.http is None:
                self.http = http.client.HTTPConnection("127.0.0.1", self.port, timeout=ANSWER_WITHIN)
            self.http.request(write.method, write.path, write.body, {
                "Authorization": f"Bearer {write.patient.token}", "Idempotency-Key": write.key,
                "Content-Type": "application/json", "X-Forwarded-For": self.address})
            answer = self.http.getresponse()
            return answer.status, answer.headers, answer.read()
        except (OSError, http.client.HTTPException):
            self.close()
            raise

    def close(self):
        if self.http:
            self.http.close()
        self.http = None


class Client(threading.Thread):
    """Writes one check-in after the other, each until it is acknowledged."""

    def __init__(self, number, ports, patients, answers):
        super().__init__(name=f"client {number}", daemon=True)
        self.connection = Connection(ports[number % len(ports)], f"10.1.{number // 250}.{number % 250 + 1}")
        self.patients = patients
        self.answers = answers
        self.writes = []
        self.wrong = []
        self.is_running = threading.Event()
        self.is_resting = threading.Event()
        self.is_over = False
        self.began_at = None

    def run(self):
        while not self.is_over:
            if not self.is_running.is_set():
                self.is_resting.set()
                self.is_running.wait(0.1)
                continue
            self.is_resting.clear()
            mark = len(self.writes)
            write = Write(self.patients[mark % len(self.patients)], mark)
            if self.insist(write):
                self.writes.append(write)
            time.sleep(PAUSE)
        self.connection.close()

    def insist(self, write):
        """Sends it until it is acknowledged; false where the program has a reason to refuse it."""
        while not self.is_over:
            write.attempts += 1
            pause = 0.5
            try:
                status, headers, body = self.connection.send(write)
            except TimeoutError:
                self.answers.count("no answer")
            except (OSError, http.client.HTTPException):
                self.answers.count("cut off")
            else:
                self.answers.count(status)
                if status in (200, 201):
                    write.keep(headers, body, time.monotonic())
                    return True
                if b'"amended_too_late"' in body or b'"amendedTooLate"' in body:
                    return False  # Midnight came between two attempts.
                if status not in LATER:
                    self.wrong.append(f"{status} {body[:300].decode(errors='replace')}")
                pause = float(headers.get("Retry-After") or pause)
            time.sleep(pause)
        return False


class Answers:
    """How often each status came, or none."""

    def __init__(self):
        self.lock = threading.Lock()
        self.counts = {}

    def count(self, status):
        with self.lock:
            self.counts[str(status)] = self.counts.get(str(status), 0) + 1

    def take(self):
        """What was counted since the last time."""
        with self.lock:
            counts, self.counts = self.counts, {}
        return dict(sorted(counts.items()))


class Crowd:
    """All clients: each has a server, an address and patients of its own."""

    def __init__(self, count, ports, people):
        self.answers = Answers()
        with open(people, encoding="utf-8") as file:
            patients = [Patient(line) for line in file]
        self.clients = [
            Client(number, ports, patients[number::count], self.answers) for number in range(count)]
        for client in self.clients:
            client.start()

    def go(self):
        for client in self.clients:
            client.began_at = time.monotonic()
            client.is_resting.clear()
            client.is_running.set()

    def rest(self):
        """Returns when every client has the acknowledgement of its last write."""
        for client in self.clients:
            client.is_running.clear()
        for client in self.clients:
            if not client.is_resting.wait(120):
                return False
        return True

    def end(self):
        for client in self.clients:
            client.is_over = True
            client.is_running.set()

    def writes(self):
        return [write for client in self.clients for write in list(client.writes)]

    def are_back_since(self, moment):
        """Whether every client had a write acknowledged after `moment`."""
        return all(client.writes and client.writes[-1].acknowledged_at > moment for client in self.clients)

    def first_after(self, moment):
        """When the last of the clients had its first acknowledgement after `moment`."""
        return max(
            next(write.acknowledged_at for write in client.writes if write.acknowledged_at > moment)
            for client in self.clients)

    def longest_gap(self, since):
        """Between two acknowledgements in a row of one client, the second after `since`."""
        longest = 0
        for client in self.clients:
            before = client.began_at
            for write in client.writes:
                if write.acknowledged_at > since:
                    longest = max(longest, write.acknowledged_at - before)
                before = max(before, write.acknowledged_at)
        return longest
