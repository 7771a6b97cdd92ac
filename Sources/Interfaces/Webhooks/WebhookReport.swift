import CarePath
import Clinic
import Clocks
import Foundation
import StrictJSON

/// What was right and wrong with a push, check by check, for a partner that sets its side up.
package struct WebhookReport: Sendable {
    package let scheme: WebhookScheme?
    package let checks: [Check]

    package var isGenuine: Bool { checks.allSatisfy(\.passed) }

    /// One thing that was looked at.
    package struct Check: Sendable {
        package let code: Code
        package let passed: Bool
        package let words: Words

        package enum Code: String, Sendable, CaseIterable {
            case headers, timestamp, signature, body
        }
    }
}

extension WebhookVerifier {
    /// Looks at everything, whatever fails first.
    package func report(on push: WebhookPush, now: Instant) -> WebhookReport {
        let number = secrets.firstIndex { $0.scheme.form.fits(push, $0.secret) }
        guard let likely = number.map({ secrets[$0] }) ?? secrets.first else {
            return WebhookReport(scheme: nil, checks: [.headers(.noSecret)])
        }
        let form = likely.scheme.form
        let lack = form.lack(of: push)
        var checks = [WebhookReport.Check.headers(lack)]
        if let off = Self.clockOff(form.stamp(of: push), now: now) { checks.append(.timestamp(off)) }
        if lack == nil { checks += [.signature(matched: number.map { $0 + 1 }), body(of: push, number)] }
        return WebhookReport(scheme: likely.scheme, checks: checks)
    }

    /// Whether the bytes are those that were signed; where they are not, what happened to them, if it is one of the
    /// usual things.
    private func body(of push: WebhookPush, _ number: Int?) -> WebhookReport.Check {
        if number == nil {
            for change in BodyChange.allCases {
                guard let before = change.undone(in: push.body), before != push.body else { continue }
                let signed = push.with(body: before)
                if let index = secrets.firstIndex(where: { $0.scheme.form.fits(signed, $0.secret) }) {
                    return .bodyChanged(change, secret: index + 1)
                }
            }
        }
        return .body(isJSON: (try? JSONValue(parsing: push.body)) != nil)
    }
}

/// What programs between a partner and us do to a body.
enum BodyChange: CaseIterable {
    case newlineAdded, newlineLost, lineEndsChanged, reformatted

    /// The bytes as they were before, if this is what happened.
    func undone(in body: Data) -> Data? {
        switch self {
        case .newlineAdded: body.last == 0x0A ? body.dropLast() : nil
        case .newlineLost: body + [0x0A]
        case .lineEndsChanged: Data(body.filter { $0 != 0x0D })
        case .reformatted: (try? JSONValue(parsing: body)).map { Data($0.bytes) }
        }
    }
}

extension WebhookReport.Check {
    static func headers(_ lack: WebhookFlaw?) -> Self {
        let words: Words =
            switch lack {
            case .noSecret?:
                Words(en: "We share no secret with you yet.", es: "Aún no compartimos un secreto.")
            case .idMissing?:
                Words(en: "The webhook-id header is missing.", es: "Falta la cabecera webhook-id.")
            case .timestampMissing?:
                Words(
                    en: "The timestamp header is missing, or not whole seconds.",
                    es: "Falta la cabecera de hora, o no son segundos enteros.")
            case .signatureMissing?:
                Words(en: "The signature header is missing.", es: "Falta la cabecera de la firma.")
            case .clockOff?, .signatureWrong?, nil:
                Words(en: "All headers are there.", es: "Están todas las cabeceras.")
            }
        return Self(code: .headers, passed: lack == nil, words: words)
    }

    static func timestamp(_ off: Int64) -> Self {
        let isNear = abs(off) <= WebhookVerifier.tolerance
        let values = ["s": "\(abs(off))", "most": "\(WebhookVerifier.tolerance)"]
        let words =
            off < 0
            ? Words(
                en: "Your clock is {s} s behind ours, or this is {s} s old; {most} s are allowed.",
                es: "Su reloj está {s} s atrasado, o esto tiene {s} s; se admiten {most} s.")
            : Words(
                en: "Your clock is {s} s ahead of ours; {most} s are allowed.",
                es: "Su reloj está {s} s adelantado; se admiten {most} s.")
        return Self(code: .timestamp, passed: isNear, words: words.with(values))
    }

    static func signature(matched number: Int?) -> Self {
        guard let number else {
            return Self(
                code: .signature, passed: false,
                words: Words(
                    en: "No valid secret made this signature.",
                    es: "Ningún secreto vigente produjo esta firma."))
        }
        return Self(
            code: .signature, passed: true,
            words: Words(en: "Secret {n} matched.", es: "Coincidió el secreto {n}.").with(["n": "\(number)"]))
    }

    static func body(isJSON: Bool) -> Self {
        Self(
            code: .body, passed: isJSON,
            words: isJSON
                ? Words(en: "The body is JSON.", es: "El cuerpo es JSON.")
                : Words(en: "The body is not JSON.", es: "El cuerpo no es JSON."))
    }

    static func bodyChanged(_ change: BodyChange, secret number: Int) -> Self {
        let words: Words =
            switch change {
            case .newlineAdded:
                Words(
                    en:
                        "The body was changed after it was signed: a newline was added. Secret {n} matched without it.",
                    es:
                        "El cuerpo cambió tras firmarse: se añadió un salto de línea. Sin él coincide el secreto {n}."
                )
            case .newlineLost:
                Words(
                    en:
                        "The body was changed after it was signed: its last newline is gone. Secret {n} matched with it.",
                    es:
                        "El cuerpo cambió tras firmarse: falta el último salto de línea. Con él coincide el secreto {n}."
                )
            case .lineEndsChanged:
                Words(
                    en:
                        "The body was changed after it was signed: its line ends. Secret {n} matched with plain ones.",
                    es:
                        "El cuerpo cambió tras firmarse: sus saltos de línea. Con los simples coincide el secreto {n}."
                )
            case .reformatted:
                Words(
                    en:
                        "The body was changed after it was signed: blanks were added. Secret {n} matched without them.",
                    es:
                        "El cuerpo cambió tras firmarse: se añadieron espacios. Sin ellos coincide el secreto {n}."
                )
            }
        return Self(code: .body, passed: false, words: words.with(["n": "\(number)"]))
    }
}

extension Words {
    /// The sentence with its places filled in every language.
    fileprivate func with(_ values: [String: String]) -> Words {
        Words(en: said(in: .en, values), es: said(in: .es, values))
    }
}
