import ArgumentParser
import Wire

extension PatientCommands {
    /// `lozenge patient recover`: both addresses are lost.
    struct Recover: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Asks for a new e-mail or telephone for somebody who lost both; a second person decides.",
            discussion: """
                Example:  lozenge patient recover pt-7k2mq --email maya@example.org --checked photoIdByVideo \
                --checked fullName --checked birthDate --reason "Telephone stolen."
                """)

        @OptionGroup var screen: ScreenOptions
        @OptionGroup var change: ChangeOptions

        @Argument(help: "Handle, id or row number.")
        var patient: String?

        @Option(help: "The new e-mail address.")
        var email: String?

        @Option(help: "Or the new telephone number.")
        var phone: String?

        @Option(
            help: ArgumentHelp(
                "What was compared; at least three.",
                discussion:
                    "photoIdByVideo, fullName, birthDate, streetAddress, lastVisit, emergencyContact, lastParcel."
            ))
        var checked: [String] = []

        @Option(help: "Why.")
        var reason: String?

        func run() async throws {
            let desk = try Desk(screen)
            let talk = desk.conversation
            try talk.require(["<patient>": patient, "--reason": reason])
            let name = try desk.patient(patient)
            let request = ContactRecoveryRequest(
                email: email, phone: phone, checklist: checked, reason: try talk.line(reason, "Why"))
            try await desk.carryOut(
                .change("/v1/staff/patients/\(name)/contact-recoveries", request), change,
                as: ContactChangeAnswer.self
            ) { answer, _, screen in
                screen.text("Waits for a second person: \(answer.sentTo), \(answer.id)")
            }
        }
    }

    /// `lozenge patient recovery`: the second person.
    struct Recovery: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Agrees to a new address as the second person, or does not.",
            discussion: "Example:  lozenge patient recovery approve 0197a3c2-5d10-7c4e-9a61-3f0f5b1c2d3e")

        @OptionGroup var screen: ScreenOptions
        @OptionGroup var change: ChangeOptions

        @Argument(help: "approve or refuse.")
        var verdict: Verdict

        @Argument(help: "The id of the change; the task names it.")
        var id: String

        enum Verdict: String, ExpressibleByArgument, CaseIterable { case approve, refuse }

        func run() async throws {
            let desk = try Desk(screen)
            try desk.conversation.confirm(
                verdict == .approve
                    ? "The patient signs in there from now on; all sessions end."
                    : "The address stays as it is.",
                agreed: change.yes || change.dryRun)
            try await desk.carryOut(
                .change("/v1/staff/contact-recoveries/\(id)/\(verdict.rawValue)"), change,
                as: ContactChangeAnswer.self
            ) { [verdict] answer, _, screen in
                screen.text("\(verdict == .approve ? "Agreed" : "Refused"): \(answer.sentTo)")
            }
        }
    }

    /// `lozenge patient correct`: a name or a birth date.
    struct Correct: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Corrects a name or a birth date by a document that was seen.",
            discussion: """
                Example:  lozenge patient correct pt-7k2mq --birth-date 1992-03-02 --document passport \
                --note "Seen by video."

                Drafts are voided, the rules asked again, and a signed prescription is to be replaced.
                """)

        @OptionGroup var screen: ScreenOptions
        @OptionGroup var change: ChangeOptions

        @Argument(help: "Handle, id or row number.")
        var patient: String?

        @Option(help: "The right given name, with --family.")
        var given: String?

        @Option(help: "The right family name, with --given.")
        var family: String?

        @Option(help: "The right birth date: 1992-03-02.")
        var birthDate: String?

        @Option(help: "What shows it: passport, driversLicence, stateId, marriageCertificate, courtOrder…")
        var document: String?

        @Option(help: "What was seen of it.")
        var note: String?

        func run() async throws {
            let desk = try Desk(screen)
            let talk = desk.conversation
            try talk.require(["<patient>": patient, "--document": document, "--note": note])
            let name = try desk.patient(patient)
            let corrected = given.flatMap { given in
                family.map { RegistrationRequest.Name(given: given, family: $0) }
            }
            let request = CorrectionRequest(
                name: corrected, birthDate: birthDate, document: try talk.line(document, "Which document"),
                note: try talk.line(note, "What was seen of it"))
            try talk.confirm(
                "Drafts are voided, the rules asked again, a signed prescription is to be replaced.",
                agreed: change.yes || change.dryRun)
            try await desk.carryOut(
                .change("/v1/staff/patients/\(name)/corrections", request), change, as: CorrectionAnswer.self
            ) { answer, _, screen in
                screen.text("Corrected: \(answer.field) was \(answer.before), is \(answer.after).")
            }
        }
    }

    /// `lozenge patient merge`: two records of one person.
    struct Merge: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Puts two records of one person together: propose, approve, decline, undo.",
            discussion: """
                Example:  lozenge patient merge propose pt-4m9xd --into pt-7k2mq --reason "Registered twice."
                          lozenge patient merge approve 0197a3c2-5d10-7c4e-9a61-3f0f5b1c2d3e

                A second person approves. Undone within 30 days, both are as they were.
                """)

        @OptionGroup var screen: ScreenOptions
        @OptionGroup var change: ChangeOptions

        @Argument(help: "propose, approve, decline or undo.")
        var step: Step

        @Argument(help: "The record that goes into the other; after propose, the merge's id.")
        var subject: String

        @Option(help: "The record that stays; with propose.")
        var into: String?

        @Option(help: "Why both are one person's; with propose.")
        var reason: String?

        enum Step: String, ExpressibleByArgument, CaseIterable { case propose, approve, decline, undo }

        func run() async throws {
            let desk = try Desk(screen)
            let talk = desk.conversation
            let call: ServerCall
            switch step {
            case .propose:
                try talk.require(["--into": into, "--reason": reason])
                let name = try desk.patient(subject)
                let request = MergeRequest(
                    into: try desk.patient(talk.line(into, "Into which record")),
                    reason: try talk.line(reason, "Why"))
                call = .change("/v1/staff/patients/\(name)/merges", request)
            case .approve, .decline, .undo:
                call = .change("/v1/staff/merges/\(subject)/\(step.rawValue)")
            }
            try talk.confirm(
                "The patient will find both records as one, or apart again.",
                agreed: change.yes || change.dryRun || step == .propose || step == .decline)
            try await desk.carryOut(call, change, as: MergeAnswer.self) { answer, _, screen in
                screen.text(
                    "\(answer.state.spoken): \(answer.merged) into \(answer.survivor), \(answer.id)"
                        + (answer.undoUntil.map { ", can be undone until \($0)" } ?? ""))
            }
        }
    }

    /// `lozenge patient disclosures`: the accounting, and a line more of it.
    struct Disclosures: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists what was disclosed of a patient in six years, for the accounting.",
            discussion: "Example:  lozenge patient disclosures pt-7k2mq")

        @OptionGroup var screen: ScreenOptions

        @Argument(help: "Handle, id or row number.")
        var patient: String?

        func run() async throws {
            let desk = try Desk(screen)
            let answer = try await desk.send(
                .get("/v1/staff/patients/\(desk.patient(patient))/disclosures"))
            guard let reader = try await desk.reader() else { return desk.terminal.show(json: answer.body) }
            var screen = reader.screen()
            screen.rule()
            let lines = try answer.decoded(Page<DisclosureLine>.self).items
            if lines.isEmpty { screen.text("Nothing was disclosed.") }
            for line in lines {
                screen.text(
                    "\(line.disclosedOn)  \(line.recipient): \(line.content) (\(line.purpose.spoken)). \(line.reason)"
                )
            }
            desk.terminal.show(screen)
        }
    }
}
