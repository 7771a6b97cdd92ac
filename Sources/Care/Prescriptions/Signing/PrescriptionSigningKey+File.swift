import Sealing

extension PrescriptionSigningKey {
    /// Reads the file at `path`. One that others may read is refused rather than used.
    package init(file path: String) throws(PrescriptionSigningKeyFault) {
        let text: String
        do throws(PrivateFileFault) { text = try PrivateFile(at: path).read() } catch { throw .file(error) }
        try self.init(reading: text)
    }

    /// The file at `path`, made with fresh keys where there is none: for `dev` and the tests. Two processes that begin at
    /// once end with the same.
    package init(generatingAt path: String) throws(PrescriptionSigningKeyFault) {
        let text: String
        do throws(PrivateFileFault) {
            text = try PrivateFile(at: path).read(orWrite: {
                "# Signs prescriptions (Ed25519).\n\(PrescriptionSigningKey().text)\n"
            })
        } catch {
            throw .file(error)
        }
        try self.init(reading: text)
    }
}
