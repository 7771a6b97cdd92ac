import StrictJSON

/// What can be wrong with answers, beyond what can be wrong with any body.
extension JSONProblem {
    /// The codes of these problems. They never change.
    package enum AnswerCode {
        package static let unknownLinkId = "unknownLinkId"
        package static let notAsked = "notAsked"
        package static let wrongQuestionnaire = "wrongQuestionnaire"
        package static let wrongStatus = "wrongStatus"
        package static let wrongUnit = "wrongUnit"
        package static let excludesOthers = "excludesOthers"
        package static let readOnly = "readOnly"
        package static let totalDiffers = "totalDiffers"
    }

    static let notAResponse = JSONProblem(
        JSONPointer(tokens: ["resourceType"]), Code.notAnOption, "This must be QuestionnaireResponse.",
        es: "Esto debe ser QuestionnaireResponse.")

    /// Answers to another questionnaire, or to another version of it, than the one meant.
    package static func wrongQuestionnaire(_ canonical: String) -> Self {
        Self(
            JSONPointer(tokens: ["questionnaire"]), AnswerCode.wrongQuestionnaire,
            "The answers must be to \(canonical). Fetch the questionnaire again.",
            es: "Las respuestas deben ser a \(canonical). Obtenga de nuevo el cuestionario.")
    }

    static func wrongStatus(_ statuses: [String]) -> Self {
        let list = statuses.joined(separator: ", ")
        return Self(
            JSONPointer(tokens: ["status"]), AnswerCode.wrongStatus, "The status must be one of: \(list).",
            es: "El estado debe ser uno de: \(list).")
    }

    static func unknownLinkId(_ place: JSONPointer) -> Self {
        Self(
            place, AnswerCode.unknownLinkId, "The questionnaire has no such item here.",
            es: "El cuestionario no tiene aquí ese elemento.")
    }

    static func repeatedItem(_ place: JSONPointer, _ most: Int) -> Self {
        most == 1
            ? Self(
                place, Code.duplicate, "This item is there twice. Send it once, with all its answers.",
                es: "Este elemento está repetido. Envíelo una sola vez, con todas sus respuestas.")
            : Self(
                place, Code.tooMany, "This may be given at most \(most) times.",
                es: "Esto puede darse como máximo \(most) veces.")
    }

    static func repeatedAnswer(_ place: JSONPointer) -> Self {
        Self(place, Code.duplicate, "This answer is given twice.", es: "Esta respuesta está repetida.")
    }

    static func takesNoAnswer(_ place: JSONPointer) -> Self {
        Self(place, Code.wrongType, "This item takes no answer.", es: "Este elemento no admite respuesta.")
    }

    static func itemsBelongToAnswer(_ place: JSONPointer) -> Self {
        Self(
            place, Code.wrongType, "Items below a question stand inside its answer.",
            es: "Los elementos de una pregunta van dentro de su respuesta.")
    }

    static func wrongValueKind(_ place: JSONPointer, _ names: [String]) -> Self {
        Self(
            place, Code.wrongType, "This question is answered with \(names.joined(separator: " or ")).",
            es: "Esta pregunta se responde con \(names.joined(separator: " o ")).")
    }

    static func noValue(_ place: JSONPointer, _ names: [String]) -> Self {
        Self(
            place, Code.missing, "The answer needs \(names.joined(separator: " or ")).",
            es: "La respuesta necesita \(names.joined(separator: " o ")).")
    }

    static func severalValues(_ place: JSONPointer) -> Self {
        Self(place, Code.tooMany, "One answer has one value.", es: "Una respuesta tiene un solo valor.")
    }

    static func noSuchOption(_ place: JSONPointer, _ options: [AnswerOption]) -> Self {
        // Of fifty states nobody wants to read a list; a dozen choices help.
        let codes = options.map {
            if case .coding(let coding) = $0.value { coding.code } else { $0.text?.text ?? "" }
        }
        let list = options.count <= 12 ? ": \(codes.joined(separator: ", "))" : ""
        return Self(
            place, Code.notAnOption, "This must be one of the question's options\(list).",
            es: "Esto debe ser una de las opciones de la pregunta\(list).")
    }

    static func below(_ place: JSONPointer, _ minimum: AnswerValue) -> Self {
        Self(
            place, Code.outOfRange, "This must not be below \(minimum.words).",
            es: "Esto no puede ser menor que \(minimum.words).")
    }

    static func above(_ place: JSONPointer, _ maximum: AnswerValue) -> Self {
        Self(
            place, Code.outOfRange, "This must not be above \(maximum.words).",
            es: "Esto no puede ser mayor que \(maximum.words).")
    }

    static func tooExact(_ place: JSONPointer, _ places: Int) -> Self {
        Self(
            place, Code.outOfRange, "This must have at most \(places) digits behind the point.",
            es: "Esto puede tener como máximo \(places) decimales.")
    }

    static func readOnly(_ place: JSONPointer) -> Self {
        Self(
            place, AnswerCode.readOnly, "This answer is given by the questionnaire. Do not change it.",
            es: "El cuestionario fija esta respuesta. No la cambie.")
    }

    static func wrongUnit(_ place: JSONPointer, _ units: [Coding]) -> Self {
        let list = units.map(\.code).joined(separator: ", ")
        return Self(
            place, AnswerCode.wrongUnit, "The unit must be one of: \(list).",
            es: "La unidad debe ser una de: \(list).")
    }

    static func excludesOthers(_ place: JSONPointer) -> Self {
        Self(
            place, AnswerCode.excludesOthers, "This answer stands alone. Remove it or the others.",
            es: "Esta respuesta excluye las demás. Quite esta o las otras.")
    }

    static func notAsked(_ place: JSONPointer) -> Self {
        Self(
            place, AnswerCode.notAsked,
            "This question is not asked after the other answers. Remove its answer.",
            es: "Según las otras respuestas, esta pregunta no corresponde. Quite su respuesta.")
    }

    static func unanswered(_ place: JSONPointer, _ linkId: String) -> Self {
        Self(
            place, Code.missing, "The question “\(linkId)” must be answered.",
            es: "La pregunta «\(linkId)» es obligatoria.", subject: linkId)
    }

    static func tooFewAnswers(_ place: JSONPointer, _ least: Int) -> Self {
        Self(
            place, Code.tooFew, "At least \(least) answers are needed.",
            es: "Se necesitan al menos \(least) respuestas.")
    }
}

extension AnswerValue {
    /// A bound from the questionnaire, for words; never an answer.
    fileprivate var words: String { json.stringValue ?? json.text }
}
