import Foundation
import Questionnaires
import StrictJSON
import Support
import Testing

/// The answers in `Deploy/examples`, with which the README takes a person along the path.
@Suite struct `The README's example answers` {
    @Test(arguments: ["screening", "intake"]) func `fit the published questionnaire`(slug: String) throws {
        let library = try QuestionnaireLibrary(
            folder: Checkout.folder.appending(path: "Schema/questionnaires"))
        let form = try #require(library[slug: slug])
        let file = Checkout.folder.appending(path: "Deploy/examples/\(slug).json")
        let text = try String(contentsOf: file, encoding: .utf8)
            .replacing("TODAY", with: "2026-11-21").replacing("in-progress", with: "completed")
        let json = try JSONValue(parsing: Data(text.utf8))
        let response = json.objectValue?["response"] ?? json
        let (read, problems) = form.read(response, mode: .complete)
        #expect(read != nil, "\(problems)")
        #expect(problems.isEmpty)
    }
}
