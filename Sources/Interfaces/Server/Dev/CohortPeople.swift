import AnswerFiles
import Cohort
import Foundation

/// The people of a file that `--cohort` names, read with a mapping of `Schema/mappings/`.
struct CohortPeople: Sendable {
    let respondents: Respondents
    let file: CohortPlan.File

    /// - Parameters:
    ///   - mapping: `nhanes`.
    ///   - most: the first so many rows.
    init(path: String, mapping name: String, most: Int, schema: SchemaFolder) throws {
        guard name.wholeMatch(of: /[a-z0-9-]{1,50}/) != nil,
            let data = try? schema.data(of: "mappings/\(name).json")
        else {
            throw UnusableFile(path: "Schema/mappings/\(name).json", lines: ["There is no such mapping."])
        }
        let mapping: AnswerMapping
        do { mapping = try AnswerMapping(json: data) } catch {
            throw UnusableFile(path: "Schema/mappings/\(name).json", lines: error.lines)
        }
        guard let bytes = try? Data(contentsOf: URL(filePath: path)) else {
            throw UnusableFile(path: path, lines: ["It cannot be read."])
        }
        do { respondents = try Respondents(file: bytes, mapping: mapping, most: most) } catch {
            throw UnusableFile(path: path, lines: error.lines)
        }
        if respondents.count == 0 {
            throw UnusableFile(path: path, lines: respondents.problems + ["Nobody is in it."])
        }
        file = .init(
            path: URL(filePath: path).standardizedFileURL.path(percentEncoded: false), mapping: name,
            sha256: respondents.sha256)
    }
}

/// A file that no people can be made of, and why, a line each.
struct UnusableFile: Error, CustomStringConvertible {
    let path: String
    let lines: [String]

    var description: String { lines.prefix(20).map { "\(path): \($0)" }.joined(separator: "\n") }
}
