import StrictJSON

/// The value sets that lie inside the questionnaire itself: the only ones its options may come from, since
/// what lies elsewhere may change without a new version.
struct ContainedValueSets {
    struct Defect: Error {
        let reason: String
    }

    private var sets: [String: JSONValue] = [:]

    /// - Parameter contained: the file's `contained`; two value sets of one id are noted.
    init(_ contained: JSONValue?, noting reader: inout JSONReader) {
        for (index, resource) in (contained?.arrayValue ?? []).enumerated()
        where resource["resourceType"] == "ValueSet" {
            guard let id = resource["id"]?.stringValue else { continue }
            if sets.updateValue(resource, forKey: id) != nil {
                let place = reader.pointer.member("contained").element(index)
                reader.note(.defect(place, "There are two value sets of the id “\(id)”."))
            }
        }
    }

    /// The codes listed by the set named `#id`: those its `compose` lists, else those of its whole `expansion`. A set
    /// that filters, excludes or takes in others is read by its expansion alone.
    func options(of reference: String) -> Result<[AnswerOption], Defect> {
        guard reference.hasPrefix("#") else {
            return .failure(
                Defect(reason: "Only a value set inside the file can be read, by “#” and its id."))
        }
        guard let set = sets[String(reference.dropFirst())] else {
            return .failure(Defect(reason: "The file has no value set of this id."))
        }
        for name in ["modifierExtension", "implicitRules"] where set[name] != nil {
            return .failure(Defect(reason: "The value set has a \(name), and none is understood."))
        }
        do throws(Defect) {
            guard let expansion = set["expansion"] else { return .success(try composed(set["compose"])) }
            // Where both are there they list the same codes; what is composed may carry more words.
            if let plain = try? composed(set["compose"]) { return .success(plain) }
            return .success(try expanded(expansion))
        } catch {
            return .failure(error)
        }
    }

    private func composed(_ compose: JSONValue?) throws(Defect) -> [AnswerOption] {
        guard let compose = compose?.objectValue, let includes = compose["include"]?.arrayValue,
            !includes.isEmpty
        else { throw Defect(reason: "The value set lists no codes (compose.include.concept).") }
        let known: Set = ["include", "id", "lockedDate", "inactive"]
        if let other = compose.names.first(where: { !known.contains($0) }) {
            throw Defect(reason: "The value set is not a plain list of codes: it has “compose.\(other)”.")
        }
        var options: [AnswerOption] = []
        for include in includes {
            let names = include.objectValue?.names ?? []
            if let other = names.first(where: { !["id", "system", "version", "concept"].contains($0) }) {
                throw Defect(reason: "The value set is not a plain list of codes: it has “include.\(other)”.")
            }
            guard let system = include["system"]?.stringValue, let concepts = include["concept"]?.arrayValue,
                !concepts.isEmpty
            else {
                throw Defect(
                    reason: "The value set takes in a whole code system, or codes without their system.")
            }
            for concept in concepts { options.append(try option(concept, of: system)) }
        }
        return options
    }

    /// The codes of an expansion, inner ones too; one that holds only a part of the set is refused.
    private func expanded(_ expansion: JSONValue) throws(Defect) -> [AnswerOption] {
        let listed = expansion["contains"]?.arrayValue ?? []
        var options: [AnswerOption] = []
        try expand(listed, into: &options, depth: 0)
        if let total = expansion["total"]?.numberValue?.integer, total != options.count {
            throw Defect(
                reason: "The value set's expansion holds \(options.count) of \(total) codes.")
        }
        if options.isEmpty { throw Defect(reason: "The value set lists no codes (expansion.contains).") }
        return options
    }

    private func expand(
        _ contains: [JSONValue], into options: inout [AnswerOption], depth: Int
    ) throws(Defect) {
        guard depth < 20 else { throw Defect(reason: "The value set's expansion is nested too deeply.") }
        for entry in contains {
            guard var concept = entry.objectValue else { throw Defect(reason: "An expansion lists codes.") }
            let isChoosable = concept["abstract"] != true && concept["inactive"] != true
            let inner = concept["contains"]?.arrayValue ?? []
            let system = concept["system"]?.stringValue
            for name in ["id", "abstract", "inactive", "contains", "system", "version"] {
                concept[name] = nil
            }
            if isChoosable {
                guard let system else { throw Defect(reason: "A code of the value set has no system.") }
                options.append(try option(.object(concept), of: system))
            }
            try expand(inner, into: &options, depth: depth + 1)
        }
    }

    private func option(_ concept: JSONValue, of system: String) throws(Defect) -> AnswerOption {
        var reader = JSONReader(concept)
        _ = reader.optionalValue("id")
        let code = reader.string("code", length: 1...200)
        let text = reader.translated("display")
        let designations = reader.optionalArray("designation", count: 0...50) { reader -> (String, String)? in
            let language = reader.optionalString("language", length: 2...20)
            let words = reader.string("value", length: 1...1000)
            for name in ["id", "use"] { _ = reader.optionalValue(name) }
            return reader.made { (language.value?.lowercased() ?? "", words.value) }
        }
        let extensions = FoundExtensions(&reader, interpreting: [.ordinalValue, .itemWeight])
        let ordinal = OptionLoader.ordinal(extensions, &reader)
        do {
            return try reader.finish {
                AnswerOption(
                    value: .coding(Coding(system: system, code: code.value)),
                    text: text.map { $0.adding(designations.value ?? []) }, ordinal: ordinal,
                    isExclusive: false,
                    isInitiallySelected: false)
            }
        } catch {
            let which = concept["code"]?.stringValue.map { " “\($0)”" } ?? ""
            let why = error.problems.first.map { "\($0.pointer): \($0.message)" } ?? ""
            throw Defect(reason: "The code\(which) of the value set cannot be read: \(why)")
        }
    }
}

extension TranslatedText {
    /// The same words with those of other languages; what was there already stays.
    fileprivate func adding(_ designations: [(String, String)]) -> TranslatedText {
        TranslatedText(
            text,
            translations: translations.merging(designations.filter { !$0.0.isEmpty }) { first, _ in first })
    }
}
