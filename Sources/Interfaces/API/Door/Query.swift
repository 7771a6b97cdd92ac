import Clinic
import Foundation

/// The query of a request, read strictly: each parameter known to the route, given once and well encoded.
package struct Query: Sendable {
    private let values: [String: String]

    /// - Parameter text: what stands behind the `?`.
    init(_ text: String?, known: [QueryParameter]) throws(Rejection) {
        var values: [String: String] = [:]
        for part in (text ?? "").split(separator: "&") {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = Self.decoded(pair[0]), let value = Self.decoded(pair.count > 1 ? pair[1] : "")
            else {
                throw Rejection(
                    .invalidQuery,
                    detail: Words(
                        en: "The query is not well encoded.", es: "La consulta está mal codificada."))
            }
            guard known.contains(where: { $0.name == name }) else {
                let names = known.map(\.name).joined(separator: ", ")
                throw Rejection(
                    .invalidQuery,
                    detail: known.isEmpty
                        ? Words(en: "This takes no parameters.", es: "Esto no admite parámetros.")
                        : Words(
                            en: "This takes these parameters only: \(names).",
                            es: "Esto solo admite estos parámetros: \(names)."))
            }
            guard values.updateValue(value, forKey: name) == nil else {
                throw Self.refusal(name, Words(en: "give it once", es: "indíquelo una sola vez"))
            }
        }
        self.values = values
    }

    /// As text, `nil` where it is not given or empty.
    package func text(_ name: QueryParameter, longest: Int = 200) throws(Rejection) -> String? {
        guard let value = values[name.name], !value.isEmpty else { return nil }
        guard value.unicodeScalars.count <= longest else {
            throw Self.refusal(
                name.name,
                Words(en: "at most \(longest) characters", es: "como máximo \(longest) caracteres"))
        }
        return value
    }

    package func integer(_ name: QueryParameter, in range: ClosedRange<Int>) throws(Rejection) -> Int? {
        guard let value = values[name.name] else { return nil }
        guard value.utf8.count <= 19, let number = Int(value), range.contains(number) else {
            throw Self.refusal(
                name.name,
                Words(
                    en: "a whole number from \(range.lowerBound) to \(range.upperBound)",
                    es: "un número entero entre \(range.lowerBound) y \(range.upperBound)"))
        }
        return number
    }

    /// `true` or `false`; not given, it is `false`.
    package func flag(_ name: QueryParameter) throws(Rejection) -> Bool {
        switch values[name.name] {
        case nil, "false"?: return false
        case "true"?: return true
        default: throw Self.refusal(name.name, Words(en: "true or false", es: "true o false"))
        }
    }

    package func option<Value: RawRepresentable<String> & CaseIterable>(
        _ name: QueryParameter, of type: Value.Type
    ) throws(Rejection) -> Value? {
        guard let text = values[name.name] else { return nil }
        guard let value = Value(rawValue: text) else {
            let options = Value.allCases.map(\.rawValue).joined(separator: ", ")
            throw Self.refusal(name.name, Words(en: "one of \(options)", es: "uno de \(options)"))
        }
        return value
    }

    package func state(_ name: QueryParameter) throws(Rejection) -> StateCode? {
        guard let text = values[name.name] else { return nil }
        guard let state = StateCode(text) else {
            throw Self.refusal(
                name.name,
                Words(
                    en: "the two capital letters of a US state", es: "las dos letras mayúsculas de un estado")
            )
        }
        return state
    }

    /// The query again with another cursor, for the link to the next page.
    func with(cursor: String) -> String {
        var pairs = values
        pairs[QueryParameter.cursor.name] = cursor
        return pairs.sorted { $0.key < $1.key }.map { "\($0.key)=\(Self.encoded($0.value))" }.joined(
            separator: "&")
    }

    /// The value is never repeated: it may be a name.
    private static func refusal(_ name: String, _ must: Words) -> Rejection {
        Rejection(
            .invalidQuery,
            detail: Words(
                en: "The parameter \(name) must be: \(must.en).",
                es: "El parámetro \(name) debe ser: \(must.es)."))
    }

    private static func decoded(_ text: Substring) -> String? {
        text.replacing("+", with: " ").removingPercentEncoding
    }

    private static func encoded(_ text: String) -> String {
        text.addingPercentEncoding(
            withAllowedCharacters: .alphanumerics.union(CharacterSet(charactersIn: "-._~"))) ?? ""
    }
}
