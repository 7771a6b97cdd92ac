import AnswerFiles
import CarePath
import Clinic
import Clocks
import Foundation
import Intakes
import StrictJSON

/// Takes a file of intakes over, some hundred lines a transaction, and keeps count.
struct IntakeImport {
    let carePath: CarePath
    let source: String
    let actor: Actor
    /// Gets a line for each that was not taken over.
    let report: FileHandle?
    private(set) var lines = 0
    private(set) var counts: [ImportOutcome: Int] = [:]
    private(set) var invalid = 0
    private(set) var nameless = 0

    init(carePath: CarePath, source: String, actor: Actor, report: FileHandle?) {
        self.carePath = carePath
        self.source = source
        self.actor = actor
        self.report = report
    }

    /// A line, judged, and sealed where it can be taken over.
    struct Ready: Sendable {
        let line: JudgedLine
        let intake: ImportedIntake?
    }

    /// - Parameter progress: hears of the lines so far and of the bytes read for them.
    mutating func run(_ file: inout IntakeLines, progress: (IntakeImport, _ bytes: Int) -> Void) async throws
    {
        let (keyring, now) = (carePath.keyring, carePath.clock.now)
        let seal: @Sendable (JudgedLine, [UInt8]) -> Result<Ready, any Error> = { line, bytes in
            Result {
                Ready(line: line, intake: try ImportedIntake(line, line: bytes, keyring: keyring, at: now))
            }
        }
        var read = 0
        try await file.run(seal) { made, bytes in
            let ready = try made.map { try $0.get() }
            let outcomes = try await carePath.importIntakes(
                ready.compactMap(\.intake), from: source, by: actor)
            try count(ready, outcomes)
            read += bytes
            progress(self, read)
        }
    }

    private mutating func count(_ ready: [Ready], _ outcomes: [ImportOutcome]) throws {
        var outcomes = outcomes[...]
        var text = ""
        for entry in ready {
            lines += 1
            if entry.intake != nil, let outcome = outcomes.popFirst() {
                counts[outcome, default: 0] += 1
                if outcome == .changed { text += Self.reportLine(entry.line, "changed") }
            } else if entry.line.status == .invalid {
                invalid += 1
                text += Self.reportLine(entry.line, "invalid")
            } else {
                nameless += 1
                text += Self.reportLine(entry.line, "nameless")
            }
        }
        if !text.isEmpty { try report?.write(contentsOf: Data(text.utf8)) }
    }

    private static func reportLine(_ line: JudgedLine, _ result: String) -> String {
        var object = line.json.objectValue ?? JSONObject()
        for name in ["scores", "medications", "eligibility", "status"] { object[name] = nil }
        object["result"] = .string(result)
        return JSONValue.object(object).text + "\n"
    }

    /// Whether a line was not taken over, now or before.
    var hasLeftOut: Bool { invalid + nameless + (counts[.changed] ?? 0) > 0 }

    var text: String {
        let words: [(String, Int)] = [
            ("wait for the person whom they are about", counts[.imported] ?? 0),
            ("became a patient's intake", counts[.submitted] ?? 0),
            ("became a patient's draft", counts[.drafted] ?? 0),
            ("were known already", counts[.known] ?? 0),
            ("were changed since, and left as they were", counts[.changed] ?? 0),
            ("are invalid", invalid), ("have no name of their own", nameless),
        ]
        let rows = words.map { words, count in
            String(repeating: " ", count: max(0, 8 - "\(count)".count)) + "\(count)  \(words)"
        }
        return (["\(lines) lines of “\(source)”"] + rows).joined(separator: "\n")
    }
}
