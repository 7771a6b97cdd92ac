import Foundation
import Wire

/// What a day's report says.
extension LifeStory {
    /// - Parameters:
    ///   - day: of the treatment, counted from 1.
    ///   - today: what the home screen tells to take.
    func checkIn(on date: String, day: Int, today: TreatmentAnswer.Today) -> CheckInRequest {
        var chance = chance(of: day)
        var report = CheckInRequest(
            date: date, taken: today.permission == "take" && !today.isOff ? "planned" : "none")
        report.effects = effects(at: today.doseMg, drawing: &chance)
        let hasArrived = today.doseMg >= targetMg
        let isClear = hasArrived && day > 10 && Int.random(in: 0..<10, using: &chance) < 5
        report.benefit = isClear ? "clear" : hasArrived || day > 18 ? "some" : "none"
        report.wish = hasArrived ? "same" : "more"
        report.mood = min(10, 3 + day / 6 + Int.random(in: 0...2, using: &chance))
        report.anxiety = max(0, 7 - day / 6 - Int.random(in: 0...1, using: &chance))
        report.energy = 4 + Int.random(in: 0...2, using: &chance)
        report.sleep = 5 + Int.random(in: 0...2, using: &chance)
        report.sedative = false
        report.selfHarm = false
        if day.isMultiple(of: 3) || today.permission != "take" {
            report.bloodPressure = .init(
                systolic: systolic + Int.random(in: 0...6, using: &chance), diastolic: 74 + day % 6)
            report.pulse = 64 + Int.random(in: 0...10, using: &chance)
        }
        if day.isMultiple(of: 7) {
            report.phq9 = items(9, adding: max(2, baseline.phq9 - day / 4), drawing: &chance)
            report.gad7 = items(7, adding: max(1, baseline.gad7 - day / 4), drawing: &chance)
        }
        if today.permission == "take", Int.random(in: 0..<40, using: &chance) == 0 { report.taken = "none" }
        befall(&report, on: day, today)
        return report
    }

    private func befall(_ report: inout CheckInRequest, on day: Int, _ today: TreatmentAnswer.Today) {
        switch fate {
        case .selfHarm where day == fateDay: report.selfHarm = true
        case .passingThoughts where day == fateDay:
            report.selfHarm = true
            report.asq = .init(
                wishedDead: "yes", betterOffDead: "no", thoughtsOfKilling: "no", everTried: "no",
                rightNow: "no")
        case .highPressure where day == fateDay:
            report.bloodPressure = .init(systolic: 182, diastolic: 112)
            report.pulse = 92
        case .severeNausea where day == fateDay: report.effects?["nausea"] = 3
        case .dissociates where day == fateDay: report.effects?["dissociation"] = 3
        case .tookTwice where day == fateDay && report.taken == "planned":
            report.taken = "more"
            report.takenMg = 2 * today.doseMg
        case .bladder where (fateDay..<fateDay + 3).contains(day): report.effects?["urinary"] = 1
        case .drinks where day == fateDay: report.sedative = true
        default: break
        }
    }

    /// Mild at most in the everyday, now and then moderate from the dose on that they bear.
    private func effects(at dose: Int, drawing chance: inout SeededChance) -> [String: Int] {
        var effects: [String: Int] = [:]
        for effect in ["nausea", "dizziness", "drowsiness", "dissociation"] {
            let draw = Int.random(in: 0..<100, using: &chance)
            let likely = dose >= toleranceMg ? 35 : 12
            effects[effect] = draw < (dose >= toleranceMg ? 6 : 1) ? 2 : draw < likely ? 1 : 0
        }
        return effects
    }

    /// A total as its items, each 0 to 3; the last of nine, PHQ-9's question about self-harm, stays 0.
    func items(_ count: Int, adding total: Int, drawing chance: inout SeededChance) -> [Int] {
        var items = Array(repeating: 0, count: count)
        let usable = count == 9 ? 8 : count
        for _ in 0..<min(total, usable * 3) {
            var place = Int.random(in: 0..<usable, using: &chance)
            while items[place] == 3 { place = (place + 1) % usable }
            items[place] += 1
        }
        return items
    }
}
