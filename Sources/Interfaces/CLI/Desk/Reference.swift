import Foundation

/// What a handle, an id or a row number on the command line speaks of.
enum Noun: String, Codable, Sendable, CodingKeyRepresentable {
    case patient, workItem, staff, grant, prescription, consult, order, fill, shipment, webhook, flag, review,
        medicine, doseChange, job, recall, request, shift

    /// The first letters of its handles; a grant and a partner's message have none.
    var prefix: String? {
        switch self {
        case .patient: "pt"
        case .workItem: "wi"
        case .staff: "st"
        case .grant, .fill, .webhook, .medicine, .doseChange: nil
        case .prescription: "rx"
        case .consult: "co"
        case .order: "or"
        case .shipment: "sh"
        case .flag: "fl"
        case .review: "rr"
        case .recall: "rc"
        case .job: "jb"
        case .request: "rq"
        case .shift: "oc"
        }
    }

    var words: String {
        switch self {
        case .patient: "patient"
        case .workItem: "work item"
        case .staff: "colleague"
        case .grant: "grant"
        case .order: "order"
        case .fill: "fill"
        case .prescription: "prescription"
        case .consult: "visit"
        case .shipment: "parcel"
        case .webhook: "message"
        case .flag: "flag"
        case .review: "review"
        case .recall: "recall"
        case .medicine: "medicine"
        case .doseChange: "change of a dose"
        case .job: "job"
        case .request: "request"
        case .shift: "shift"
        }
    }
}

/// A way to name one thing: `wi-q3f8k`, its UUID, or `2` for the second row of the last list.
enum Reference: Equatable {
    case row(Int)
    /// A handle or an id, fit to stand in a URL.
    case name(String)

    /// Anything else is refused here, so that a patient's name typed by mistake never travels in a URL.
    init(_ text: String, to noun: Noun) throws(ToolFailure) {
        let typed = text.trimmingCharacters(in: .whitespaces).lowercased()
        if let row = Int(typed), (1...9999).contains(row), typed.allSatisfy(\.isNumber) {
            self = .row(row)
        } else if let id = UUID(uuidString: typed) {
            self = .name(id.uuidString.lowercased())
        } else if let handle = Self.handle(typed, of: noun) {
            self = .name(handle)
        } else {
            let handle = noun.prefix.map { "a handle like \($0)-7k2mq, " } ?? ""
            throw .usage(
                "“\(text.printable)” names no \(noun.words); give \(handle)an id or a row of the last list")
        }
    }

    /// Crockford's base 32 takes o for 0 and i or l for 1, as people do on the phone.
    private static func handle(_ typed: String, of noun: Noun) -> String? {
        guard let prefix = noun.prefix, typed.hasPrefix(prefix + "-") else { return nil }
        // A job's id is a number, and no number may be taken for a row.
        if noun == .job { return typed.wholeMatch(of: /jb-([1-9][0-9]{0,18})/).map { String($0.1) } }
        let letters = String(
            typed.dropFirst(prefix.count + 1).map { $0 == "o" ? "0" : "il".contains($0) ? "1" : $0 })
        guard letters.wholeMatch(of: /[0-9a-hjkmnp-tv-z]{4,26}/) != nil else { return nil }
        return "\(prefix)-\(letters)"
    }
}
