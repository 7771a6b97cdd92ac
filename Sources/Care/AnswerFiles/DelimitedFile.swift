import Foundation

/// A whole file of comma-separated values with a head line, for files that fit into memory.
package struct DelimitedFile: Sendable {
    package struct Row: Sendable {
        /// The line of the file on which it begins, the head being 1.
        package let line: Int
        package let fields: [String]
    }

    package let head: [String]
    package let rows: [Row]
    /// Rows with more or fewer fields than the head, and what else cannot be read, a line each.
    package let problems: [String]

    /// - Parameter most: no more rows than that are read.
    /// - Throws: `AnswerFileProblem` where there is no head, or not text.
    package init(_ bytes: Data, most: Int) throws(AnswerFileProblem) {
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw AnswerFileProblem(lines: ["It is not text in UTF-8."])
        }
        var rest = Array(bytes)
        var records = RecordReader(.delimited) {
            defer { rest = [] }
            return rest
        }
        let head = try Self.head(records.next())
        var (rows, problems): ([Row], [String]) = ([], [])
        while rows.count + problems.count < most, let record = records.next() {
            let fields = DelimitedFields.split(record.bytes) ?? []
            if record.fault != nil {
                problems.append(
                    "line \(record.line): a quote that is opened is never closed, or it is too long.")
            } else if fields.count == head.count {
                rows.append(Row(line: record.line, fields: fields))
            } else {
                problems.append(
                    "line \(record.line): \(fields.count) fields where the head has \(head.count).")
            }
        }
        (self.head, self.rows, self.problems) = (head, rows, problems)
    }

    /// The names of the columns.
    ///
    /// - Throws: `AnswerFileProblem` where there are none, or one twice.
    package static func head(_ record: RecordReader.Record?) throws(AnswerFileProblem) -> [String] {
        guard let record, let head = DelimitedFields.split(record.bytes),
            head.contains(where: { !$0.isEmpty })
        else { throw AnswerFileProblem(lines: ["It has no head line with the names of its columns."]) }
        let names = head.map { $0.trimmingCharacters(in: .whitespaces) }
        let repeated = Dictionary(grouping: names, by: \.self).filter { $1.count > 1 }.keys.sorted()
        if !repeated.isEmpty {
            throw AnswerFileProblem(lines: repeated.map { "line 1: the column “\($0)” is there twice." })
        }
        return names
    }
}
