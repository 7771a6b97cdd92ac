import Clinic
import Treatments

/// The result of one history for people: a line a date.
struct ReplayTable {
    let text: String

    init(_ days: [ReplayedDay]) {
        var lines = ["date        dose  next  what      may take  on hand  lasts to    why"]
        for day in days {
            let flags = day.flags.map { "flag \($0.severity) \($0.rule.rawValue)" }
            let refused = day.refused.map { ["refused: \($0)"] } ?? []
            let notBefore = day.noIncreaseBefore.map { ["no increase before \($0)"] } ?? []
            let why = [day.rules.map(\.rawValue).joined(separator: " ")] + flags + notBefore + refused
            lines.append(
                [
                    day.date.description, "\(day.dose.count)".padded(4), "\(day.to.count)".padded(4),
                    day.kind.rawValue.filled(8), day.permission.rawValue.filled(8),
                    "\(day.onHand.count)".padded(7), (day.runOut?.description ?? "-").filled(10),
                    why.joined(separator: ", "),
                ].joined(separator: "  "))
        }
        text = lines.joined(separator: "\n")
    }
}

extension String {
    fileprivate func padded(_ width: Int) -> String {
        String(repeating: " ", count: max(0, width - count)) + self
    }

    fileprivate func filled(_ width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - count))
    }
}
