import StrictJSON

extension JSONProblem {
    /// A body that is no JSON, as one problem: where it stops being any, and why.
    init(_ error: JSONSyntaxError) {
        self.init(
            error.pointer, error.reason.rawValue, error.description,
            es: "En el byte \(error.offset): \(error.reason.spanishWords).")
    }
}

extension JSONSyntaxError.Reason {
    fileprivate var spanishWords: String {
        switch self {
        case .empty: "el cuerpo está vacío"
        case .unexpectedByte: "este byte no puede estar aquí"
        case .unexpectedEnd: "el JSON termina a la mitad"
        case .trailingBytes: "algo sigue al valor JSON"
        case .tooDeep: "las listas y los objetos están anidados a demasiada profundidad"
        case .duplicateName: "el objeto nombra dos veces este campo"
        case .badUTF8: "los bytes no son UTF-8"
        case .badEscape: "esta barra inversa no escapa nada que JSON conozca"
        case .loneSurrogate: "la mitad de un par sustituto está sola"
        case .controlCharacter: "un carácter de control debe escaparse"
        case .badNumber: "esto no es un número JSON"
        }
    }
}
