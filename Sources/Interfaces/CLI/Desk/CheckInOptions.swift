import ArgumentParser
import Foundation
import Wire

/// What a report of a day may hold, as one types it while somebody speaks.
struct CheckInOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The patient's date; today where left out.", valueName: "date"))
    var date: String?

    @Option(help: "none, planned, part or more.")
    var taken: String?

    @Option(help: ArgumentHelp("Milligrams taken, with part and more.", valueName: "mg"))
    var mg: Int?

    @Option(
        help: ArgumentHelp(
            "An effect and its grade 0 to 3, as nausea=1; again for each.", valueName: "effect"))
    var effect: [String] = []

    @Option(help: "worse, none, some or clear.") var benefit: String?

    @Option(help: "less, same or more.") var wish: String?

    @Option(help: ArgumentHelp("0 to 10.", valueName: "n")) var mood: Int?

    @Option(help: ArgumentHelp("As 118/76.", valueName: "mmHg")) var pressure: String?

    @Option(help: ArgumentHelp("Beats a minute.", valueName: "n")) var pulse: Int?

    @Flag(help: "Alcohol or a sedative on that day.") var sedative = false

    @Flag(inversion: .prefixedNo, help: "Thoughts of self-harm.") var selfHarm: Bool?

    @Option(help: ArgumentHelp("The ASQ's answers in order, as no,no,no,no.", valueName: "answers"))
    var asq: String?

    @Option(
        help: ArgumentHelp("A sign of danger or a change, as chestPain; again for each.", valueName: "sign"))
    var warning: [String] = []

    @Option(help: "What else was said, for the record.") var note: String?

    /// The request; what cannot be read is told before anything is sent.
    func request(_ taken: String) throws(ToolFailure) -> CheckInRequest {
        var request = CheckInRequest(date: date, taken: taken, takenMg: mg)
        if !effect.isEmpty { request.effects = try effects() }
        request.benefit = benefit
        request.wish = wish
        request.mood = mood
        request.bloodPressure = try bloodPressure()
        request.pulse = pulse
        request.sedative = sedative ? true : nil
        request.selfHarm = selfHarm
        request.asq = try suicideScreen()
        request.warnings = warning.isEmpty ? nil : warning
        request.note = note
        return request
    }

    private func effects() throws(ToolFailure) -> [String: Int] {
        var effects: [String: Int] = [:]
        for text in effect {
            let parts = text.split(separator: "=")
            guard parts.count == 2, let grade = Int(parts[1]) else {
                throw .usage("--effect takes an effect and its grade, as nausea=1")
            }
            effects[String(parts[0])] = grade
        }
        return effects
    }

    private func bloodPressure() throws(ToolFailure) -> CheckInRequest.BloodPressure? {
        guard let pressure else { return nil }
        let parts = pressure.split(separator: "/").compactMap { Int($0) }
        guard parts.count == 2 else { throw .usage("--pressure takes two numbers, as 118/76") }
        return .init(systolic: parts[0], diastolic: parts[1])
    }

    private func suicideScreen() throws(ToolFailure) -> CheckInRequest.SuicideScreenAnswers? {
        guard let asq else { return nil }
        let answers = asq.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
        guard (4...5).contains(answers.count) else {
            throw .usage("--asq takes four answers, and the fifth if any of them is not no: yes,no,no,no,no")
        }
        return .init(
            wishedDead: answers[0], betterOffDead: answers[1], thoughtsOfKilling: answers[2],
            everTried: answers[3], rightNow: answers.count == 5 ? answers[4] : nil)
    }
}
