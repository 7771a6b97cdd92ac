import CarePath
import Clinic
import Clocks
import RefillReviews
import Wire

extension RecallAnswer {
    init(_ recall: LotRecall) {
        self.init(
            id: recall.id.description, handle: recall.handle, pharmacy: recall.lot.pharmacy,
            lot: recall.lot.lot, drug: recall.lot.drug, reason: recall.lot.reason.rawValue,
            notice: recall.lot.notice, recordedAt: recall.recordedAt.rfc3339, holders: recall.holders,
            onHandMg: recall.onHand.count, open: recall.stillOpen, liftedAt: recall.liftedAt?.rfc3339,
            liftReason: recall.liftReason)
    }
}

extension GapReportAnswer {
    init(_ report: GapReport) {
        let owners = DelayOwner.allCases.map { ($0.rawValue, report.days(of: $0)) }
        self.init(
            from: report.from.description, to: report.to.description, treatmentDays: report.treatmentDays,
            gapDays: report.gapDays, perThousand: report.perThousand, treatments: report.treatments,
            byOwner: Dictionary(owners, uniquingKeysWith: { $1 }),
            causes: report.causes.map {
                Cause(
                    owner: $0.owner.rawValue, reason: $0.reason.rawValue, days: $0.days,
                    treatments: $0.treatments)
            })
    }
}
