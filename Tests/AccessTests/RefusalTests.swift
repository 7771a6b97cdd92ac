import Clinic
import Testing

@testable import Access

@Suite struct `A refusal's code` {
    private var refusals: [any Refusing] { AccessRefusal.allCases + StaffAccessRefusal.allCases }

    @Test func `is stable, in snake case, and its own`() {
        let codes = refusals.map(\.code)
        #expect(Set(codes).count == codes.count)
        #expect(codes.allSatisfy { $0.wholeMatch(of: /[a-z]+(_[a-z]+)*/) != nil })
    }

    @Test func `says nothing about whether an account exists`() {
        for code in AccessRefusal.allCases.map(\.code) {
            #expect(!code.contains("account") && !code.contains("unknown") && !code.contains("exist"))
        }
    }
}
