import ArgumentParser
import Foundation

/// Runs a command and turns what stops it into sentences on standard error and an exit status of its own, instead
/// of a dump: 78 for settings (EX_CONFIG), 69 for what the command needs and does not find (EX_UNAVAILABLE).
func explaining(_ command: () async throws -> Void) async throws {
    do {
        try await command()
    } catch let exit as ExitCode {
        throw exit
    } catch let problems as SettingsProblems {
        problems.lines.forEach(Terminal.note)
        throw ExitCode(78)
    } catch is CancellationError {
        throw ExitCode(130)
    } catch let error as ValidationError {
        throw error
    } catch {
        Terminal.note("\(error)")
        throw ExitCode(69)
    }
}
