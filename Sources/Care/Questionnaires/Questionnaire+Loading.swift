import StrictJSON

extension Questionnaire {
    /// Reads FHIR R4 `Questionnaire` JSON.
    ///
    /// - Throws: every defect at once, each naming its item: what FHIR does not allow, and what it allows but this
    ///   program does not interpret (other item types, expressions, unknown extensions, value sets elsewhere).
    package init(loading json: JSONValue) throws(QuestionnaireRefusal) {
        var reader = JSONReader(json)
        if reader.string("resourceType", length: 1...100).ifRead != "Questionnaire" {
            reader.note(.defect(JSONPointer(tokens: ["resourceType"]), "This is no Questionnaire."))
        }
        let url = reader.optionalString("url", length: 1...500)
        let version = reader.optionalString("version", length: 1...100)
        let title = reader.translated("title")
        _ = reader.option("status", of: PublicationStatus.self)
        reader.refuseModifiers()
        _ = FoundExtensions(&reader)
        _ = reader.optionalValue("contained")
        for name in Self.descriptive { _ = reader.optionalValue(name) }
        let loader = ItemLoader(valueSets: ContainedValueSets(json["contained"], noting: &reader))
        let items = reader.array("item", count: 1...1000) { loader.item(&$0) }
        do {
            try reader.finish()
        } catch {
            throw QuestionnaireRefusal(error.problems, in: json)
        }
        self.init(url: url.value, version: version.value, title: title, items: items.value, json: json)
        let defects = StructureCheck(of: self).defects
        if !defects.isEmpty { throw QuestionnaireRefusal(defects, in: json) }
        let untaken = read(initialDraft, mode: .inProgress).1.map { problem in
            JSONProblem.defect(
                .root, "A first answer would not be taken: \(problem.message)", linkId: problem.subject)
        }
        if !untaken.isEmpty { throw QuestionnaireRefusal(untaken, in: json) }
    }

    /// What FHIR says about a questionnaire without changing what it asks. `implicitRules` and
    /// `modifierExtension` are not among them: they may change everything.
    private static let descriptive = [
        "id", "meta", "language", "text", "identifier", "name", "derivedFrom", "experimental", "subjectType",
        "date",
        "publisher", "contact", "description", "_description", "useContext", "jurisdiction", "purpose",
        "_purpose",
        "copyright", "_copyright", "approvalDate", "lastReviewDate", "effectivePeriod", "code",
    ]
}

/// FHIR's life of a published file; the library serves active ones only.
enum PublicationStatus: String, CaseIterable {
    case draft, active, retired, unknown
}
