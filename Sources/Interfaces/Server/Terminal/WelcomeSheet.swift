import Clocks
import Cohort
import Foundation
import Wire

/// What `lozenged dev` prints once everything is there: where it is, who one can be, what to try.
struct WelcomeSheet {
    let url: String
    /// Where the stand-in partners are, and their control page.
    let partners: String
    let people: [DevPerson]
    let now: Instant

    var text: String {
        ([
            "",
            "Lozenge TEST is at \(url). The program's clock shows \(now.rfc3339.prefix(16).replacing("T", with: " ")) UTC.",
            "",
            "Care team (password · authenticator secret · code now)",
        ] + staff + ["", "Patients (sign in with a code to the e-mail; the code is 000000)"] + patients + [
            "",
            "To try",
            "  lozenge sign-in --server \(url) --email \(navigator)",
            "  lozenge queue list",
            "  curl \(url)/v1/program",
            "  curl \(url)/dev/messages",
            "  curl \(url)/dev/people                    (with the authenticators' codes now)",
            "  curl \(partners)/control/faults            (the stand-in partners' control page)",
            "  curl -H 'Content-Type: application/json' -d '{\"stage\":\"readyToSign\"}' \(url)/dev/people",
            "",
            "Ctrl-C stops it; the next start finds everything again.",
        ]).joined(separator: "\n")
    }

    private var navigator: String { people.first { $0.stage == "careNavigator" }?.email ?? "" }

    private var staff: [String] {
        people.filter { $0.kind == "staff" }.flatMap { person in
            let code = person.totpSecret.flatMap(OneTimePassword.init(base32:))?.code(at: now) ?? ""
            return [
                "  \(padded(person.stage, 16)) \(padded(person.email, 24)) \(person.handle)  \(person.name)",
                "  \(padded("", 16)) \(person.password ?? "") · \(person.totpSecret ?? "") · \(code)",
            ]
        }
    }

    private var patients: [String] {
        people.filter { $0.kind == "patient" }.map { person in
            "  \(padded(person.stage, 16)) \(padded(person.email, 32)) \(person.handle)  \(person.name)"
        }
    }

    private func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}
