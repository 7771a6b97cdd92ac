import Clocks
import Foundation
import Locks

/// The clock of a `lozenged dev` in another process, read from the file that it keeps; the host's clock as long as
/// there is none.
final class ClockFile: ProgramClock {
    private let folder: DataFolder
    private let host: any ProgramClock
    // The lock is the only way to what the file showed last: its clock never goes back.
    private let shown = Locked<Instant?>(nil)

    init(in folder: DataFolder, host: any ProgramClock = HostClock()) {
        self.folder = folder
        self.host = host
    }

    var now: Instant {
        // One that cannot be read now shows the time that it showed.
        let read = (try? read()) ?? nil
        return shown.withLock { shown in
            shown = [shown, read].compactMap(\.self).max()
            return shown ?? host.now
        }
    }

    private func read() throws -> Instant? {
        guard let mark: DevClock.Mark = try folder.read(DevClock.file),
            let program = Instant(rfc3339: mark.program), let then = Instant(rfc3339: mark.host)
        else { return nil }
        return mark.running ? program + max(.zero, host.now - then) : program
    }
}
