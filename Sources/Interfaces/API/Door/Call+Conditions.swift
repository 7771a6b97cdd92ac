import Clinic
import HTTPTypes

extension Call {
    /// The version of the record that the caller read and wants to change.
    ///
    /// 428 where they do not say, 412 where the tag cannot be of the record now. `*` says nothing about what was
    /// read, so it is as good as none.
    package func expectedVersion() throws -> Int {
        guard let header = headers[.ifMatch], header.trimmedBlanks != "*" else {
            throw Rejection(.preconditionRequired)
        }
        guard let version = EntityTag.strong(in: header).lazy.compactMap(\.version).first else {
            throw Stale()
        }
        return version
    }
}
