import CarePath
import Clinic
import Clocks
import Foundation
import Patients
import Prescriptions
import RefillReviews
import Treatments
import Wire

extension RefillPacketAnswer {
    init(_ packet: RefillPacket, program: ProgramData, in language: Language) {
        var review = RefillReviewAnswer(packet.line)
        if review.nextFill == nil, packet.line.review.isUnderWay {
            review.nextFill = NextFillAnswer(packet.forecast, lozenges: packet.forecastLozenges)
        }
        self.init(
            review: review, today: packet.today.description,
            treatment: Treatment(packet, program: program, in: language), adherence: Adherence(packet),
            days: packet.days.map { Day($0, owner: packet.gapOwners[$0.date]) },
            scores: Score.all(packet), bloodPressure: packet.readings.map(Reading.init),
            ledger: Ledger(packet), counts: packet.counts.map(CountAnswer.init),
            flags: packet.flags.map {
                Flag(
                    handle: $0.handle, rule: $0.rule, severity: $0.severity, state: $0.state,
                    raisedAt: $0.raisedAt.rfc3339, outcome: $0.outcome)
            },
            decisions: packet.decisions.map {
                Decision(
                    date: $0.date.description, kind: $0.kind, fromMg: $0.from.count, toMg: $0.to.count,
                    rules: $0.rules)
            },
            prescription: Prescription(packet), answers: Answers(packet),
            closedGates: packet.closedGates.map { Gate($0, in: language) },
            closedGatesToChange: packet.closedToChange.map { Gate($0, in: language) },
            warnings: packet.warnings.map {
                Warning(
                    code: $0.code, words: program.refill.said("warning.\($0.code)", in: language, $0.facts))
            },
            earlier: packet.earlier.map {
                Earlier(
                    outcome: $0.outcome.rawValue, note: $0.note, decidedAt: $0.at.rfc3339,
                    lookAgainOn: $0.lookAgainOn?.description)
            })
    }
}

extension RefillPacketAnswer.Treatment {
    fileprivate init(_ packet: RefillPacket, program: ProgramData, in language: Language) {
        let dose = packet.plan?.dose ?? .zero
        self.init(
            state: packet.treatment.state.name.rawValue,
            firstDay: (packet.treatment.state.firstDay ?? packet.today).description,
            cycleDay: packet.cycle?.day(of: packet.today), doseMg: dose.count,
            doseSince: (packet.plan?.from ?? packet.today).description,
            label: program.label(of: dose, strength: packet.form.strength, in: language))
    }
}

extension RefillPacketAnswer.Adherence {
    /// Of the dates that are over.
    fileprivate init(_ packet: RefillPacket) {
        let past = packet.days.filter { $0.date < packet.today }
        let due = past.filter { $0.permission == .take && !$0.isOff && !$0.isGap }
        func count(_ name: CheckIn.Taken.Name) -> Int { due.count { $0.report?.taken.name == name } }
        self.init(
            days: past.count, full: count(.planned), part: count(.part), more: count(.more),
            missed: count(.none) + due.count { $0.report == nil }, unreported: due.count { $0.report == nil },
            skippedOrPaused: past.count { $0.permission != .take }, gap: past.count { $0.isGap })
    }
}

extension RefillPacketAnswer.Day {
    fileprivate init(_ day: CourseDay, owner: String?) {
        var effects: [String: Int] = [:]
        for effect in Effect.allCases {
            if let grade = day.report?.effects[effect], grade > 0 { effects[effect.rawValue] = grade }
        }
        self.init(
            date: day.date.description, doseMg: day.dose.count, permission: day.permission.rawValue,
            takenMg: day.report?.taken.amount(of: day.dose).count, effects: effects,
            benefit: day.report?.benefit?.rawValue, wish: day.report?.wish?.rawValue, isGap: day.isGap,
            gapOwner: owner)
    }
}

extension RefillPacketAnswer.Score {
    fileprivate static func all(_ packet: RefillPacket) -> [Self] {
        InstrumentReport.Instrument.allCases.compactMap { instrument in
            let baseline: Int? =
                switch instrument {
                case .phq9: packet.baseline.phq9
                case .gad7: packet.baseline.gad7
                case .pcl5: nil
                }
            let values = packet.scores.filter { $0.instrument == instrument.rawValue }.map {
                Value(date: $0.date.description, total: $0.total, band: $0.band)
            }
            guard baseline != nil || !values.isEmpty else { return nil }
            return Self(instrument: instrument.rawValue, baseline: baseline, values: values)
        }
    }
}

extension RefillPacketAnswer.Reading {
    fileprivate init(_ measured: RefillPacket.Measured) {
        self.init(
            at: measured.at.rfc3339, systolic: measured.systolic, diastolic: measured.diastolic,
            pulse: measured.pulse)
    }
}

extension RefillPacketAnswer.Ledger {
    fileprivate init(_ packet: RefillPacket) {
        let left = packet.lots.filter { $0.onHand > .zero }
        self.init(
            entries: packet.ledger.mapValues(\.count), onHandMg: left.onHand.count,
            usableMg: packet.usable.count,
            onHandLozenges: left.reduce(0) { $0 + $1.onHand.count / $1.strength.count },
            useBy: left.map(\.useBy).min()?.description)
    }
}

extension RefillPacketAnswer.Prescription {
    fileprivate init(_ packet: RefillPacket) {
        let written = packet.prescription
        self.init(
            handle: written.handle, state: written.state, strengthMg: written.strength.count,
            quantity: written.quantity, maximumMg: written.maximum.count,
            refillsLeft: max(0, written.refillsLeft), lastFillOn: written.lastFillOn.description,
            legalBasis: written.legalBasis.rawValue, lastIssueOn: packet.lastIssueOn?.description)
    }
}

extension RefillPacketAnswer.Answers {
    fileprivate init?(_ packet: RefillPacket) {
        guard let answers = packet.line.review.answers else { return nil }
        self.init(
            phq9: answers.phq9, gad7: answers.gad7, urinary: answers.urinary, wish: answers.wish.rawValue,
            note: packet.answers?.note)
    }
}

extension RefillPacketAnswer.Gate {
    fileprivate init(_ gate: RenewalGate, in language: Language) {
        self.init(id: gate.rawValue, code: gate.code, words: gate.words.said(in: language))
    }
}
