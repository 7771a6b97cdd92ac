import Clinic
import Clocks
import Foundation
import Testing

@Suite struct `An id` {
    enum Thing {}

    @Test func `carries its time and version`() throws {
        let now = try #require(Instant(rfc3339: "2026-11-21T16:14:05.123Z"))
        let id = ID<Thing>(at: now)
        let text = id.description.replacing("-", with: "")
        #expect(UInt64(text.prefix(12), radix: 16) == UInt64(now.microsecondsSince1970 / 1000))
        #expect(text.dropFirst(12).first == "7")
        #expect(["8", "9", "a", "b"].contains(text.dropFirst(16).first))
        #expect(ID<Thing>(id.description) == id)
    }

    @Test func `made later sorts later`() throws {
        let now = try #require(Instant(rfc3339: "2026-11-21T16:14:05Z"))
        let ids =
            (0..<100).map { ID<Thing>(at: now + .milliseconds($0)) }
            + (0..<100).map { _ in
                ID<Thing>(at: now + .milliseconds(99))
            }
        #expect(ids.map(\.description) == ids.map(\.description).sorted())
        #expect(Set(ids).count == 200)
    }

    @Test(arguments: ["", "pt-7k2mq", "0190c5f0-0000-7000-8000-00000000000g"])
    func `that is none is refused`(text: String) {
        #expect(ID<Thing>(text) == nil)
    }
}

@Suite struct `An address to reach somebody` {
    @Test(arguments: [
        (" Maya.Ortiz+news@Example.ORG ", "maya.ortiz+news@example.org"), ("a@b.co", "a@b.co"),
    ])
    func `by e-mail has one form`(typed: String, kept: String) throws {
        #expect(try #require(EmailAddress(typed)).address == kept)
    }

    @Test(arguments: [
        "", "maya", "maya@", "@example.org", "maya@example", "maya@example..org", "ma ya@example.org",
        "maya@exämple.org", "maya@.org", "a@b@c.org",
    ])
    func `by e-mail may be none`(typed: String) {
        #expect(EmailAddress(typed) == nil)
    }

    @Test func `shows no more than its owner needs`() throws {
        #expect(try #require(EmailAddress("maya@example.org")).description == "m…@example.org")
        #expect(try #require(PhoneNumber("+16025550143")).description == "…43")
    }

    @Test(arguments: ["+16025550143", "602-555-0143", "(602) 555.0143", "+1 602 555 0143"])
    func `by phone has one form`(typed: String) throws {
        #expect(try #require(PhoneNumber(typed)).e164 == "+16025550143")
    }

    @Test(arguments: [
        "", "+446025550143", "6025550", "+11025550143", "+16021550143", "+160255501434", "602555014x",
    ])
    func `by phone may be none`(typed: String) {
        #expect(PhoneNumber(typed) == nil)
    }
}

@Suite struct `An instant` {
    @Test(arguments: [
        ("2026-11-21T16:14:05Z", "2026-11-21T16:14:05Z"),
        ("2026-11-21T09:14:05-07:00", "2026-11-21T16:14:05Z"),
        ("2026-11-21t16:14:05.25z", "2026-11-21T16:14:05.250000Z"),
        ("1969-12-31T23:59:59.999999Z", "1969-12-31T23:59:59.999999Z"),
    ])
    func `reads RFC 3339 and writes it in UTC`(text: String, utc: String) throws {
        #expect(try #require(Instant(rfc3339: text)).rfc3339 == utc)
    }

    @Test(arguments: [
        "2026-11-21", "2026-11-21T16:14:05", "2026-02-30T00:00:00Z", "2026-11-21T24:00:00Z",
        "2026-11-21T16:60:00Z", "2026-11-21T16:14:05.Z",
        "2026-11-21T16:14:05.1234567890Z", "2026-11-21T16:14:05+7:00", "٢٠٢٦-11-21T16:14:05Z", "now",
    ])
    func `is nothing else`(text: String) {
        #expect(Instant(rfc3339: text) == nil)
    }

    @Test func `moves by durations`() throws {
        let start = try #require(Instant(rfc3339: "2026-11-21T16:14:05Z"))
        #expect((start + .hours(48)).rfc3339 == "2026-11-23T16:14:05Z")
        #expect((start + .minutes(10)) - start == .seconds(600))
        #expect((start - .milliseconds(1)).rfc3339 == "2026-11-21T16:14:04.999000Z")
    }
}
