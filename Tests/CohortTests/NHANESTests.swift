import AnswerFiles
import Foundation
import Support
import Testing

@testable import Cohort

/// The mapping of the NHANES columns, on rows made up here and, where it is at hand, on the real file.
@Suite struct `The NHANES mapping` {
    private let mapping: AnswerMapping
    private static let head = """
        seqn,age_years,sex,pregnant,phq9_1,phq9_2,phq9_3,phq9_4,phq9_5,phq9_6,phq9_7,phq9_8,phq9_9,phq9_difficulty,\
        systolic_mmHg,diastolic_mmHg,pulse_bpm,pulse_regular,weight_kg,height_cm,takes_prescription,medications,\
        medication_reasons_icd10,unnamed_medications,alcohol_12_drinks_in_a_year,alcohol_days,alcohol_days_per,\
        alcohol_drinks_per_day,alcohol_ever_4_or_5_daily,smoked_100_cigarettes,smokes_now,sleep_hours,\
        told_doctor_trouble_sleeping,told_by_doctor_sleep_disorder,general_health
        """

    init() throws {
        mapping = try AnswerMapping(
            json: Data(contentsOf: Checkout.folder.appending(path: "Schema/mappings/nhanes.json")))
    }

    private func answers(_ row: String) throws -> RealAnswers {
        let read = try Respondents(file: Data("\(Self.head)\n\(row)\n".utf8), mapping: mapping, most: 1)
        #expect(read.problems == [])
        return try #require(read.people.first).answers(birthDate: "1980-01-01", state: "AZ")
    }

    @Test func `leaves refused and unknown answers open, and never counts them as nought`() throws {
        let refused = try answers(
            "1,30,female,unknown,1,2,7,0,1,0,0,0,9,,118,72,70,yes,64.0,165.0,no,,,0,no,,,,,no,,7,no,no,good")
        #expect(refused.intake.values["phq9-3"] == [.code("asked-declined")])
        #expect(refused.intake.values["phq9-4"] == [.code("LA6568-5")])
        #expect(refused.intake.values["phq9-9"] == [.code("asked-declined")])
        #expect(refused.screening.values["self-harm"] == [.code("asked-declined")])
        #expect(refused.intake.values["pregnancy"] == [.code("asked-unknown")])
        #expect(refused.intake.values["takes-medicines"] == [.code("N")])
        #expect(refused.intake.values["auditc-1"] == [.code("LA6270-8")])

        let unmeasured = try answers(
            "2,30,male,,0,0,0,0,0,0,0,0,1,,118,72,,,,,refused,,,0,yes,2,week,7,yes,yes,some days,7,no,no,good"
        )
        // Two of the three were measured: the third stays open, and the two count.
        #expect(unmeasured.intake.values["bp-measured"] == [.code("Y")])
        #expect(unmeasured.intake.values["bp-pulse"] == nil)
        #expect(unmeasured.intake.values["weight"] == nil)
        #expect(unmeasured.intake.values["takes-medicines"] == nil)
        #expect(unmeasured.screening.values["self-harm"] == [.code("Y")])
        // Twice a week, seven drinks: so often six or more.
        #expect(unmeasured.intake.values["auditc-1"] == [.code("LA18928-4")])
        #expect(unmeasured.intake.values["auditc-2"] == [.code("LA18931-8")])
        #expect(unmeasured.intake.values["auditc-3"] == [.code("LA18891-4")])
        #expect(unmeasured.intake.values["other-substances"] == [.code("tobacco")])
    }

    @Test func `reads conditions off what medicines are taken for`() throws {
        let ill = try answers(
            """
            3,61,female,,1,1,1,1,1,1,1,1,0,1,162,88,70,no,80.5,160.1,yes,\
            RISPERIDONE;WARFARIN;LITHIUM;UMECLIDINIUM,F25;I48.91+I63.P;F31.9;J44.9,1,yes,1,month,1,no,no,,7,no,no,fair
            """)
        #expect(ill.intake.values["psychosis"] == [.code("Y")])
        #expect(ill.intake.values["mania"] == [.code("bipolar")])
        // A stroke that a medicine is to prevent has not been.
        #expect(ill.intake.values["heart"] == [.code("arrhythmia")])
        #expect(ill.intake.values["other-conditions"] == [.code("severe-lung-disease")])
        #expect(
            ill.screening.values["heart"].map(Set.init) == [
                .code("uncontrolled-blood-pressure"), .code("heart-disease"),
            ])
        #expect(ill.intake.entries["medicine"]?.count == 5)
        #expect(ill.intake.values["bp-again-systolic"] == [.whole(162)])
    }

    @Test(.enabled(if: Checkout.sharedData != nil, "the shared data is not here"))
    func `reads every real row`() throws {
        let file = try #require(Checkout.sharedData).appending(path: "nhanes-intake.csv")
        let read = try Respondents(file: Data(contentsOf: file), mapping: mapping, most: 5000)
        #expect(read.problems == [])
        #expect(read.count == 3755)
        let intakes = read.people.map { $0.answers(birthDate: "1980-01-01", state: "AZ").intake }
        func scored(_ answers: FormAnswers) -> Int? {
            let isWhole = (1...9).allSatisfy { answers.values["phq9-\($0)"] != [.code("asked-declined")] }
            return isWhole ? answers.total(of: "phq9", items: 9) : nil
        }
        let totals = intakes.compactMap(scored)
        // The figures of the data's own description.
        #expect(intakes.count - totals.count == 14)
        let bands = [0...4, 5...9, 10...14, 15...19, 20...27].map { band in totals.count(where: band.contains)
        }
        #expect(bands == [2792, 577, 230, 103, 39])
        let item9 = intakes.filter { scored($0) != nil && $0.values["phq9-9"] != [.code("LA6568-5")] }
        #expect(item9.count == 133)
    }
}
