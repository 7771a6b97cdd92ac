import CarePath
import Clinic

extension Rejection {
    static func of(_ refusal: WebhookRefusal) -> Rejection {
        switch refusal {
        case .settled: Rejection(.webhookSettled)
        }
    }

    static func of(_ refusal: WebhookSecretRefusal) -> Rejection {
        switch refusal {
        case .unfit: Rejection(.webhookSecretUnfit, at: "secret")
        }
    }
}

extension ProblemWords {
    static let webhookUnproven = ProblemWords(
        title: Words(en: "This message proves nothing.", es: "Este mensaje no prueba nada."),
        detail: Words(
            en:
                "Sign the body's very bytes with a secret of ours; the same address with /verify says which check failed.",
            es:
                "Firme los bytes exactos del cuerpo con un secreto nuestro; la misma dirección con /verify indica qué falló."
        ))
    static let webhookSettled = ProblemWords(
        title: Words(en: "This message has had its effect.", es: "Este mensaje ya tuvo su efecto."),
        detail: Words(
            en: "Only a parked message can be applied again.",
            es: "Solo un mensaje apartado puede aplicarse de nuevo."))
    static let webhookSecretUnfit = ProblemWords(
        title: Words(en: "This cannot be the secret.", es: "Esto no puede ser el secreto."),
        detail: Words(
            en:
                "Give whsec_ and base64 of 16 bytes or more, a text of 12 or more, or user:password, as the scheme has it.",
            es:
                "Indique whsec_ y base64 de 16 bytes o más, un texto de 12 o más, o usuario:contraseña, según el esquema."
        ))
}
