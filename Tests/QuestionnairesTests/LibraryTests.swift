import Foundation
import Questionnaires
import StrictJSON
import Testing

@Suite struct `The library` {
    /// A folder of its own with these files, gone when `body` returns.
    private func folder(_ files: [String: String], _ body: (URL) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "library-\(UUID())")
        let scores = folder.appending(path: "scores")
        try FileManager.default.createDirectory(at: scores, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, text) in files {
            let url = folder.appending(path: name)
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: url)
        }
        try body(folder)
    }

    private func file(
        _ slug: String = "a", version: String = #""version":"1","#, status: String = "active",
        text: String = ""
    ) -> String {
        #"{"resourceType":"Questionnaire","url":"https://q/\#(slug)",\#(version)"status":"\#(status)","item":[{"linkId":"x","type":"boolean"\#(text)}]}"#
    }

    @Test func `this program's own questionnaires are all loaded`() throws {
        let library = try QuestionnaireLibrary(folder: questionnaires)
        #expect(
            library.all.map(\.slug)
                == ["asq", "audit-c", "gad-7", "intake", "pcl-5", "phq-9", "screening"])
        #expect(library[slug: "screening"]?.canonical == "https://lozenge.example/questionnaires/screening|1")
        #expect(library[canonical: "https://lozenge.example/questionnaires/phq-9|1"]?.slug == "phq-9")
        #expect(library[slug: "nothing"] == nil)
        let names = [
            "asq.json", "audit-c.json", "gad-7.json", "intake.json", "pcl-5.json", "phq-9.json",
            "screening.json",
            "scores/asq.json", "scores/audit-c.json", "scores/gad-7.json", "scores/pcl-5.json",
            "scores/phq-9.json",
        ]
        #expect(library.files.map(\.name) == names)
    }

    @Test func `what is served is the file, and its hash is the file's`() throws {
        let screening = try #require(try QuestionnaireLibrary(folder: questionnaires)[slug: "screening"])
        let bytes = try Data(contentsOf: questionnaires.appending(path: "screening.json"))
        #expect(Data(screening.file.bytes) == bytes)
        #expect(screening.file.sha256.count == 64)
        // FIPS 180-4's own example.
        #expect(
            SchemaFile(name: "x", bytes: Array("abc".utf8)).sha256
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }

    @Test func `the screening has ten questions, each required and each translated`() throws {
        let screening = try #require(try QuestionnaireLibrary(folder: questionnaires)[slug: "screening"])
        let items = screening.questionnaire.allItems
        #expect(items.count == 10)
        #expect(items.allSatisfy { $0.isRequired })
        #expect(items.allSatisfy { $0.text?.translations["es"]?.isEmpty == false })
        #expect(screening.questionnaire.item("state")?.options.count == 56)
    }

    @Test func `a bad file stops the start, by its name`() throws {
        let cases: [([String: String], String, String)] = [
            (["a.json": file(), "b.json": "{"], "b.json", "ends in the middle"),
            (["a.json": #"{"a":1,"a":2}"#], "a.json", "twice"),
            (["a.json": file(status: "draft")], "a.json", "active"),
            (["a.json": file(version: "")], "a.json", "no version"),
            (["b.json": file("a")], "b.json", "end in “b”"),
            (["a.json": file(text: #","text":"Hello""#)], "a.json", "Item x has no Spanish"),
            (["a.json": file(text: #","maxLength":3"#)], "a.json", "item x"),
            (["a.json": file(), "scores/b.json": "{}"], "scores/b.json", "no questionnaire of this name"),
            (["a.json": file(), "scores/a.json": "{}"], "scores/a.json", "/items"),
        ]
        for (files, name, reason) in cases {
            try folder(files) { folder in
                let refusal = #expect(throws: SchemaFileRefusal.self) {
                    try QuestionnaireLibrary(folder: folder)
                }
                #expect(refusal?.file == name)
                #expect(refusal?.description.contains(reason) == true, "\(refusal?.description ?? "")")
            }
        }
        try folder(["a.json": file()]) { folder in
            let library = try QuestionnaireLibrary(folder: folder)
            #expect(library.all.count == 1)
        }
    }

    @Test func `earlier versions are kept beside the current one`() throws {
        let old = file("a", status: "retired")
        let new = file("a", version: #""version":"2","#)
        try folder(["a.json": new, "earlier/a-1.json": old]) { folder in
            let library = try QuestionnaireLibrary(folder: folder)
            #expect(library.all.map(\.canonical) == ["https://q/a|2"])
            #expect(library[slug: "a"]?.canonical == "https://q/a|2")
            #expect(library[slug: "a", version: "1"]?.canonical == "https://q/a|1")
            #expect(library[canonical: "https://q/a|1"]?.slug == "a")
            #expect(library[slug: "a", version: "3"] == nil)
            #expect(library.files.map(\.name) == ["a.json", "earlier/a-1.json"])
        }
        let cases: [([String: String], String)] = [
            (["a.json": new, "earlier/a-1.json": file("a")], "is retired"),
            (["a.json": new, "earlier/a-2.json": old], "its url's end and its version"),
            (["a.json": file("a"), "earlier/a-1.json": old], "is the current one"),
        ]
        for (files, reason) in cases {
            try folder(files) { folder in
                let refusal = #expect(throws: SchemaFileRefusal.self) {
                    try QuestionnaireLibrary(folder: folder)
                }
                #expect(refusal?.description.contains(reason) == true, "\(refusal?.description ?? "")")
            }
        }
    }

    @Test func `a folder that is not there is named`() {
        let nowhere = questionnaires.appending(path: "nowhere")
        let refusal = #expect(throws: SchemaFileRefusal.self) { try QuestionnaireLibrary(folder: nowhere) }
        #expect(refusal?.reasons == ["The folder cannot be read."])
    }
}
