import Clinic
import StrictJSON

extension TitrationHistory {
    /// The history in the form that `TitrationHistoryReader` reads, for an audit or to show what broke a rule. What was
    /// not said is left out.
    package var json: JSONValue {
        var members: [(String, JSONValue)] = [
            ("protocol", .string(terms.titration.slug)),
            (
                "prescription",
                .members([
                    ("startMg", .count(terms.start)), ("maxDailyMg", .count(terms.maximum)),
                    ("strengthMg", .count(terms.form.strength)), ("pieces", .count(terms.form.pieces)),
                    ("standingOrder", .bool(terms.standingOrder)),
                ])
            ),
            ("supplyMg", .count(supply)),
        ]
        if let nextArrival { members.append(("nextArrival", .string(nextArrival.description))) }
        members += [
            ("baseline", terms.baseline.json),
            ("indications", .array(terms.indications.sorted().map(JSONValue.string))),
            ("eligibilityRules", .array(terms.eligibilityRules.sorted().map(JSONValue.string))),
            ("patientAcknowledges", .string(acknowledges ? "always" : "never")),
            ("prescriberAgrees", .string(agrees ? "always" : "never")),
            ("firstDay", .string(terms.firstDay.description)), ("lastDay", .string(lastDay.description)),
            ("days", .array(days.map(\.json))),
        ]
        return .members(members)
    }
}

extension CourseTerms.Baseline {
    fileprivate var json: JSONValue {
        .members(
            [("phq9", phq9), ("gad7", gad7), ("item9", item9), ("pcl5", pcl5)].compactMap { name, score in
                score.map { (name, .count($0)) }
            })
    }
}

extension TitrationHistory.ReportedDay {
    fileprivate var json: JSONValue {
        var members: [(String, JSONValue)] = [("date", .string(date.description))]
        switch taken {
        case nil: break
        case .planned: members.append(("taken", .string("planned")))
        case .amount(.zero): members.append(("taken", .string("none")))
        case .amount(let amount): members += [("taken", .string("part")), ("takenMg", .count(amount))]
        }
        let grades = Effect.allCases.compactMap { effect in
            report.effects[effect].map { (effect.rawValue, JSONValue.count($0)) }
        }
        if !grades.isEmpty { members.append(("effects", .members(grades))) }
        func add(_ name: String, _ value: JSONValue?) { if let value { members.append((name, value)) } }
        add("benefit", report.benefit.map { .string($0.rawValue) })
        add("wish", report.wish.map { .string($0.rawValue) })
        if let systolic = report.reading?.systolic, let diastolic = report.reading?.diastolic {
            add("bp", .members([("systolic", .count(systolic)), ("diastolic", .count(diastolic))]))
        }
        add("pulse", (report.reading?.pulse).map(JSONValue.count))
        add("sedative", report.sedative.map(JSONValue.bool))
        add("selfHarm", report.selfHarm.map(JSONValue.bool))
        add("asq", report.asq.map { .string($0.rawValue) })
        func words(_ words: [String]) -> JSONValue? {
            words.isEmpty ? nil : .array(words.sorted().map(JSONValue.string))
        }
        add("warnings", words(report.warnings.map(\.rawValue)))
        add("phq9", report.phq9.map(JSONValue.count))
        add("item9", report.item9.map(JSONValue.count))
        add("gad7", report.gad7.map(JSONValue.count))
        add("pcl5", report.pcl5.map(JSONValue.count))
        add("newMedications", words(report.newMedicines.map(\.rawValue)))
        add("resume", resume.map { .members([("doseMg", .count($0))]) })
        if flagsClosed { add("flagsClosed", .bool(true)) }
        return .members(members)
    }
}

extension JSONValue {
    fileprivate static func members(_ members: [(String, JSONValue)]) -> JSONValue {
        .object(JSONObject(members.map { JSONObject.Member(name: $0.0, value: $0.1) }))
    }

    fileprivate static func count(_ count: Int) -> JSONValue { .number(JSONNumber(count)) }
    fileprivate static func count(_ dose: Milligrams) -> JSONValue { .count(dose.count) }
}
