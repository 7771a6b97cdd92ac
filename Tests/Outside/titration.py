#!/usr/bin/env python3
"""A second reading of the titration rules, written from the program's page and not from the engine.

    titration.py write SEED COUNT          random histories, one a line, in the form of `lozenged titration replay`
    titration.py judge HISTORIES RESULTS   reads what the replay said of them and decides everything once more

`judge` ends with status 1 and the first differences if the two readings do not agree on the doses, the permission, an
increase, a decrease or a flag of any date. What it does not know, it does not write: medicines (T11), new facts (T19),
spacing, tapering and a dose that a prescriber sets.
"""
import json
import random
import sys
from datetime import date, timedelta

LADDER = [15, 30, 45, 60, 75, 90, 105, 120]
AUTOMATIC_CEILING = 45
DANGER = {"confusion", "fainting", "chestPain", "troubleBreathing", "seizure", "hallucination", "mania"}
DAY = timedelta(days=1)
CYCLE = 30


def day(text):
    return date.fromisoformat(text)


class Person:
    """One history, lived from its first day to its last."""

    def __init__(self, history):
        written = history["prescription"]
        self.maximum, self.start = written["maxDailyMg"], written["startMg"]
        unit = written["strengthMg"] // written["pieces"]
        self.steps = [step for step in LADDER if step % unit == 0]
        self.standing_order = written["standingOrder"]
        self.first, self.last = day(history["firstDay"]), day(history["lastDay"])
        self.arrival = day(history["nextArrival"]) if history["nextArrival"] else None
        self.baseline, self.indications = history["baseline"], history["indications"]
        self.conditions = set(history["eligibilityRules"])
        self.acknowledges = history["patientAcknowledges"] == "always"
        self.agrees = history["prescriberAgrees"] == "always"
        self.reports = {day(one["date"]): one for one in history["days"]}
        self.on_hand = history["supplyMg"]
        self.plans = {self.first: self.start}  # the dose from a date on
        self.since = self.first  # the first date of the dose in force, or after a pause
        self.permission, self.taken = {}, {}
        self.no_increase, self.flags = {}, set()
        self.paused_from, self.pause_rules = None, set()
        self.offer, self.was_better = None, False

    # What the ladder and the calendar say.

    def dose(self, on):
        return self.plans[max(begun for begun in self.plans if begun <= on)]

    def above(self, dose):
        return next((step for step in self.steps if step > dose), None)

    def below(self, dose):
        return next((step for step in reversed(self.steps) if step < dose), None)

    def plan(self, dose, begins):
        self.plans = {begun: old for begun, old in self.plans.items() if begun < begins}
        self.plans[begins] = dose
        self.since = begins

    def heard(self, through):
        return [self.reports[on] for on in sorted(self.reports) if on <= through]

    # One date.

    def live(self):
        entries, on = [], self.first
        while on <= self.last:
            self.morning(on)
            entry = {"date": on.isoformat(), "doseMg": self.dose(on), "flags": []}
            if on in self.reports:
                self.evening(on, self.reports[on], entry)
            entries.append(entry)
            on += DAY
        self.morning(on)
        for entry, following in zip(entries, entries[1:]):
            entry["toMg"] = following["doseMg"]
        entries[-1]["toMg"] = self.dose(on)
        for entry in entries:
            entry.setdefault("permission", self.at_dawn[day(entry["date"]) + DAY])
        return entries

    at_dawn = None

    def morning(self, on):
        """00:05: T8 and T9, then T24."""
        if self.at_dawn is None:
            self.at_dawn = {}
        self.missed_rule = False
        self.permission.setdefault(on, "take")
        if self.paused_from:
            self.permission[on] = "pause"
        run, began = self.missed_run(on)
        if run >= 3 and self.is_missed(on - DAY):
            self.missed_rule = True
            self.offer = None
            if run in (3, 8):
                step = self.below(self.dose(began)) or self.dose(began)
                target = step if run == 3 else min(self.start, step)
                if target < self.dose(on):
                    self.plan(target, on)
        if not self.paused_from and self.on_hand < self.dose(on):
            self.permission[on] = "skip"
        self.at_dawn[on] = self.permission[on]

    def is_missed(self, on):
        return on >= self.first and self.permission[on] == "take" and not self.taken.get(on)

    def missed_run(self, on):
        run, began, cursor = 0, None, on - DAY
        while cursor >= self.first and self.permission[cursor] != "pause" and not self.taken.get(cursor) and run < 9:
            if self.permission[cursor] == "take":
                run, began = run + 1, cursor
            cursor -= DAY
        return run, began

    def evening(self, on, said, entry):
        """The report, after that day's dose; then what patient and prescriber answer."""
        if said.get("flagsClosed"):
            self.flags = set()
        dose, following = self.dose(on), on + DAY
        amount = self.amount(on, said)
        self.taken[on] = amount
        self.on_hand = max(0, self.on_hand - amount)
        counts_from = following  # each date is judged after its dose
        was_paused, open_before = self.paused_from is not None, set(self.flags)
        firing = self.firing(on, said, amount)
        for rule, (flag, hold_days, _, pauses) in firing.items():
            if flag:
                entry["flags"].append([flag, rule])
                self.flags.add(rule)
            if hold_days:
                self.no_increase[rule] = max(self.no_increase.get(rule, on), on + timedelta(hold_days + 1))
            if pauses or rule == "T4" and was_paused:
                self.paused_from = self.paused_from or counts_from
                self.pause_rules.add(rule)
        named = [lower for _, _, lower, _ in firing.values() if lower]
        if named and not was_paused and min(named) < self.dose(counts_from):
            self.plan(min(named), counts_from)
        better = self.is_better(on)
        self.was_better |= better
        standing = open_before or any(until > following for until in self.no_increase.values())
        cautious = bool(firing or standing or better or self.missed_rule or self.paused_from)
        if cautious:
            self.offer = None
        rises = not cautious and self.earns(on, said, dose)
        if rises and (self.offer is None or self.offer[1] < on - timedelta(3)):
            self.offer = (self.above(dose), on)
        if self.offer and self.acknowledges and (self.agrees or not self.needs_agreement(self.offer[0])):
            self.plan(self.offer[0], following)
            self.offer = None
        resumed = self.resume(on, said)
        entry["resumed"] = resumed
        entry["rises"] = rises and not resumed

    def amount(self, on, said):
        told = said.get("taken", "planned")
        if told == "planned":
            return self.dose(on) if self.permission[on] == "take" else 0
        return said["takenMg"] if told in ("part", "more") else 0

    # The rules. Each that fires: its flag, its days without an increase, the dose that it names, whether it pauses.

    def firing(self, on, said, amount):
        found = {}
        dose, effects = self.dose(on), said.get("effects", {})
        before = self.heard(on - DAY)
        lower = self.below(dose)
        if amount > dose:
            grave = amount > self.maximum or amount >= 2 * dose
            found["T0"] = (1 if grave else 2, 7, None, grave)
        elif amount and self.permission[on] == "pause":
            found["T0"] = (2, 7, None, False)
        asked = said.get("asq")
        item9 = said.get("item9", 0)
        if asked == "acute" or said.get("selfHarm") and asked is None:
            found["T1"] = (1, 0, None, True)
        elif asked == "positive" or item9 > self.baseline["item9"] or item9 >= 2:
            found["T1"] = (2, 0, None, False)
        pressure = said.get("bp", {"systolic": 0, "diastolic": 0})
        if pressure["systolic"] >= 180 or pressure["diastolic"] >= 110:
            found["T2"] = (1, 0, None, True)
        warnings = set(said.get("warnings", []))
        if effects.get("dissociation", 0) >= 3 or warnings & DANGER:
            found["T3"] = (1, 0, None, True)
        if any(grade >= 3 for name, grade in effects.items() if name != "dissociation"):
            found["T4"] = (2, 0, lower, not lower)
        urinary = effects.get("urinary", 0)
        week = [past for past, report in self.reports.items()
                if on - 6 * DAY <= past <= on and report.get("effects", {}).get("urinary", 0) >= 1]
        if urinary >= 2 or urinary and len(week) >= 3 or "bloodInUrine" in warnings:
            found["T6"] = (2, 14, None, False)
        if before:
            last = before[-1]
            apart = (on - day(last["date"])).days
            again = any(grade >= 2 and last.get("effects", {}).get(name, 0) >= 2 for name, grade in effects.items())
            if again and apart <= 3 and day(last["date"]) >= self.since and self.permission[on] != "pause":
                found["T7"] = (None, 0, lower, False)
        if said.get("sedative"):
            twice = any(report.get("sedative") for past, report in self.reports.items() if 0 < (on - past).days < 14)
            found["T10"] = (2 if twice else None, 7, None, False)
        if any(grade == 2 for grade in effects.values()) or said.get("wish") == "less":
            twice = said.get("wish") == "less" and before and before[-1].get("wish") == "less"
            found["T12"] = (None, 0, lower if twice else None, False)
        worse = said.get("benefit") == "worse" and before and before[-1].get("benefit") == "worse"
        if worse or said.get("phq9", 0) >= self.baseline["phq9"] + 5:
            found["T20"] = (2, 0, None, False)
        return found

    def is_better(self, on):
        """T15."""
        heard = self.heard(on)
        if sum(report.get("benefit") == "clear" for report in heard[-5:]) >= 3:
            return True
        for indication, name in (("depression", "phq9"), ("anxiety", "gad7")):
            scores = [report[name] for report in heard if name in report]
            if indication in self.indications and self.baseline[name] >= 10 and scores:
                if scores[-1] * 2 <= self.baseline[name] or scores[-1] < 5:
                    return True
        return False

    def earns(self, on, said, dose):
        """T18, with T13, T14, T16, T17 and T23 out of the way."""
        following = on + DAY
        here = [past for past in self.reports if self.since <= past <= on]
        full = [past for past in here if self.taken[past] >= self.dose(past)]
        enough = 3 if (following - self.first).days + 1 <= 7 else 5
        wants = said.get("wish") == "more" or said.get("wish") == "same" and said.get("benefit") == "none"
        higher = self.above(dose)
        if not wants or len(here) < 3 or len(full) < enough or not higher or higher > self.maximum:
            return False
        through = self.arrival if self.arrival and self.arrival > on else None
        through = through or self.first + timedelta((following - self.first).days // CYCLE * CYCLE + CYCLE - 1)
        silent = [past for past in self.permission
                  if past < on and past not in self.reports and self.permission[past] == "take"]
        left = self.on_hand - sum(self.dose(past) for past in silent)
        if higher * ((through - following).days + 1) > left:
            return False
        measured = [report["bp"] for past, report in self.reports.items() if "bp" in report and 0 <= (on - past).days < 7]
        is_low = any(one["systolic"] < 140 and one["diastolic"] < 90 for one in measured)
        return is_low or higher <= AUTOMATIC_CEILING and "E7" not in self.conditions

    def needs_agreement(self, dose):
        return (not self.standing_order or dose > AUTOMATIC_CEILING or self.was_better
                or bool(self.conditions & {"E7", "E11"}))

    def resume(self, on, said):
        """A prescriber lets the pause end with the next date. Whether it was allowed."""
        if "resume" not in said:
            return False
        if said.get("flagsClosed"):
            self.flags = set()
        if not self.paused_from or self.flags:
            return False
        dose, following = said["resume"]["doseMg"], on + DAY
        highest = self.dose(self.paused_from - DAY) if self.paused_from > self.first else self.dose(on)
        if self.pause_rules & {"T3", "T4"} or (following - self.paused_from).days > 3:
            highest = self.below(highest) or highest
        pressure = said.get("bp", {"systolic": 999, "diastolic": 999})
        if self.pause_rules & {"T2"} and (pressure["systolic"] >= 160 or pressure["diastolic"] >= 100):
            return False
        if dose > min(highest, self.dose(following)):
            return False
        self.paused_from, self.pause_rules = None, set()
        self.plan(dose, following)
        return True


def judge(histories, results):
    different, dates = [], 0
    for number, (line, answer) in enumerate(zip(histories, results), 1):
        expected, said = Person(json.loads(line)).live(), json.loads(answer)["days"]
        for mine, theirs in zip(expected, said, strict=True):
            dates += 1
            answers = {
                "doseMg": (mine["doseMg"], theirs["doseMg"]),
                "toMg": (mine["toMg"], theirs["toMg"]),
                "permission": (mine["permission"], theirs["permission"]),
                "flags": (sorted(mine["flags"]), sorted([flag["severity"], flag["rule"]] for flag in theirs["flags"])),
            }
            if "rises" in mine:
                answers["increase"] = (mine["rises"], theirs["kind"] == "increase")
            if mine["permission"] == "take":
                answers["decrease"] = (mine["toMg"] < mine["doseMg"], theirs["kind"] == "decrease")
            wrong = {name: pair for name, pair in answers.items() if pair[0] != pair[1]}
            if wrong:
                different.append(f"history {number}, {mine['date']}: {wrong} (expected, replayed); {theirs['rules']}")
                break
    return different, dates


def write(seed, count):
    chance = random.Random(seed)
    for _ in range(count):
        yield json.dumps(history(chance))


def history(chance):
    first, length = date(2026, 1, 1), chance.randint(8, 40)
    strength = chance.choice([15, 15, 30])
    calm = chance.random() < 0.4
    days, on = [], 0
    while on < length:
        if chance.random() < 0.07:
            on += chance.choice([1, 1, 2, 3, 4, 8, 9])
            continue
        days.append(report(chance, first + timedelta(on), on, calm))
        on += 1
    return {
        "protocol": "daily-low-dose",
        "prescription": {
            "startMg": chance.choice([15, 15, 30]), "maxDailyMg": chance.choice([30, 45, 60, 75, 90, 120]),
            "strengthMg": strength, "pieces": strength // 15, "standingOrder": chance.random() < 0.8,
        },
        "supplyMg": chance.choice([300, 900, 1215, 1800, 3600]),
        "nextArrival": (first + timedelta(chance.randint(10, 45))).isoformat() if chance.random() < 0.5 else None,
        "baseline": {"phq9": chance.randint(5, 24), "gad7": chance.randint(3, 20), "item9": chance.choice([0, 0, 1])},
        "indications": chance.choice([["depression"], ["anxiety"], ["depression", "anxiety"]]),
        "eligibilityRules": chance.choice([[], [], ["E7"], ["E11"], ["E20"]]),
        "patientAcknowledges": chance.choice(["always", "always", "never"]),
        "prescriberAgrees": chance.choice(["always", "always", "never"]),
        "firstDay": first.isoformat(), "lastDay": (first + timedelta(length - 1)).isoformat(), "days": days,
    }


def report(chance, on, number, calm):
    said = {"date": on.isoformat(), "wish": chance.choice(["more", "more", "more", "same", "less"]),
            "benefit": chance.choice(["none", "none", "none", "some", "clear", "worse"])}
    grades = [0, 0, 0, 1] if calm else [0, 0, 0, 0, 1, 1, 2, 3]
    names = ["nausea", "dizziness", "dissociation", "urinary", "headache", "numbness"]
    said["effects"] = {name: chance.choice(grades) for name in chance.sample(names, 2)}
    if chance.random() < 0.5:
        said["bp"] = {"systolic": chance.randint(95, 159), "diastolic": chance.randint(60, 99)}
    if number % 7 == 6:
        said["phq9"], said["gad7"] = chance.randint(2, 27), chance.randint(0, 21)
        said["item9"] = chance.choice([0, 0, 0, 1, 2])
    if chance.random() < 0.2:
        said["flagsClosed"] = True
    if chance.random() < 0.1:
        said["resume"] = {"doseMg": chance.choice([15, 15, 30])}
        said["flagsClosed"] = True
    if calm:
        return said
    if chance.random() < 0.1:
        said["taken"] = chance.choice(["none", "part", "more"])
        said["takenMg"] = {"none": 0, "part": 5, "more": chance.choice([125, 130, 200])}[said["taken"]]
    if chance.random() < 0.03:
        said["sedative"] = True
    if chance.random() < 0.03:
        said["selfHarm"], said["asq"] = True, chance.choice(["negative", "positive", "acute"])
    if chance.random() < 0.02:
        said["bp"] = chance.choice([{"systolic": 180, "diastolic": 80}, {"systolic": 150, "diastolic": 110}])
    if chance.random() < 0.02:
        said["warnings"] = [chance.choice(sorted(DANGER) + ["bloodInUrine"])]
    return said


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["write", seed, count]:
            print("\n".join(write(int(seed), int(count))))
        case ["judge", histories, results]:
            with open(histories) as given, open(results) as answered:
                differences, compared = judge(given, answered)
            print(f"{compared} dates compared, {len(differences)} histories read differently")
            print("\n".join(differences[:10]))
            sys.exit(1 if differences else 0)
        case _:
            sys.exit(__doc__)
