/// The rules of titration by their ids (program.md, Titration), and with them what a person decided and what is still
/// held; every decision records those that fired.
package enum TitrationRule: String, Sendable, CaseIterable, Comparable {
    case t0 = "T0"
    case t1 = "T1"
    case t2 = "T2"
    case t3 = "T3"
    case t4 = "T4"
    case t5 = "T5"
    case t6 = "T6"
    case t7 = "T7"
    case t8 = "T8"
    case t9 = "T9"
    case t10 = "T10"
    case t11 = "T11"
    case t12 = "T12"
    case t13 = "T13"
    case t14 = "T14"
    case t15 = "T15"
    case t16 = "T16"
    case t17 = "T17"
    case t18 = "T18"
    case t19 = "T19"
    case t20 = "T20"
    case t21 = "T21"
    case t22 = "T22"
    case t23 = "T23"
    case t24 = "T24"
    /// The patient paused.
    case patientPaused = "patientPaused"
    /// A prescriber paused, or set the dose.
    case prescriberPaused = "prescriberPaused"
    case prescriberSet = "prescriberSet"
    /// A flag that no rule above raised is open, and nothing rises.
    case openFlag = "openFlag"
    /// The lozenges come from another pharmacy, or are of another kind: no rise for some days.
    case newProduct = "newProduct"
    /// The patient's clock went on or back: too few hours have passed since the last dose.
    case travelled = "travelled"
    /// Nothing moves the dose: no rule holds, and no wish for more.
    case steady = "steady"

    package static func < (left: Self, right: Self) -> Bool { left.place < right.place }

    private var place: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
