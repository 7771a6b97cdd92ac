import Clinic
import Clocks
import Foundation

/// A time in which nobody of a role is on call.
package struct RotaGap: Sendable, Equatable {
    package let role: OnCallShift.Duty
    package let from: Instant
    package let to: Instant
    /// Where the shift before it ends; `nil` if there is none. It names the gap, whatever moment one looks at it.
    package let after: Instant?

    /// One name a gap: the shift before it does not move when time passes.
    package var cause: String { "\(role.rawValue)/\(after?.rfc3339 ?? "none")" }

    /// The gaps of a role between two moments, the earliest first.
    ///
    /// - Parameter shifts: those of the role that end after `from`, in any order, and the last one before it; none
    ///   overlaps another.
    package static func gaps(
        of role: OnCallShift.Duty, from: Instant, to: Instant, in shifts: [OnCallShift]
    ) -> [RotaGap] {
        var gaps: [RotaGap] = []
        var covered: Instant?
        for shift in shifts.filter({ $0.role == role && $0.state != .removed }).sorted(by: {
            $0.starts < $1.starts
        }) {
            let begins = max(covered ?? from, from)
            let until = min(shift.starts, to)
            if begins < until {
                gaps.append(RotaGap(role: role, from: begins, to: until, after: covered))
            }
            covered = max(covered ?? shift.ends, shift.ends)
        }
        let begins = max(covered ?? from, from)
        if begins < to { gaps.append(RotaGap(role: role, from: begins, to: to, after: covered)) }
        return gaps
    }
}
