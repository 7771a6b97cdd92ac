import ArgumentParser
import Foundation

/// `lozenge`: the care team's tool.
@main
struct LozengeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lozenge",
        abstract: "The care team's tool: from the queue to the parcel, and colleagues' access.",
        discussion: """
            Start with:    lozenge sign-in --server https://care.example
            Then:          lozenge queue

            Wherever something is named, its handle (wi- work item, pt- patient, co- visit, rx- prescription, or- order, \
            sh- parcel, fl- flag, oc- shift, rr- review, rc- recall, rq- request, st- colleague, jb- job), its id or its row \
            number in the last list will do.

            Exit status:   0 done, 1 refused, 2 usage, 3 not signed in or not allowed, 4 server unreachable.
            Environment:   LOZENGE_SERVER, LOZENGE_PASSWORD, LOZENGE_CA_FILE, NO_COLOR, COLUMNS, XDG_CONFIG_HOME.
            Completion:    lozenge --generate-completion-script bash > ~/.local/share/bash-completion/completions/lozenge
                           (zsh and fish likewise)
            """,
        subcommands: [
            QueueCommands.self, PatientCommands.self, StaffCommands.self, ProgramCommands.self,
            IntakeCommands.self, EligibilityCommands.self, FlagCommands.self, RotaCommands.self,
            ConsultCommands.self, PrescriberCommands.self, PrescriptionCommands.self, MonitoringCommands.self,
            ProtocolCommands.self, OrderCommands.self, PharmacyCommands.self, ShipmentCommands.self,
            DoseCommands.self, TreatmentCommands.self, CheckInCommands.self, RefillCommands.self,
            SupplyCommands.self, ReportCommands.self, RequestCommands.self,
            WebhookCommands.self, JobCommands.self, SignIn.self,
            SignOut.self, WhoAmI.self, Enrol.self,
        ])

    static func main() async { Foundation.exit(await status(of: Array(CommandLine.arguments.dropFirst()))) }
}
