import AnswerFiles
import ArgumentParser
import Foundation

/// Which mapping reads a file of comma-separated values: the one that was named, or the one of `Schema/mappings/` that the
/// head line fits.
struct MappingChoice {
    /// A path, or the name of a file of `Schema/mappings/`.
    let named: String?
    let schema: SchemaFolder

    /// - Throws: `ValidationError`, a sentence for whoever typed the command.
    func mapping(for head: [String]) throws -> AnswerMapping {
        if let named { return try self.named(named, head) }
        let folder = schema.url(of: "mappings")
        let files =
            (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
        let fitting = try files.filter { $0.pathExtension == "json" }
            .sorted { $0.lastPathComponent < $1.lastPathComponent }
            .map { try read($0) }.filter { $0.fits(head) }
        guard let mapping = fitting.max(by: { $0.columns.count < $1.columns.count }) else {
            throw ValidationError(
                "No mapping of Schema/mappings fits the file's head line; name one with --mapping.")
        }
        Terminal.note("The columns are read with the mapping “\(mapping.name)” of Schema/mappings.")
        return mapping
    }

    private func named(_ name: String, _ head: [String]) throws -> AnswerMapping {
        let isName = name.wholeMatch(of: /[a-z0-9-]{1,50}/) != nil
        let ours = schema.url(of: "mappings/\(name).json")
        let url = URL(filePath: name)
        let isThere = FileManager.default.fileExists(atPath: url.path(percentEncoded: false))
        let mapping = try read(isThere || !isName ? url : ours)
        let layout = RowLayout(head: head, mapping: mapping)
        if !layout.missing.isEmpty {
            Terminal.note(
                "Columns that are missing, and count as empty: \(layout.missing.joined(separator: ", "))")
        }
        if !layout.unknown.isEmpty {
            Terminal.note("Columns that the mapping does not know: \(layout.unknown.joined(separator: ", "))")
        }
        return mapping
    }

    private func read(_ url: URL) throws -> AnswerMapping {
        guard let data = try? Data(contentsOf: url) else {
            throw ValidationError("The mapping \(url.lastPathComponent) cannot be read.")
        }
        do { return try AnswerMapping(json: data) } catch {
            let lines = error.lines.prefix(20).map { "  \($0)" }.joined(separator: "\n")
            throw ValidationError("The mapping \(url.lastPathComponent) is refused:\n\(lines)")
        }
    }
}
