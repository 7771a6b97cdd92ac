import CareSupport
import Postgres
import RefillReviews
import Support
import Testing
import Treatments

/// The constraints of 0015_check_ins.sql to 0017_refill_reviews.sql say the same as the program's types.
@Suite(.database) struct `The words of daily life` {
    @Test func `are the same in the tables and in the program`() async throws {
        let clinic = try await TestClinic()
        for (constraint, words) in [
            ("dose_plan_cause_known", DosePlan.Cause.allCases.map(\.rawValue)),
            ("dose_change_kind_known", DoseChange.Kind.allCases.map(\.rawValue)),
            ("dose_change_state_known", DoseChange.State.allCases.map(\.rawValue)),
            ("treatment_day_permission_known", TitrationDecision.Permission.allCases.map(\.rawValue)),
            ("treatment_pause_cause_known", CoursePause.Cause.allCases.map(\.rawValue)),
            ("check_in_taken_known", CheckIn.Taken.Name.allCases.map(\.rawValue)),
            ("check_in_benefit_known", CheckIn.Benefit.allCases.map(\.rawValue)),
            ("check_in_wish_known", CheckIn.Wish.allCases.map(\.rawValue)),
            ("check_in_asq_known", SuicideScreen.allCases.map(\.rawValue)),
            ("titration_decision_kind_known", TitrationDecision.Kind.allCases.map(\.rawValue)),
            ("titration_decision_permission_known", TitrationDecision.Permission.allCases.map(\.rawValue)),
            ("titration_decision_needs_known", TitrationDecision.Needs.allCases.map(\.rawValue)),
            ("supply_entry_kind_known", SupplyMove.Kind.allCases.map(\.rawValue)),
            ("refill_review_state_known", RefillReview.State.allCases.map(\.rawValue)),
            ("refill_review_outcome_known", RefillReview.Outcome.allCases.map(\.rawValue)),
            ("refill_decision_outcome_known", RefillReview.Outcome.allCases.map(\.rawValue)),
            ("refill_review_wish_known", RefillReview.Wish.allCases.map(\.rawValue)),
            ("refill_alarm_step_known", RefillStep.allCases.map(\.rawValue)),
            ("refill_alarm_owner_known", DelayOwner.allCases.map(\.rawValue)),
            ("treatment_day_gap_owner_known", DelayOwner.allCases.map(\.rawValue)),
        ] { try await clinic.expectCheck(constraint, toName: words) }
    }

    /// The trigger that demands a flag knows the same signs of danger, and finds dissociation among the effects.
    @Test func `of danger are the same in the trigger`() async throws {
        let clinic = try await TestClinic()
        let body = try #require(
            try await clinic.texts(
                "SELECT prosrc AS line FROM pg_proc WHERE proname = 'check_in_check_flag'"
            ).first)
        let listed = try #require(body.firstMatch(of: /warnings && ARRAY\[([^\]]*)\]/))
        let signs = listed.1.matches(of: /'([^']+)'/).map { String($0.1) }
        #expect(Set(signs) == Set(WarningSign.allCases.filter(\.isDanger).map(\.rawValue)))
        #expect(
            EffectGrades([.dissociation: 3]).column.dropFirst(3).first == "3"
                && body.contains("substr(NEW.effects, 4, 1) = '3'"))
        #expect(EffectGrades.none.column.count == 13)
    }
}
