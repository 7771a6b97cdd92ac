import Clinic
import Clocks
import Foundation

/// A visit as a calendar takes it: iCalendar (RFC 5545) with the method of RFC 5546.
///
/// One UID for a visit through all its moves, SEQUENCE counting up with each, UTC times, and words that tell nothing
/// of what it is about.
package struct VisitInvitation: Sendable {
    package let text: String

    /// - Parameters:
    ///   - attendee: the patient's e-mail address.
    ///   - now: when this text was made (DTSTAMP).
    package init(
        _ consult: Consult, to attendee: String, rules: VisitRules, in language: Language, now: Instant
    ) {
        let isOff = !consult.state.name.isActive && consult.state.name != .completed
        var lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Lozenge//Visits//EN", "CALSCALE:GREGORIAN"]
        lines += ["METHOD:\(isOff ? "CANCEL" : "REQUEST")", "BEGIN:VEVENT"]
        lines += ["UID:\(consult.origin)@\(rules.room.subject)", "SEQUENCE:\(consult.sequence)"]
        lines += ["DTSTAMP:\(Self.stamp(now))"]
        lines += [
            "DTSTART:\(Self.stamp(consult.time.starts))", "DTEND:\(Self.stamp(consult.time.ends))",
        ]
        lines += ["SUMMARY:\(Self.escaped(rules.calendar.summary.said(in: language)))"]
        lines += ["DESCRIPTION:\(Self.escaped(rules.doorWords(in: language)))"]
        lines += [
            "ORGANIZER:mailto:\(rules.calendar.organizer)",
            "ATTENDEE;ROLE=REQ-PARTICIPANT;RSVP=FALSE:mailto:\(attendee)",
        ]
        lines += ["STATUS:\(isOff ? "CANCELLED" : "CONFIRMED")", "CLASS:PRIVATE"]
        lines += ["END:VEVENT", "END:VCALENDAR"]
        text = lines.map { Self.folded($0) + "\r\n" }.joined()
    }

    /// `20261121T161405Z`.
    static func stamp(_ instant: Instant) -> String {
        let whole = Instant(microsecondsSince1970: instant.secondsSince1970 * 1_000_000).rfc3339
        return whole.replacing("-", with: "").replacing(":", with: "")
    }

    /// TEXT (RFC 5545, 3.3.11): backslash, semicolon, comma and line break.
    static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing(";", with: "\\;").replacing(",", with: "\\,")
            .replacing("\r\n", with: "\\n").replacing("\n", with: "\\n")
    }

    /// No line longer than 75 octets (RFC 5545, 3.1), no character cut in two; what goes on begins with a blank.
    static func folded(_ line: String) -> String {
        var folded = ""
        var octets = 0
        for character in line.unicodeScalars {
            let size = String(character).utf8.count
            if octets + size > 75 {
                folded += "\r\n "
                octets = 1
            }
            folded.unicodeScalars.append(character)
            octets += size
        }
        return folded
    }
}
