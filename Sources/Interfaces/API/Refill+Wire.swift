import CarePath
import Clinic
import Clocks
import Foundation
import Intakes
import Patients
import Prescriptions
import RefillReviews
import Treatments
import Wire

extension OwnRefillReviewAnswer {
    init(_ view: OwnRefillReview, program: ProgramData, in language: Language) {
        let review = view.review
        self.init(
            state: review?.state.rawValue ?? "none", words: program.refill.said(view.sentence, in: language),
            id: review?.id.description, cycle: review?.cycle, opensOn: view.opensOn?.description,
            openedOn: review?.openedOn.description, dueOn: review?.dueOn.description,
            runOut: view.runOut?.description, answeredAt: review?.answeredAt?.rfc3339,
            questions: review?.isUnderWay == true ? RefillReply.questions : [], visit: view.visit.rawValue,
            outcome: review?.decision?.outcome.rawValue,
            lookAgainOn: review?.decision?.lookAgainOn?.description,
            nextFill: view.fill.map(NextFillAnswer.init),
            crisis: view.showsCrisisResources
                ? CrisisResources(program.screening.crisis, in: language) : nil)
    }
}

extension NextFillAnswer {
    init(_ fill: PlannedFill) {
        self.init(
            state: fill.state.rawValue, releaseOn: fill.releaseOn.description,
            notBefore: fill.notBefore.description, expectedArrival: fill.expectedArrival.description,
            lozenges: fill.lozenges, id: fill.id.description)
    }

    init(_ forecast: FillDates, lozenges: Int?) {
        self.init(
            state: "forecast", releaseOn: forecast.releaseOn.description,
            notBefore: forecast.notBefore.description, expectedArrival: forecast.expectedArrival.description,
            lozenges: lozenges)
    }
}

extension CountAnswer {
    init(_ count: SupplyCount) {
        self.init(
            id: count.id.uuidString.lowercased(), date: count.date.description,
            occasion: count.occasion.rawValue, countedMg: count.counted.count, ledgerMg: count.ledger.count,
            isConcern: count.isConcern, isSettled: count.isSettled, countedAt: count.at.rfc3339)
    }
}

extension SupplyAnswer {
    init(_ supply: SupplyOnHand) {
        let left = supply.lots.filter { $0.onHand > .zero }
        self.init(
            onHandMg: left.onHand.count,
            onHandLozenges: left.reduce(0) { $0 + $1.onHand.count / $1.strength.count },
            runOut: supply.runOut?.description, useBy: left.map(\.useBy).min()?.description)
    }
}

extension RefillReviewAnswer {
    init(_ line: RefillReviewLine) {
        let (review, chain) = (line.review, line.review.chain)
        self.init(
            id: review.id.description, handle: line.handle, patient: .init(line.patient), cycle: review.cycle,
            state: review.state.rawValue, openedOn: review.openedOn.description,
            dueOn: review.dueOn.description,
            chain: Chain(
                bookBy: chain.bookBy.description, decideBy: chain.decideBy.description,
                submitBy: chain.submitBy.description, shipBy: chain.shipBy.description,
                runOut: chain.runOut.description),
            alarms: line.alarms.map {
                Alarm(
                    step: $0.step.rawValue, missedOn: $0.missedOn.description, owner: $0.owner.rawValue)
            },
            answeredAt: review.answeredAt?.rfc3339, outcome: review.decision?.outcome.rawValue,
            lookAgainOn: review.decision?.lookAgainOn?.description, decidedAt: review.decision?.at.rfc3339,
            nextFill: line.fill.map(NextFillAnswer.init), prescription: line.prescription)
    }
}
