/// What this build is called, for `GET /v1/program` and the log.
enum ProgramVersion {
    static let current = "0.1"
}
