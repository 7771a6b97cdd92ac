import Clinic
import Clocks
import Foundation
import Patients
import Postgres
import Sealing

/// Makes patients up and writes their rows as the program would have, by statements over many patients at once.
struct BenchPeople: Sendable {
    /// Patients in one transaction, and transactions at once.
    private static let (batch, writers) = (2_000, 4)
    /// Where all of them live.
    static let zone = "America/Phoenix"

    let database: Database
    let keyring: Keyring
    let now: Instant

    /// - Parameters:
    ///   - count: how many, with the numbers from 1 on.
    ///   - days: since how many days they take the medicine.
    ///   - report: told from time to time how many there are.
    func make(_ count: Int, days: Int, report: @escaping @Sendable (Int) -> Void) async throws {
        let course = try BenchCourse(now: now, days: days)
        try await database.transaction(by: Self.actor) { connection in
            try BenchClinic.insert(on: connection, now: now)
        }
        let ranges = stride(from: 1, through: count, by: Self.batch).map {
            $0...min($0 + Self.batch - 1, count)
        }
        try await withThrowingTaskGroup(of: Int.self) { group in
            var waiting = ranges.makeIterator()
            func addNext() {
                guard let range = waiting.next() else { return }
                group.addTask {
                    try await write(range, course)
                    return range.count
                }
            }
            for _ in 0..<Self.writers { addNext() }
            var done = 0
            while let written = try await group.next() {
                done += written
                if done.isMultiple(of: 100_000) { report(done) }
                addNext()
            }
        }
        try await database.transaction(by: Self.actor, within: .seconds(3600)) { connection in
            try BenchClinic.analyze(on: connection)
        }
    }

    private func write(_ numbers: ClosedRange<Int>, _ course: BenchCourse) async throws {
        let newcomers = try numbers.map { try Newcomer($0, keyring: keyring) }
        try await database.transaction(by: Self.actor, within: .seconds(600)) { connection in
            try BenchClinic.skipChecks(on: connection)
            try Newcomer.insert(newcomers, at: course.registered, on: connection)
            try course.insertPath(of: numbers, on: connection)
            try course.insertDays(of: numbers, on: connection)
            try course.insertRecord(of: numbers, on: connection)
        }
    }

    static let actor = Actor.system("bench")
}

/// A patient's number, with what is sealed of them under a key of their own.
struct Newcomer: Sendable {
    let number: Int
    let key: WrappedKey
    let name: Sealed<PersonName>
    let birthDate: Sealed<String>
    let address: Sealed<PostalAddress>
    let contact: Sealed<Contact>

    init(_ number: Int, keyring: Keyring) throws {
        let (key, wrapped) = try keyring.makeDataKey()
        let row = ID<Patient>(BenchID.patient.uuid(number)).description
        func seal<Value>(_ value: Value, _ column: String) throws -> Sealed<Value> {
            try Sealed(value, with: key, at: SealedPlace(table: "patient", column: column, row: row))
        }
        guard let state = StateCode("AZ"), let email = EmailAddress("bench-\(number)@example.org"),
            let phone = PhoneNumber("+1602555\(String(number % 10_000 + 10_000).suffix(4))")
        else { preconditionFailure("A made-up contact has the form of a real one.") }
        self.number = number
        self.key = wrapped
        name = try seal(PersonName(given: "Maya", family: "Ortiz \(number)"), "name")
        birthDate = try seal("1992-03-02", "birth_date")
        address = try seal(
            PostalAddress(
                line1: "\(number) Juniper Street", line2: nil, city: "Phoenix", state: state,
                postalCode: "85004"),
            "address")
        contact = try seal(Contact(email: email, phone: phone), "contact")
    }
}
