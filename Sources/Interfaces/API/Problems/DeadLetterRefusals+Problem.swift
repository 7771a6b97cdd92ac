import CarePath
import Clinic

extension Rejection {
    static func of(_ refusal: DeadLetterRefusal) -> Rejection {
        switch refusal {
        case .stillAlive: Rejection(.jobNotDead)
        }
    }
}

extension ProblemWords {
    static let jobNotDead = ProblemWords(
        title: Words(en: "This job has not failed for good.", es: "Esta tarea no ha fallado del todo."),
        detail: Words(
            en: "It waits or runs, and is tried again by itself.",
            es: "Espera o está en curso, y se reintenta por sí sola."))
}
