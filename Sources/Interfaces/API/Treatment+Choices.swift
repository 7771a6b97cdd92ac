import CarePath
import Clinic
import Clocks
import Foundation
import Treatments
import Wire

/// What the patient can do about their treatment today, and what not and why: an app needs no rule of its own.
extension TreatmentView {
    /// The medicine has not come, or nobody knows.
    private var isWaiting: Bool { !hasArrived && treatment?.state.firstDay == nil }

    var shownState: String {
        isWaiting ? "awaitingParcel" : treatment?.state.name.rawValue ?? "awaitingParcel"
    }

    /// The days that can be chosen as the first.
    func choices(_ rules: StartRules) -> TreatmentAnswer.Choices? {
        guard canStart, let treatment else { return nil }
        let days = rules.choices(today: date, arrived: LocalDate(of: treatment.arrivedAt, in: treatment.zone))
        return .init(from: days.lowerBound.description, to: days.upperBound.description)
    }

    private var canStart: Bool {
        guard !isWaiting, let treatment else { return false }
        switch treatment.state {
        case .awaitingStart: return true
        case .active: return !hasReportedDose
        case .paused, .tapering, .stopped, .discharged: return false
        }
    }

    private var isUnderWay: Bool {
        switch treatment?.state {
        case .active?, .paused?, .tapering?: true
        case .awaitingStart?, .stopped?, .discharged?, nil: false
        }
    }

    var can: [TreatmentAnswer.Can] {
        var can: [TreatmentAnswer.Can] = []
        func add(_ code: String, _ href: String) { can.append(.init(code: code, href: href)) }
        if canStart { add("start", "/v1/me/treatment/start") }
        guard isUnderWay else { return can }
        if let day {
            day.isReported
                ? add("amendCheckIn", "/v1/me/check-ins/\(date)") : add("checkIn", "/v1/me/check-ins")
        }
        if let change = unread ?? offer, change.acknowledgedAt == nil {
            add("acknowledge", "/v1/me/dose-changes/\(change.id.uuidString.lowercased())/acknowledge")
        }
        if pause == nil { add("pause", "/v1/me/treatment/pause") }
        if pause?.cause == .patient { add("resume", "/v1/me/treatment/resume") }
        add("measure", "/v1/me/vitals")
        add("stop", "/v1/me/treatment/stop")
        return can
    }

    var cannot: [TreatmentAnswer.Can] {
        if isWaiting { return [.init(code: "start", reason: TreatmentRefusal.notArrived.code)] }
        guard let treatment else { return [] }
        var cannot: [TreatmentAnswer.Can] = []
        if !canStart { cannot.append(.init(code: "start", reason: TreatmentRefusal.firstDayFixed.code)) }
        if treatment.state.isEnd {
            cannot.append(.init(code: "checkIn", reason: CourseRefusal.ended.code))
        } else if day == nil {
            cannot.append(.init(code: "checkIn", reason: CourseRefusal.notStarted.code))
        }
        if let pause {
            cannot.append(.init(code: "pause", reason: CourseRefusal.alreadyPaused.code))
            if pause.cause != .patient {
                cannot.append(.init(code: "resume", reason: CourseRefusal.prescriberResumes.code))
            }
        }
        return cannot
    }
}
