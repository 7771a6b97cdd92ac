import Foundation
import StrictJSON
import Treatments

/// Replays histories on all processors and shows what came of each, in their order.
struct ReplayRun: Sendable {
    let reader: TitrationHistoryReader
    let asJSON: Bool

    private static let batch = 256

    /// - Returns: whether a history could not be read.
    func run(_ lines: HistoryLines) async throws -> Bool {
        var hasFailed = false
        var iterator = lines.makeIterator()
        let width = max(1, ProcessInfo.processInfo.activeProcessorCount)
        var isAtEnd = false
        while !isAtEnd {
            var batches: [[HistoryLines.Line]] = []
            for _ in 0..<width {
                var batch: [HistoryLines.Line] = []
                while batch.count < Self.batch, let line = iterator.next() { batch.append(line) }
                if batch.count < Self.batch { isAtEnd = true }
                if !batch.isEmpty { batches.append(batch) }
            }
            for answer in await answers(batches) {
                Terminal.show(answer.text)
                hasFailed = hasFailed || answer.hasFailed
            }
        }
        return hasFailed
    }

    private struct Answer: Sendable {
        var text = ""
        var hasFailed = false
    }

    private func answers(_ batches: [[HistoryLines.Line]]) async -> [Answer] {
        await withTaskGroup(of: (Int, Answer).self) { group in
            for (place, batch) in batches.enumerated() { group.addTask { (place, answer(batch)) } }
            var answers = Array(repeating: Answer(), count: batches.count)
            for await (place, answer) in group { answers[place] = answer }
            return answers
        }
    }

    private func answer(_ batch: [HistoryLines.Line]) -> Answer {
        var answer = Answer()
        for (place, line) in batch.enumerated() {
            if place > 0 { answer.text += "\n" }
            do {
                let history = try reader.read(JSONValue(parsing: line.bytes))
                var replay = TitrationReplay(history)
                let days = replay.run()
                answer.text += asJSON ? days.resultLine : ReplayTable(days).text
            } catch {
                answer.hasFailed = true
                answer.text += refusal(of: line, error)
            }
        }
        return answer
    }

    /// What is wrong with a history, with the path of each problem; none of its values is repeated.
    private func refusal(of line: HistoryLines.Line, _ error: any Error) -> String {
        var problems: [JSONProblem] = []
        if let found = error as? JSONProblems { problems = found.problems }
        if let syntax = error as? JSONSyntaxError {
            problems = [
                JSONProblem(
                    syntax.pointer, syntax.reason.rawValue, "\(syntax)", es: "\(syntax)")
            ]
        }
        guard asJSON else {
            return problems.map { "line \(line.number), \($0.place): \($0.message)" }.joined(separator: "\n")
        }
        let list = problems.map { problem -> JSONValue in
            [
                "path": .string(problem.pointer.description), "code": .string(problem.code),
                "message": .string(problem.message),
            ]
        }
        let answer: JSONValue = ["line": .number(JSONNumber(line.number)), "problems": .array(list)]
        return answer.text
    }
}

extension JSONProblem {
    fileprivate var place: String { pointer.tokens.isEmpty ? "the history" : pointer.description }
}
