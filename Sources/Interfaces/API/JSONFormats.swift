import StrictJSON

/// How the texts of this contract are written, beyond those that every contract knows.
extension JSONFormat {
    static let email = JSONFormat(
        "an e-mail address such as maya@example.org", es: "un correo electrónico como maya@example.org")
    static let phone = JSONFormat(
        "a US telephone number such as +16025550143", es: "un teléfono de EE. UU. como +16025550143")
    static let emailOrPhone = JSONFormat(
        "an e-mail address or a US telephone number", es: "un correo electrónico o un teléfono de EE. UU.")
    static let postalCode = JSONFormat(
        "a ZIP code of 5 or 9 digits such as 85004 or 85004-1234",
        es: "un código postal de 5 o 9 dígitos como 85004 o 85004-1234")
    static let sixDigits = JSONFormat("six digits", es: "seis dígitos")
    static let diagnosis = JSONFormat(
        "an ICD-10-CM code such as F33.1", es: "un código CIE-10-MC como F33.1")
    static let npi = JSONFormat(
        "an NPI: ten digits, the last of which checks the others",
        es: "un NPI: diez dígitos, el último de los cuales verifica los demás")
    static let registration = JSONFormat(
        "a licence or registration number whose check digit is right",
        es: "un número de licencia o registro con su dígito de control correcto")
    static let wallTime = JSONFormat("a time of day such as 09:00", es: "una hora como 09:00")
    static let wakingTime = JSONFormat(
        "a time of day from 08:00 to 20:59", es: "una hora entre las 08:00 y las 20:59")
    static let laterWallTime = JSONFormat(
        "a time of day later than opens", es: "una hora posterior a opens")
}
