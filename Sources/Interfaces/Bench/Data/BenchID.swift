import Foundation

/// What of a made-up patient has an id. Each id follows from the patient's number, so that programs and statements
/// can name it without asking: `019a00KK-0000-7000-8000-NNNNNNNNNNNN`, kind and number in hexadecimal. As UUIDv7 they
/// sort by number, as those of real patients sort by time.
enum BenchID: Int, CaseIterable {
    case patient = 1
    case screening, intake, eligibility, consult, note, monitoring, prescription, fill, order, shipment, lot
    case supply, treatment, prescriber, pharmacy

    /// - Parameter number: the patient's, from 1 on.
    func uuid(_ number: Int) -> UUID {
        guard let uuid = UUID(uuidString: prefix + Self.hex(number, digits: 12)) else {
            preconditionFailure("32 hexadecimal digits make an id.")
        }
        return uuid
    }

    /// All but the number's twelve digits.
    var prefix: String { "019a00\(Self.hex(rawValue, digits: 2))-0000-7000-8000-" }

    private static func hex(_ number: Int, digits: Int) -> String {
        let text = String(number, radix: 16)
        return String(repeating: "0", count: digits - text.count) + text
    }
}
