import AnswerFiles
import Foundation
import Intakes

/// Judges the lines of a file on all processors and hands them on in their order, some hundred at a time; no more than that
/// are ever in memory.
struct IntakeLines {
    private let judge: @Sendable (RecordReader.Record) -> JudgedLine
    private var records: RecordReader

    /// - Throws: `AnswerFileProblem` where the file and its mapping do not go together.
    init(_ file: IntakeFile, judge: IntakeJudge, mapping: (_ head: [String]) throws -> AnswerMapping) throws {
        records = file.records()
        switch file.kind {
        case .responses: self.judge = { judge.judge(response: $0) }
        case .delimited:
            let head = try DelimitedFile.head(records.next())
            let rows = try IntakeRowJudge(judge, head: head, mapping: try mapping(head))
            self.judge = { rows.judge($0) }
        }
    }

    private static let batch = 256
    private static let batchBytes = 4 << 20

    /// Goes through the file.
    ///
    /// - Parameters:
    ///   - make: what is wanted of each line and its bytes; runs on all processors at once.
    ///   - take: gets it in the order of the file, with the bytes that were read for it.
    mutating func run<Made: Sendable>(
        _ make: @escaping @Sendable (JudgedLine, _ line: [UInt8]) -> Made,
        _ take: ([Made], _ bytes: Int) async throws -> Void
    ) async throws {
        let width = max(1, ProcessInfo.processInfo.activeProcessorCount)
        while true {
            var batches: [[RecordReader.Record]] = []
            var bytes = 0
            for _ in 0..<width {
                let batch = nextBatch()
                if batch.isEmpty { break }
                bytes += batch.reduce(0) { $0 + $1.bytes.count + 1 }
                batches.append(batch)
            }
            if batches.isEmpty { return }
            let judge = judge
            let made = await withTaskGroup(of: (Int, [Made]).self) { group in
                for (place, batch) in batches.enumerated() {
                    group.addTask { (place, batch.map { make(judge($0), $0.bytes) }) }
                }
                var made = Array(repeating: [Made](), count: batches.count)
                for await (place, lines) in group { made[place] = lines }
                return made
            }
            try await take(made.flatMap(\.self), bytes)
            try Task.checkCancellation()
        }
    }

    private mutating func nextBatch() -> [RecordReader.Record] {
        var batch: [RecordReader.Record] = []
        var bytes = 0
        while batch.count < Self.batch, bytes < Self.batchBytes, let record = records.next() {
            bytes += record.bytes.count
            batch.append(record)
        }
        return batch
    }
}
