/// The words of the problems every body can meet, in both languages.
extension JSONProblem {
    package static func missing(_ pointer: JSONPointer) -> Self {
        Self(pointer, Code.missing, "This field is required.", es: "Este campo es obligatorio.")
    }

    static func unknownField(_ pointer: JSONPointer) -> Self {
        Self(
            pointer, Code.unknownField, "There is no field of this name here. Remove it or correct its name.",
            es: "Aquí no hay ningún campo con este nombre. Quítelo o corrija el nombre.")
    }

    /// - Parameter kind: what it must be.
    static func wrongType(_ pointer: JSONPointer, _ kind: JSONKind) -> Self {
        Self(
            pointer, Code.wrongType, "This must be \(kind.words).", es: "Esto debe ser \(kind.spanishWords).")
    }

    static func tooShort(_ pointer: JSONPointer, _ least: Int) -> Self {
        least == 1
            ? Self(pointer, Code.tooShort, "This must not be blank.", es: "Esto no puede quedar en blanco.")
            : Self(
                pointer, Code.tooShort, "This must have at least \(least) characters.",
                es: "Esto debe tener al menos \(least) caracteres.")
    }

    static func tooLong(_ pointer: JSONPointer, _ most: Int) -> Self {
        Self(
            pointer, Code.tooLong, "This must have at most \(most) characters.",
            es: "Esto debe tener como máximo \(most) caracteres.")
    }

    static func tooFew(_ pointer: JSONPointer, _ least: Int) -> Self {
        Self(
            pointer, Code.tooFew,
            "This list must have at least \(least) \(least == 1 ? "entry" : "entries").",
            es: "Esta lista debe tener al menos \(least) \(least == 1 ? "elemento" : "elementos").")
    }

    static func tooMany(_ pointer: JSONPointer, _ most: Int) -> Self {
        Self(
            pointer, Code.tooMany, "This list must have at most \(most) \(most == 1 ? "entry" : "entries").",
            es: "Esta lista debe tener como máximo \(most) \(most == 1 ? "elemento" : "elementos").")
    }

    static func outOfRange(_ pointer: JSONPointer, _ range: ClosedRange<Int>) -> Self {
        Self(
            pointer, Code.outOfRange, "This must be from \(range.lowerBound) to \(range.upperBound).",
            es: "Esto debe estar entre \(range.lowerBound) y \(range.upperBound).")
    }

    static func notAnOption(_ pointer: JSONPointer, _ options: [String]) -> Self {
        let list = options.joined(separator: ", ")
        return Self(
            pointer, Code.notAnOption, "This must be one of: \(list).", es: "Esto debe ser uno de: \(list).")
    }

    package static func badFormat(_ pointer: JSONPointer, _ format: JSONFormat) -> Self {
        Self(
            pointer, Code.badFormat, "This must be \(format.words).",
            es: "Esto debe ser \(format.spanishWords).")
    }

    static func controlCharacter(_ pointer: JSONPointer) -> Self {
        Self(
            pointer, Code.controlCharacter, "This must not contain line breaks or control characters.",
            es: "Esto no puede contener saltos de línea ni caracteres de control.")
    }

    static func duplicate(_ pointer: JSONPointer) -> Self {
        Self(
            pointer, Code.duplicate, "This is in the list already. Remove it.",
            es: "Esto ya está en la lista. Quítelo.")
    }
}

/// What a value can be, in words.
enum JSONKind {
    case object, array, string, boolean, number, wholeNumber

    var words: String {
        switch self {
        case .object: "an object"
        case .array: "a list"
        case .string: "a text"
        case .boolean: "true or false"
        case .number: "a number"
        case .wholeNumber: "a whole number"
        }
    }

    var spanishWords: String {
        switch self {
        case .object: "un objeto"
        case .array: "una lista"
        case .string: "un texto"
        case .boolean: "true o false"
        case .number: "un número"
        case .wholeNumber: "un número entero"
        }
    }
}

/// How a text must be written, in words that end the sentence "This must be …".
package struct JSONFormat: Sendable {
    package let words: String
    package let spanishWords: String

    package init(_ words: String, es spanishWords: String) {
        self.words = words
        self.spanishWords = spanishWords
    }

    package static let date = JSONFormat(
        "a date of the calendar, written YYYY-MM-DD", es: "una fecha del calendario, escrita AAAA-MM-DD")
    package static let instant = JSONFormat(
        "a date and time with its zone, written like 2026-11-21T16:14:05Z",
        es: "una fecha y hora con su zona, escrita como 2026-11-21T16:14:05Z")
    package static let id = JSONFormat(
        "an id of 36 characters (UUID)", es: "un identificador de 36 caracteres (UUID)")
    package static let state = JSONFormat(
        "the two capital letters of a US state", es: "las dos letras mayúsculas de un estado de EE. UU.")
    package static let timeZone = JSONFormat(
        "a time zone's name, such as America/Phoenix",
        es: "el nombre de una zona horaria, como America/Phoenix")
}
