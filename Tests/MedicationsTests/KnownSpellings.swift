import Foundation
import Testing

/// Spellings as people write them, and what each means: `text = ingredients | classes`.
enum KnownSpellings {
    static let all = (psychiatric + pain + body + otherLanguages + slips).split(separator: "\n").map(
        Spelling.init)

    struct Spelling: Sendable, CustomTestStringConvertible {
        let text: String
        let ingredients: [String]
        let classes: [String]

        init(_ line: Substring) {
            let sides = line.split(separator: "=", maxSplits: 1)
            let meaning = sides[1].split(separator: "|", omittingEmptySubsequences: false)
            text = sides[0].trimmingCharacters(in: .whitespaces)
            ingredients = Self.list(meaning[0])
            classes = Self.list(meaning.count > 1 ? meaning[1] : "")
        }

        var testDescription: String { text }

        private static func list(_ text: Substring) -> [String] {
            text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
                .filter { !$0.isEmpty }.sorted()
        }
    }

    private static let psychiatric = """
        xanax 0.5 mg tid prn = alprazolam | benzodiazepine
        ALPRAZOLAM XR 1MG = alprazolam | benzodiazepine
        alprazolam (Xanax) = alprazolam | benzodiazepine
        Klonopin 0.5mg 1/2 tab at bedtime = clonazepam | benzodiazepine
        clonazepam ODT = clonazepam | benzodiazepine
        Ativan as needed for anxiety = lorazepam | benzodiazepine
        Librax = chlordiazepoxide, clidinium | benzodiazepine
        valium 5 = diazepam | benzodiazepine
        Onfi = clobazam | benzodiazepine, anticonvulsant
        Restoril 30mg qhs = temazepam | benzodiazepine
        Ambien CR 12.5 mg = zolpidem | otherDepressant
        zolpidem tartrate ER = zolpidem | otherDepressant
        Lunesta = eszopiclone | otherDepressant
        zopiclone = zopiclone | otherDepressant
        Belsomra = suvorexant | otherDepressant
        Xyrem = sodium oxybate | otherDepressant
        Spravato = esketamine | otherDepressant
        hydroxyzine pam 25mg = hydroxyzine | otherDepressant
        Hydroxyzine HCl 10mg = hydroxyzine | otherDepressant
        Vistaril = hydroxyzine | otherDepressant
        buspirone 10 mg bid = buspirone |
        Adderall XR 20mg = amphetamine, dextroamphetamine | stimulant
        Vyvanse 40mg qam = lisdexamfetamine | stimulant
        Concerta = methylphenidate | stimulant
        methylphenidate hcl er = methylphenidate | stimulant
        Focalin XR = dexmethylphenidate | stimulant
        Provigil = modafinil | stimulant
        Adipex-P 37.5 = phentermine | stimulant
        Strattera = atomoxetine | stimulant
        Nardil = phenelzine | maoi
        Emsam patch 6mg/24hr = selegiline | maoi
        Azilect = rasagiline | maoi
        Xadago = safinamide | maoi
        Zyvox = linezolid | maoi
        methylene blue = methylene blue | maoi
        lithium carbonate 300 mg = lithium | lithium
        Lithobid = lithium | lithium
        Lithium ER 450mg = lithium | lithium
        Seroquel XR = quetiapine | antipsychotic
        Abilify Maintena = aripiprazole | antipsychotic
        Invega Sustenna 156mg monthly = paliperidone | antipsychotic
        Risperdal Consta = risperidone | antipsychotic
        haloperidol decanoate = haloperidol | antipsychotic
        Compazine = prochlorperazine | antipsychotic
        metoclopramide = metoclopramide |
        Reglan = metoclopramide |
        Vraylar = cariprazine | antipsychotic
        Cobenfy = trospium, xanomeline | antipsychotic
        Symbyax = fluoxetine, olanzapine | antidepressant, antipsychotic
        Zoloft 100mg = sertraline | antidepressant
        Effexor XR 150 = venlafaxine | antidepressant
        Wellbutrin XL150 = bupropion | antidepressant
        bupropion hcl er (XL) = bupropion | antidepressant
        Auvelity = bupropion, dextromethorphan | antidepressant
        Trintellix = vortioxetine | antidepressant
        trazodone 50mg for sleep = trazodone | antidepressant
        remeron soltab = mirtazapine | antidepressant
        Lexapro 10 mg daily for depression and anxiety = escitalopram | antidepressant
        Elavil = amitriptyline | antidepressant
        Contrave = bupropion, naltrexone | antidepressant
        Lamictal ODT = lamotrigine | anticonvulsant
        gabapentin 300mg caps = gabapentin | anticonvulsant
        Lyrica = pregabalin | anticonvulsant
        Depakote ER = divalproex | anticonvulsant
        DIVALPROEX SODIUM = divalproex | anticonvulsant
        Tegretol XR = carbamazepine | anticonvulsant, strongCYP
        Dilantin = phenytoin | anticonvulsant, strongCYP
        Topamax = topiramate | anticonvulsant
        keppra 500 = levetiracetam | anticonvulsant
        phenobarbital = phenobarbital | anticonvulsant, otherDepressant, strongCYP
        Qsymia = phentermine, topiramate | stimulant, anticonvulsant
        """ + "\n"

    private static let pain = """
        hydrocodone/apap 5-325 = acetaminophen, hydrocodone | opioid
        Hydrocodone-Acetaminophen 10-325 mg = acetaminophen, hydrocodone | opioid
        Norco = acetaminophen, hydrocodone | opioid
        Percocet 5/325 = acetaminophen, oxycodone | opioid
        OxyContin = oxycodone | opioid
        tramadol hcl 50mg = tramadol | opioid
        Ultracet = acetaminophen, tramadol | opioid
        Nucynta ER = tapentadol | opioid
        Suboxone film 8-2 = buprenorphine, naloxone | opioid
        Butrans patch = buprenorphine | opioid
        methadone = methadone | opioid
        Duragesic 25mcg/hr patch = fentanyl | opioid
        MS Contin = morphine | opioid
        Tylenol #3 = acetaminophen, codeine | opioid
        Tylenol-3 = acetaminophen, codeine | opioid
        tylenol3 = acetaminophen, codeine | opioid
        tylenol with codeine = acetaminophen, codeine | opioid
        promethazine with codeine = codeine, promethazine | opioid, otherDepressant
        Cheratussin AC = codeine, guaifenesin | opioid
        kratom = kratom | opioid, herbal
        naltrexone = naltrexone |
        Lomotil = atropine, diphenoxylate |
        Imodium = loperamide |
        Soma 350 = carisoprodol | otherDepressant
        flexeril 10mg = cyclobenzaprine | otherDepressant
        baclofen = baclofen | otherDepressant
        tizanidine hcl = tizanidine | otherDepressant
        methocarbamol 750 = methocarbamol | otherDepressant
        Fioricet = acetaminophen, butalbital, caffeine | otherDepressant
        NyQuil = acetaminophen, dextromethorphan, doxylamine | otherDepressant
        Advil PM = diphenhydramine, ibuprofen | otherDepressant
        Tylenol PM extra strength = acetaminophen, diphenhydramine | otherDepressant
        Benadryl 25 mg = diphenhydramine | otherDepressant
        Unisom = doxylamine | otherDepressant
        Tylenol 500 mg = acetaminophen |
        Tylenol extra strength = acetaminophen |
        Advil = ibuprofen |
        Excedrin = acetaminophen, aspirin, caffeine |
        celebrex 200mg = celecoxib |
        baby aspirin = aspirin |
        Imitrex = sumatriptan |
        """ + "\n"

    private static let body = """
        lisinopril-HCTZ 20-12.5 = hydrochlorothiazide, lisinopril | antihypertensive
        Zestoretic = hydrochlorothiazide, lisinopril | antihypertensive
        lisinopril20mg = lisinopril | antihypertensive
        Losartan Potassium 50 MG Oral Tablet = losartan | antihypertensive
        losartan/hctz = hydrochlorothiazide, losartan | antihypertensive
        Exforge HCT = amlodipine, hydrochlorothiazide, valsartan | antihypertensive
        Tribenzor = amlodipine, hydrochlorothiazide, olmesartan | antihypertensive
        amlodipine besylate 5mg = amlodipine | antihypertensive
        metoprolol tartrate = metoprolol | antihypertensive
        Toprol-XL = metoprolol | antihypertensive
        propranolol ER = propranolol | antihypertensive
        clonidine 0.1mg = clonidine | antihypertensive
        Lasix 20mg = furosemide | antihypertensive
        spironolactone = spironolactone | antihypertensive
        Entresto = sacubitril, valsartan | antihypertensive, otherCardiac
        hydralazine 25mg = hydralazine | antihypertensive
        prazosin for nightmares = prazosin | antihypertensive
        digoxin 125mcg = digoxin | otherCardiac
        amiodarone = amiodarone | otherCardiac
        nitroglycerin SL prn = nitroglycerin | otherCardiac
        isosorbide mononitrate ER = isosorbide mononitrate | otherCardiac
        Ranexa = ranolazine | otherCardiac
        Eliquis = apixaban |
        warfarin sodium 5mg = warfarin |
        Lipitor = atorvastatin |
        atorvastatin calcium 40mg = atorvastatin |
        Synthroid 88 mcg = levothyroxine | thyroid
        levothyroxine sodium 0.1mg = levothyroxine | thyroid
        Armour Thyroid = thyroid desiccated | thyroid
        Cytomel = liothyronine | thyroid
        methimazole = methimazole | thyroid
        PTU = propylthiouracil | thyroid
        theophylline ER = theophylline | theophylline
        Theo-24 = theophylline | theophylline
        aminophylline = aminophylline | theophylline
        ketoconazole tablets = ketoconazole | strongCYP
        ketoconazole 2% cream = ketoconazole |
        clarithromycin = clarithromycin | strongCYP
        Paxlovid = nirmatrelvir, ritonavir | strongCYP
        Rifadin = rifampin | strongCYP
        Genvoya = cobicistat, elvitegravir, emtricitabine, tenofovir | strongCYP
        efavirenz = efavirenz | strongCYP
        St. John's Wort = st john's wort | strongCYP, herbal
        ginkgo biloba 120mg = ginkgo | herbal
        kava = kava | herbal, otherDepressant
        melatonin 5mg gummies = melatonin | herbal
        CBD oil = cannabidiol | herbal, anticonvulsant
        turmeric curcumin = turmeric | herbal
        metformin ER 500 mg BID = metformin |
        Ozempic 0.5mg weekly = semaglutide |
        Lantus Solostar 20 units = insulin glargine |
        Humulin 70/30 = insulin isophane, insulin regular |
        omeprazole DR 20mg = omeprazole |
        Singulair = montelukast |
        Advair Diskus 250/50 = fluticasone, salmeterol |
        albuterol inhaler 2 puffs q4h prn = albuterol |
        Ortho Tri-Cyclen = ethinyl estradiol, norgestimate |
        Mirena IUD = levonorgestrel |
        Depo-Provera shot every 3 months = medroxyprogesterone |
        prenatal vitamins = multivitamin |
        vitamin D3 2000 IU = vitamin d3 |
        Vitamin B-12 1,000 mcg = vitamin b12 |
        calcium + vitamin D = calcium, vitamin d |
        fish oil 1000mg = fish oil |
        Sudafed = pseudoephedrine | stimulant
        Claritin-D 24 hour = loratadine, pseudoephedrine | stimulant
        Zyrtec = cetirizine |
        Timoptic eye drops = timolol |
        timolol = timolol | antihypertensive
        latanoprost ophth soln = latanoprost |
        Humira pen = adalimumab |
        methotrexate (MTX) 2.5mg = methotrexate |
        tamoxifen citrate = tamoxifen |
        Bactrim DS = sulfamethoxazole, trimethoprim |
        amox/clav 875-125 = amoxicillin, clavulanate |
        Viagra = sildenafil |
        Premarin = conjugated estrogens |
        EpiPen = epinephrine |
        lisinopril, metformin and zoloft = lisinopril, metformin, sertraline | antihypertensive, antidepressant
        blood pressure pill = | antihypertensive
        sleeping pills = | otherDepressant
        birth control = |
        muscle relaxer = | otherDepressant
        """ + "\n"

    private static let otherLanguages = """
        paracetamol = acetaminophen |
        salbutamol = albuterol |
        adrenaline = epinephrine |
        frusemide = furosemide | antihypertensive
        pethidine = meperidine | opioid
        acetaminofén 500 mg = acetaminophen |
        litio = lithium | lithium
        carbonato de litio = lithium | lithium
        levotiroxina = levothyroxine | thyroid
        losartán potásico = losartan | antihypertensive
        hidroclorotiazida = hydrochlorothiazide | antihypertensive
        furosemida = furosemide | antihypertensive
        espironolactona = spironolactone | antihypertensive
        amlodipino = amlodipine | antihypertensive
        fluoxetina 20 mg cada día = fluoxetine | antidepressant
        escitalopram tabletas = escitalopram | antidepressant
        quetiapina = quetiapine | antipsychotic
        metilfenidato = methylphenidate | stimulant
        clorhidrato de tramadol = tramadol | opioid
        morfina = morphine | opioid
        difenhidramina = diphenhydramine | otherDepressant
        hidroxicina = hydroxyzine | otherDepressant
        ácido valproico = valproic acid | anticonvulsant
        fenitoína = phenytoin | anticonvulsant, strongCYP
        carbamazepina = carbamazepine | anticonvulsant, strongCYP
        teofilina = theophylline | theophylline
        rifampicina = rifampin | strongCYP
        hierba de San Juan = st john's wort | strongCYP, herbal
        valeriana = valerian | herbal, otherDepressant
        insulina glargina = insulin glargine |
        pastillas para dormir = | otherDepressant
        """ + "\n"

    private static let slips = """
        lamictil = lamotrigine | anticonvulsant
        zolft = sertraline | antidepressant
        xanex = alprazolam | benzodiazepine
        zanax = alprazolam | benzodiazepine
        adderal = amphetamine, dextroamphetamine | stimulant
        aderall = amphetamine, dextroamphetamine | stimulant
        gabapenten = gabapentin | anticonvulsant
        metropolol = metoprolol | antihypertensive
        lisinipril = lisinopril | antihypertensive
        lisinoprill 10mg = lisinopril | antihypertensive
        klonapin = clonazepam | benzodiazepine
        klonipan = clonazepam | benzodiazepine
        clonazapam = clonazepam | benzodiazepine
        trazadone = trazodone | antidepressant
        seroquil = quetiapine | antipsychotic
        seraquil = quetiapine | antipsychotic
        welbutrin = bupropion | antidepressant
        wellbutin = bupropion | antidepressant
        prozak = fluoxetine | antidepressant
        levothyroxin = levothyroxine | thyroid
        levathyroxine = levothyroxine | thyroid
        synthoid = levothyroxine | thyroid
        effexer = venlafaxine | antidepressant
        lexipro = escitalopram | antidepressant
        celexia = citalopram | antidepressant
        simbalta = duloxetine | antidepressant
        risperdol = risperidone | antipsychotic
        tegratol = carbamazepine | anticonvulsant, strongCYP
        topomax = topiramate | anticonvulsant
        nurontin = gabapentin | anticonvulsant
        lirica = pregabalin | anticonvulsant
        percoset = acetaminophen, oxycodone | opioid
        vicoden = acetaminophen, hydrocodone | opioid
        oxycotin = oxycodone | opioid
        hydrocodon = hydrocodone | opioid
        tramodol = tramadol | opioid
        ambian = zolpidem | otherDepressant
        lunestra = eszopiclone | otherDepressant
        busbar = buspirone |
        flexaril = cyclobenzaprine | otherDepressant
        amlodapine = amlodipine | antihypertensive
        losarten = losartan | antihypertensive
        furosimide = furosemide | antihypertensive
        atenalol = atenolol | antihypertensive
        propanolol = propranolol | antihypertensive
        hydrochlorothiazde = hydrochlorothiazide | antihypertensive
        omeprozole = omeprazole |
        protonics = pantoprazole |
        albuteral = albuterol |
        singular = montelukast |
        metformine = metformin |
        atorvastatine = atorvastatin |
        ibuprophen = ibuprofen |
        tylonol = acetaminophen |
        hydroxizine = hydroxyzine | otherDepressant
        vivance = lisdexamfetamine | stimulant
        ritilan = methylphenidate | stimulant
        abilfy = aripiprazole | antipsychotic
        zyprexia = olanzapine | antipsychotic
        depacote = divalproex | anticonvulsant
        ativn = lorazepam | benzodiazepine
        valum = diazepam | benzodiazepine
        """
}
