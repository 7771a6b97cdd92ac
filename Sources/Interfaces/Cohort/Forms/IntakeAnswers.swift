import AnswerFiles
import Foundation

/// How a story answers the intake.
extension MadeUpPerson {
    /// - Parameter today: where the person lives, `YYYY-MM-DD`: when blood pressure was measured.
    func intakeAnswers(on today: String) -> FormAnswers {
        if let real { return real.intake.given(on: today) }
        let asWoman = number.isMultiple(of: 2)
        var answers = FormAnswers.ofNobodyInParticular
        answers.values["sex"] = [.code(asWoman ? "female" : "male")]
        answers.values["height"] = [.decimal(Decimal(asWoman ? 165 : 178) + Decimal(number % 9))]
        answers.values["weight"] = [.decimal(Decimal(asWoman ? 64 : 80) + Decimal(number % 17))]
        answers.values["bp-date"] = [.date(today)]
        answers.values["seeks-help-for"] = story.seeks.map { .code($0) }
        for item in 1...20 { answers.values["pcl5-\(item)"] = [.code(item % 2 == 0 ? "pcl5-2" : "pcl5-1")] }
        return answers.changed(by: intakeStory.answers)
    }
}

extension FormAnswers {
    fileprivate static let none = Value.code("none")
    fileprivate static let no = Value.code("N")
    fileprivate static let yes = Value.code("Y")

    /// Somebody moderately depressed and anxious whom no rule minds.
    fileprivate static let ofNobodyInParticular: FormAnswers = {
        var answers = FormAnswers(
            [
                "identity-confirmed": [yes],
                "emergency-name": [.text("Sam Rivers")], "emergency-phone": [.text("+1 602 555 0188")],
                "emergency-relation": [.code("friend")],
                "bp-measured": [yes], "bp-systolic": [.whole(118)], "bp-diastolic": [.whole(76)],
                "bp-pulse": [.whole(70)], "pregnancy": [no],
                "heart": [none], "bladder": [none], "other-conditions": [none], "anesthesia-planned": [no],
                "psychosis": [no], "mania": [.code("neither")], "treatments-tried": [yes], "therapist": [yes],
                "takes-medicines": [no], "has-allergies": [no], "ketamine-reaction": [no],
                "auditc-1": [.code("LA6270-8")], "substance-use-disorder": [.code("never")],
                "ketamine-misuse": [.code("never")], "ketamine-treatment": [no], "other-substances": [none],
                "adult-nearby": [yes], "avoids-driving": [yes], "safe-storage": [yes],
                "children-at-home": [no],
            ],
            entries: [
                "treatment": ["Sertraline", "Bupropion"].map { name in
                    FormAnswers([
                        "treatment-name": [.text(name)], "treatment-adequate": [yes],
                        "treatment-effect": [.code("some-effect")],
                    ])
                }
            ])
        answers.score("phq9", [2, 2, 2, 2, 1, 2, 2, 1, 0])
        answers.score("gad7", [2, 2, 2, 1, 1, 2, 1])
        return answers
    }()

    /// PHQ-9's and GAD-7's four answers, LOINC's codes.
    static let frequencies = ["LA6568-5", "LA6569-3", "LA6570-1", "LA6571-9"]

    fileprivate mutating func score(_ instrument: String, _ points: [Int]) {
        for (item, point) in points.enumerated() {
            values["\(instrument)-\(item + 1)"] = [.code(Self.frequencies[point])]
        }
    }

    /// What an instrument comes to; an answer that was refused adds nothing here.
    func total(of instrument: String, items: Int) -> Int {
        (1...items).reduce(0) { total, item in
            guard case .code(let code) = values["\(instrument)-\(item)"]?.first else { return total }
            return total + (Self.frequencies.firstIndex(of: code) ?? 0)
        }
    }

    fileprivate static func taking(_ medicines: String...) -> FormAnswers {
        FormAnswers(
            ["takes-medicines": [yes]],
            entries: ["medicine": medicines.map { FormAnswers(["medicine-name": [.text($0)]]) }])
    }
}

extension IntakeStory {
    /// The answers that make the story.
    fileprivate var answers: FormAnswers {
        var answers = FormAnswers()
        switch self {
        case .plain: break
        case .antidepressant: answers = .taking("Zoloft 50 mg", "Vitamin D")
        case .benzodiazepine: answers = .taking("lorazepam")
        case .anticonvulsant: answers = .taking("LAMICTAL")
        case .unknownMedicine: answers = .taking("Zzyvoquel forte")
        case .raisedBloodPressure: answers = .measuring([(148, 94, 82), (146, 92, 80)])
        case .highBloodPressure: answers = .measuring([(168, 104, 88), (166, 102, 86)])
        case .passingThoughts, .urgentThoughts:
            answers.score("phq9", [2, 2, 2, 2, 1, 2, 2, 1, 1])
            for item in 1...4 { answers.values["asq-\(item)"] = [FormAnswers.no] }
            answers.values["suicide-plan"] = [FormAnswers.no]
            if self == .urgentThoughts {
                answers.values["asq-3"] = [FormAnswers.yes]
                answers.values["asq-5"] = [FormAnswers.yes]
            }
        case .littleToTreat:
            answers.score("phq9", [1, 1, 0, 1, 0, 0, 0, 0, 0])
            answers.score("gad7", [1, 0, 1, 0, 0, 1, 0])
            for item in 1...20 { answers.values["pcl5-\(item)"] = [.code("pcl5-0")] }
        case .drinksMuch:
            answers.values = [
                "auditc-1": [.code("LA18929-2")], "auditc-2": [.code("LA18930-0")],
                "auditc-3": [.code("LA18891-4")],
            ]
        case .livesAlone: answers.values["adult-nearby"] = [FormAnswers.no]
        case .bipolar: answers.values["mania"] = [.code("bipolar")]
        case .bladder: answers.values["bladder"] = [.code("bladder-disease")]
        case .earlierSubstanceUse: answers.values["substance-use-disorder"] = [.code("sud-earlier")]
        }
        return answers
    }
}

extension FormAnswers {
    /// Two readings five minutes apart, as a high first one asks for.
    fileprivate static func measuring(_ readings: [(systolic: Int, diastolic: Int, pulse: Int)])
        -> FormAnswers
    {
        var answers = FormAnswers()
        for (prefix, reading) in zip(["bp", "bp-again"], readings) {
            answers.values["\(prefix)-systolic"] = [.whole(reading.systolic)]
            answers.values["\(prefix)-diastolic"] = [.whole(reading.diastolic)]
            answers.values["\(prefix)-pulse"] = [.whole(reading.pulse)]
        }
        return answers
    }
}
